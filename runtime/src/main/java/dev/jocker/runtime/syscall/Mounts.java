package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT_SETATTR;
import static dev.jocker.runtime.syscall.SystemCall.OPEN_TREE;
import static dev.jocker.runtime.syscall.SystemCall.UMOUNT2;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mount_h;
import java.nio.file.Path;

/** What this process does with mounts itself: detached copies of trees, which a child then puts into place, and files that keep namespaces. */
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

    /** As {@link #copy(Path, Extent)}, of what an open descriptor leads to. */
    public static Fd copy(Fd source, Extent extent) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            long fd = Downcall.call(OPEN_TREE, source, memory.string(""), copyOpenFlags(extent));
            return Fd.owned((int) fd, source.toString());
        }
    }

    /** The flags of {@code open_tree(2)} that make a copy of what an open descriptor leads to. */
    public static Argument copyOpenFlags(Extent extent) {
        Argument flags = copyFlags(extent);
        return Argument.named(flags.word() | fcntl_h.AT_EMPTY_PATH(), flags + "|AT_EMPTY_PATH");
    }

    /** The flags of {@code open_tree(2)} that make a copy. */
    public static Argument copyFlags(Extent extent) {
        long flags = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC();
        return extent == Extent.TREE
                ? Argument.named(flags | fcntl_h.AT_RECURSIVE(), "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_RECURSIVE")
                : Argument.named(flags, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC");
    }

    /** Makes a file or directory visible at another place too, {@code mount(2)} MS_BIND. Mounts below it stay where they are. */
    public static void bind(Path source, Path target) throws SyscallException {
        mount(source, target, Flags.of(MountFlag.MS_BIND));
    }

    /** As {@link #bind}, with the mounts below it. */
    public static void bindTree(Path source, Path target) throws SyscallException {
        mount(source, target, Flags.of(MountFlag.MS_BIND, MountFlag.MS_REC));
    }

    /** Has what is mounted at a mount point, and below it, come through to its copies, {@code mount(2)} MS_SHARED; EINVAL if it is no mount point. */
    public static void shareTree(Path mountPoint) throws SyscallException {
        mount(Path.of("none"), mountPoint, Flags.of(MountFlag.MS_SHARED, MountFlag.MS_REC));
    }

    /** Has nothing that is mounted at a mount point, or below it, come through to its copies, nor theirs here, {@code mount(2)} MS_PRIVATE. */
    public static void makeTreePrivate(Path mountPoint) throws SyscallException {
        mount(Path.of("none"), mountPoint, Flags.of(MountFlag.MS_PRIVATE, MountFlag.MS_REC));
    }

    private static void mount(Path source, Path target, Flags<MountFlag> flags) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(
                    MOUNT,
                    memory.string(source.toString()),
                    memory.string(target.toString()),
                    Argument.NULL,
                    flags,
                    Argument.NULL);
        }
    }

    /** Takes a mount away at once, {@code umount2(2)} MNT_DETACH, though somebody may use it still. */
    public static void detach(Path mountPoint) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Flags<UnmountFlag> flags = Flags.of(UnmountFlag.MNT_DETACH, UnmountFlag.UMOUNT_NOFOLLOW);
            Downcall.call(UMOUNT2, memory.string(mountPoint.toString()), flags);
        }
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
