package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.GETDENTS64;
import static dev.jocker.runtime.syscall.SystemCall.LINKAT;
import static dev.jocker.runtime.syscall.SystemCall.MKDIRAT;
import static dev.jocker.runtime.syscall.SystemCall.MKNODAT;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT2;
import static dev.jocker.runtime.syscall.SystemCall.READLINKAT;
import static dev.jocker.runtime.syscall.SystemCall.SYMLINKAT;
import static dev.jocker.runtime.syscall.SystemCall.UNLINKAT;

import dev.jocker.bindings.fcntl_h;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes, opens and removes the entries of a directory that is held open: the calls whose names end in {@code at}. A name here is
 * one entry, or a path below the directory; {@link FileNames} says how its text becomes bytes. The last part is never followed if it
 * is a symbolic link.
 */
public final class DirectoryEntries {
    // struct linux_dirent64; FileNamesTest compares with the bindings.
    static final int D_RECLEN = 16;
    static final int D_NAME = 19;

    private static final int LIST_BYTES = 1 << 16;
    private static final int PATH_MAX = 4096;
    private static final int ATTEMPTS = 1000;
    private static final int OPEN_HOW_BYTES = 3 * Long.BYTES;
    private static final int MINOR_LOW = 0xFF;
    private static final Argument REMOVE_DIRECTORY = Argument.named(fcntl_h.AT_REMOVEDIR(), "AT_REMOVEDIR");

    private DirectoryEntries() {}

    /** Opens an entry, {@code openat(2)}, close-on-exec; makes it with {@code mode} (and the umask) if O_CREAT is among the flags. */
    public static Fd open(Fd directory, String name, Flags<OpenFlag> flags, int mode) throws SyscallException {
        Flags<OpenFlag> all = flags.with(OpenFlag.O_CLOEXEC).with(OpenFlag.O_NOFOLLOW);
        try (var memory = NativeMemory.confined()) {
            long fd = Downcall.call(OPENAT, directory, FileNames.argument(memory, name), all, Argument.mode(mode));
            return Fd.owned((int) fd, name);
        }
    }

    /**
     * Opens what is there at {@code path} below the directory, walking as {@code resolve} says: {@code openat2(2)}, Linux 5.6. Again
     * where the kernel saw a rename or a mount anywhere while it was at a "..", and cannot be sure that it stayed inside.
     */
    public static Fd resolve(Fd directory, String path, Flags<OpenFlag> flags, Flags<ResolveFlag> resolve)
            throws SyscallException {
        for (int attempt = 1; ; attempt++) {
            try {
                return resolveOnce(directory, path, flags, resolve);
            } catch (SyscallException e) {
                if (e.errno() != Errno.EAGAIN || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Fd resolveOnce(Fd directory, String path, Flags<OpenFlag> flags, Flags<ResolveFlag> resolve)
            throws SyscallException {
        Flags<OpenFlag> all = flags.with(OpenFlag.O_CLOEXEC);
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block how = memory.block(OPEN_HOW_BYTES);
            how.bytes().putLong(all.bits()).putLong(0).putLong(resolve.bits());
            Argument shown = Argument.named(how.address(), "{" + all + ", " + resolve + "}");
            long fd = Downcall.call(
                    OPENAT2, directory, FileNames.argument(memory, path), shown, Argument.number(OPEN_HOW_BYTES));
            return Fd.owned((int) fd, path);
        }
    }

    /** The names in a directory that is open for reading, without {@code .} and {@code ..}, {@code getdents64(2)}. In no order. */
    public static List<String> list(Fd directory) throws SyscallException {
        List<String> names = new ArrayList<>();
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block block = memory.block(LIST_BYTES);
            Argument size = Argument.number(LIST_BYTES);
            for (int length = 1; length > 0; ) {
                length = (int) Downcall.call(GETDENTS64, directory, block, size);
                for (int at = 0;
                        at < length;
                        at += Short.toUnsignedInt(block.bytes().getShort(at + D_RECLEN))) {
                    String name = name(block.bytes(), at + D_NAME);
                    if (!name.equals(".") && !name.equals("..")) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private static String name(ByteBuffer bytes, int start) {
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        bytes.get(start, name);
        return FileNames.decode(name);
    }

    /** Makes a directory, {@code mkdirat(2)}. The umask applies. */
    public static void mkdirat(Fd directory, String name, int mode) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(MKDIRAT, directory, FileNames.argument(memory, name), Argument.mode(mode));
        }
    }

    /**
     * Makes a device, a fifo, a socket or an empty file, {@code mknodat(2)}. The umask applies.
     *
     * @param mode with the type: {@code S_IFCHR | 0600}
     * @param major 0 unless it is a device
     */
    public static void mknodat(Fd directory, String name, int mode, int major, int minor) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Argument device = Argument.named(device(major, minor), "makedev(" + major + ", " + minor + ")");
            Downcall.call(MKNODAT, directory, FileNames.argument(memory, name), Argument.mode(mode), device);
        }
    }

    /** Makes a symbolic link, {@code symlinkat(2)}. */
    public static void symlinkat(String target, Fd directory, String name) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(SYMLINKAT, FileNames.argument(memory, target), directory, FileNames.argument(memory, name));
        }
    }

    /** Gives a file another name, {@code linkat(2)}. */
    public static void linkat(Fd from, String name, Fd to, String newName) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(
                    LINKAT,
                    from,
                    FileNames.argument(memory, name),
                    to,
                    FileNames.argument(memory, newName),
                    Argument.NULL);
        }
    }

    /** Where a symbolic link leads, {@code readlinkat(2)}. With an empty name: the link that is open as a path. */
    public static String readlinkat(Fd directory, String name) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block target = memory.block(PATH_MAX);
            Argument size = Argument.number(PATH_MAX);
            byte[] bytes = new byte
                    [(int) Downcall.call(READLINKAT, directory, FileNames.argument(memory, name), target, size)];
            target.bytes().get(bytes);
            return FileNames.decode(bytes);
        }
    }

    /** Removes an entry that is not a directory, {@code unlinkat(2)}. */
    public static void unlinkat(Fd directory, String name) throws SyscallException {
        unlinkat(directory, name, Argument.NULL);
    }

    /** Removes an empty directory, {@code unlinkat(2)} with AT_REMOVEDIR. */
    public static void removeDirectory(Fd directory, String name) throws SyscallException {
        unlinkat(directory, name, REMOVE_DIRECTORY);
    }

    private static void unlinkat(Fd directory, String name, Argument flags) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(UNLINKAT, directory, FileNames.argument(memory, name), flags);
        }
    }

    /** As the kernel takes a device number from a system call: 20 bits of minor round 12 of major, {@code new_encode_dev}. */
    private static long device(int major, int minor) {
        return Integer.toUnsignedLong((minor & MINOR_LOW) | major << 8 | (minor & ~MINOR_LOW) << 12);
    }
}
