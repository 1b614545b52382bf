package dev.jocker.runtime.syscall;

import dev.jocker.bindings.mount_h;

/** The flags of {@code mount(2)}. */
public enum MountFlag implements Flag {
    MS_RDONLY(mount_h.MS_RDONLY()),
    MS_NOSUID(mount_h.MS_NOSUID()),
    MS_NODEV(mount_h.MS_NODEV()),
    MS_NOEXEC(mount_h.MS_NOEXEC()),
    MS_SYNCHRONOUS(mount_h.MS_SYNCHRONOUS()),
    MS_REMOUNT(mount_h.MS_REMOUNT()),
    MS_MANDLOCK(mount_h.MS_MANDLOCK()),
    MS_DIRSYNC(mount_h.MS_DIRSYNC()),
    MS_NOSYMFOLLOW(mount_h.MS_NOSYMFOLLOW()),
    MS_NOATIME(mount_h.MS_NOATIME()),
    MS_NODIRATIME(mount_h.MS_NODIRATIME()),
    MS_BIND(mount_h.MS_BIND()),
    MS_MOVE(mount_h.MS_MOVE()),
    MS_REC(mount_h.MS_REC()),
    MS_SILENT(mount_h.MS_SILENT()),
    MS_UNBINDABLE(mount_h.MS_UNBINDABLE()),
    MS_PRIVATE(mount_h.MS_PRIVATE()),
    MS_SLAVE(mount_h.MS_SLAVE()),
    MS_SHARED(mount_h.MS_SHARED()),
    MS_RELATIME(mount_h.MS_RELATIME()),
    MS_STRICTATIME(mount_h.MS_STRICTATIME()),
    MS_LAZYTIME(mount_h.MS_LAZYTIME());

    private final long bits;

    MountFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
