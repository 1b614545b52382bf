package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT_SETATTR;
import static dev.jocker.runtime.syscall.SystemCall.OPEN_TREE;
import static dev.jocker.runtime.syscall.SystemCall.UMOUNT2;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mount_h;
import java.nio.file.Path;

/**
 * What this process does with mounts itself: it makes detached copies of trees, which a child then puts into place, and binds a file onto
 * another.
 */
public final class Mounts {
    private Mounts() {}

    /** Whether a call is about a mount alone or about the mounts below it too. */
    public enum Extent {
        ONE,
        TREE
    }

    /**
     * Makes a detached copy of the mount at {@code source}, {@code open_tree(2)} OPEN_TREE_CLONE: a bind mount that is not
     * anywhere yet. Closing the descriptor frees it unless it was put into place by then.
     */
    public static Fd copy(Path source, Extent extent) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            String path = source.toString();
            long fd = Downcall.call(
                    OPEN_TREE, Argument.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"), memory.string(path), copyFlags(extent));
            return Fd.owned((int) fd, path);
        }
    }

    /** Makes the file at {@code source} visible at {@code target} too. Equivalent to {@code mount --bind}. */
    public static void bind(Path source, Path target) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Argument from = memory.string(source.toString());
            Argument to = memory.string(target.toString());
            Downcall.call(MOUNT, from, to, Argument.NULL, Flags.of(MountFlag.MS_BIND), Argument.NULL);
        }
    }

    /** Takes away the mount at {@code target}, at once, whoever uses it still. Equivalent to {@code umount --lazy}. */
    public static void detach(Path target) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Flags<UnmountFlag> flags = Flags.of(UnmountFlag.MNT_DETACH, UnmountFlag.UMOUNT_NOFOLLOW);
            Downcall.call(UMOUNT2, memory.string(target.toString()), flags);
        }
    }

    /** The flags of {@code open_tree(2)} that make a copy. */
    public static Argument copyFlags(Extent extent) {
        long flags = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC();
        return extent == Extent.TREE
                ? Argument.named(flags | fcntl_h.AT_RECURSIVE(), "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE")
                : Argument.named(flags, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC");
    }

    /** Changes a mount, or a tree of them, by descriptor. */
    public static void change(Fd mount, MountChange change) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block attributes = memory.block(MountChange.BYTES);
            attributes.bytes().put(0, change.bytes());
            Argument shown = Argument.named(attributes.address(), change.toString());
            Downcall.call(
                    MOUNT_SETATTR, mount, memory.string(""), change.where(), shown, Argument.number(MountChange.BYTES));
        }
    }
}
