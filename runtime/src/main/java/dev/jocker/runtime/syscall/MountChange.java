package dev.jocker.runtime.syscall;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.syscall.Mounts.Extent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One call of {@code mount_setattr(2)} (Linux 5.12): what is changed of a mount, or of a tree of them.
 *
 * @param extent of which mounts
 * @param set attributes to set
 * @param clear attributes to clear
 * @param propagation MS_SHARED, MS_SLAVE, MS_PRIVATE or MS_UNBINDABLE; null: stays as it is
 * @param userNamespace whose id mappings MOUNT_ATTR_IDMAP shows the owners through; null without it
 */
public record MountChange(
        Extent extent,
        Flags<MountAttribute> set,
        Flags<MountAttribute> clear,
        MountFlag propagation,
        Argument userNamespace) {
    /** The length of {@code struct mount_attr}. */
    public static final int BYTES = 32;

    // struct mount_attr; MountsTest compares with the bindings.
    static final int CLEAR = 8;
    static final int PROPAGATION = 16;
    static final int USERNS_FD = 24;

    private static final Flags<MountAttribute> NONE = Flags.none(MountAttribute.class);

    /** Sets attributes. */
    public static MountChange attributes(Extent extent, Flags<MountAttribute> set) {
        return new MountChange(extent, set, NONE, null, null);
    }

    /** Sets how mounts propagate. */
    public static MountChange propagation(Extent extent, MountFlag propagation) {
        return new MountChange(extent, NONE, NONE, propagation, null);
    }

    /**
     * Shows a detached mount's owners through a user namespace's id mappings. The file system has to support it (ext4, xfs, btrfs,
     * tmpfs from Linux 6.3, …), else EINVAL.
     */
    public static MountChange idMapping(Extent extent, Argument userNamespace) {
        return new MountChange(extent, Flags.of(MountAttribute.MOUNT_ATTR_IDMAP), NONE, null, userNamespace);
    }

    /** The {@code struct mount_attr}. */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
        bytes.putLong(0, set.bits()).putLong(CLEAR, clear.bits());
        bytes.putLong(PROPAGATION, propagation == null ? 0 : propagation.bits());
        bytes.putLong(USERNS_FD, userNamespace == null ? 0 : userNamespace.word());
        return bytes.array();
    }

    /** The call's flags, for a mount that a descriptor leads to. */
    public Argument where() {
        return extent == Extent.TREE
                ? Argument.named(fcntl_h.AT_EMPTY_PATH() | fcntl_h.AT_RECURSIVE(), "AT_EMPTY_PATH|AT_RECURSIVE")
                : Argument.named(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH");
    }

    @Override
    public String toString() {
        return "{set " + set + ", clear " + clear + ", propagation " + propagation + "}";
    }
}
