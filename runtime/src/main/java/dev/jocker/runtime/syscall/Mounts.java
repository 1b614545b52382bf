package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.MOUNT_SETATTR;
import static dev.jocker.runtime.syscall.SystemCall.OPEN_TREE;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mount_h;
import java.nio.file.Path;

/** What this process does with mounts itself: it makes detached copies of trees, which a child then puts into place. */
public final class Mounts {
    // struct mount_attr, mount_setattr(2); MountsTest compares with the bindings.
    static final int ATTR_BYTES = 32;
    static final int ATTR_CLEAR = 8;
    static final int ATTR_PROPAGATION = 16;
    static final int ATTR_USERNS_FD = 24;

    private static final Flags<MountAttribute> NO_ATTRIBUTES = Flags.none(MountAttribute.class);

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
            long flags = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC();
            String names = "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC";
            if (extent == Extent.TREE) {
                flags |= fcntl_h.AT_RECURSIVE();
                names += "|AT_RECURSIVE";
            }
            String path = source.toString();
            long fd = Downcall.call(
                    OPEN_TREE,
                    Argument.named(fcntl_h.AT_FDCWD(), "AT_FDCWD"),
                    memory.string(path),
                    Argument.named(flags, names));
            return Fd.owned((int) fd, path);
        }
    }

    /** Changes attributes of a mount by descriptor, {@code mount_setattr(2)} (Linux 5.12). */
    public static void setAttributes(Fd mount, Extent extent, Flags<MountAttribute> set, Flags<MountAttribute> clear)
            throws SyscallException {
        setAttributes(mount, extent, set, clear, null, 0);
    }

    /**
     * Shows a detached mount's owners through a user namespace's id mappings, {@code mount_setattr(2)} MOUNT_ATTR_IDMAP. The file
     * system has to support it (ext4, xfs, btrfs, tmpfs from Linux 6.3, …), else EINVAL.
     */
    public static void mapIds(Fd mount, Extent extent, Fd userNamespace) throws SyscallException {
        Flags<MountAttribute> idmap = Flags.of(MountAttribute.MOUNT_ATTR_IDMAP);
        setAttributes(mount, extent, idmap, NO_ATTRIBUTES, null, userNamespace.number());
    }

    /** Sets how a mount, or a tree of them, propagates, {@code mount_setattr(2)}: MS_SHARED, MS_SLAVE, MS_PRIVATE or MS_UNBINDABLE. */
    public static void setPropagation(Fd mount, Extent extent, MountFlag propagation) throws SyscallException {
        setAttributes(mount, extent, NO_ATTRIBUTES, NO_ATTRIBUTES, propagation, 0);
    }

    private static void setAttributes(
            Fd mount,
            Extent extent,
            Flags<MountAttribute> set,
            Flags<MountAttribute> clear,
            MountFlag propagation,
            int userNamespace)
            throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block attributes = memory.block(ATTR_BYTES);
            attributes.bytes().putLong(0, set.bits()).putLong(ATTR_CLEAR, clear.bits());
            attributes
                    .bytes()
                    .putLong(ATTR_PROPAGATION, propagation == null ? 0 : propagation.bits())
                    .putLong(ATTR_USERNS_FD, userNamespace);
            Argument where = extent == Extent.TREE
                    ? Argument.named(fcntl_h.AT_EMPTY_PATH() | fcntl_h.AT_RECURSIVE(), "AT_EMPTY_PATH|AT_RECURSIVE")
                    : Argument.named(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH");
            Argument shown = Argument.named(
                    attributes.address(), "{set " + set + ", clear " + clear + ", propagation " + propagation + "}");
            Downcall.call(MOUNT_SETATTR, mount, memory.string(""), where, shown, Argument.number(ATTR_BYTES));
        }
    }
}
