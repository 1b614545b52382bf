package dev.jocker.runtime.namespace;

import dev.jocker.bindings.magic_h;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which namespace: what a link below {@code /proc/PID/ns} reads as, {@code net:[4026531840]}. Two processes that read the same share it.
 *
 * @param kind what is apart in it
 * @param inode its number, which may be another's after its end
 */
public record NamespaceId(NamespaceKind kind, long inode) {
    /** What {@code text} names, or null if it is no namespace. */
    public static NamespaceId parse(String text) {
        int open = text.indexOf(":[");
        if (open < 0 || !text.endsWith("]")) {
            return null;
        }
        NamespaceKind kind = NamespaceKind.named(text.substring(0, open));
        String number = text.substring(open + 2, text.length() - 1);
        for (int i = 0; i < number.length(); i++) {
            if (!Character.isDigit(number.charAt(i))) {
                return null;
            }
        }
        return kind == null || number.isEmpty() || number.length() > 18
                ? null
                : new NamespaceId(kind, Long.parseLong(number));
    }

    /** What a link leads to, without following it; null if that is no namespace. */
    static NamespaceId ofLink(Path link) throws IOException {
        return parse(Files.readSymbolicLink(link).toString());
    }

    /**
     * The namespace that a file stands for, be it a link that leads to it or a file on which it is mounted; null if it stands for none.
     *
     * @param file open, not only O_PATH
     */
    public static NamespaceId of(Fd file) throws SyscallException {
        if (FileStatus.fileSystem(file) != magic_h.NSFS_MAGIC()) {
            return null;
        }
        long flag = Namespaces.kindOf(file);
        for (NamespaceKind each : NamespaceKind.values()) {
            if (each.flag().bits() == flag) {
                return new NamespaceId(each, FileStatus.of(file).inode());
            }
        }
        return null;
    }

    /** The same, of a path. */
    public static NamespaceId of(Path file) throws SyscallException {
        try (Fd open = Descriptors.open(file, Flags.of(OpenFlag.O_NONBLOCK))) {
            return of(open);
        }
    }

    /** {@code net:[4026531840]}. */
    @Override
    public String toString() {
        return kind.file() + ":[" + inode + "]";
    }
}
