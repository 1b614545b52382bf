package dev.jocker.runtime.syscall;

import dev.jocker.bindings.mount_h;

/** The flags of {@code umount2(2)}. */
public enum UnmountFlag implements Flag {
    MNT_FORCE(mount_h.MNT_FORCE()),
    MNT_DETACH(mount_h.MNT_DETACH()),
    MNT_EXPIRE(mount_h.MNT_EXPIRE()),
    UMOUNT_NOFOLLOW(mount_h.UMOUNT_NOFOLLOW());

    private final long bits;

    UnmountFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
