package dev.jocker.runtime.syscall;

import dev.jocker.bindings.mount_h;

/** The attributes that {@code mount_setattr(2)} and {@code fsmount(2)} set. */
public enum MountAttribute implements Flag {
    MOUNT_ATTR_RDONLY(mount_h.MOUNT_ATTR_RDONLY()),
    MOUNT_ATTR_NOSUID(mount_h.MOUNT_ATTR_NOSUID()),
    MOUNT_ATTR_NODEV(mount_h.MOUNT_ATTR_NODEV()),
    MOUNT_ATTR_NOEXEC(mount_h.MOUNT_ATTR_NOEXEC()),
    MOUNT_ATTR_NOATIME(mount_h.MOUNT_ATTR_NOATIME()),
    MOUNT_ATTR_STRICTATIME(mount_h.MOUNT_ATTR_STRICTATIME()),
    MOUNT_ATTR_NODIRATIME(mount_h.MOUNT_ATTR_NODIRATIME()),
    MOUNT_ATTR_IDMAP(mount_h.MOUNT_ATTR_IDMAP()),
    MOUNT_ATTR_NOSYMFOLLOW(mount_h.MOUNT_ATTR_NOSYMFOLLOW());

    private final long bits;

    MountAttribute(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
