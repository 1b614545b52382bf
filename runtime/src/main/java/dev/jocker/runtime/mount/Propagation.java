package dev.jocker.runtime.mount;

import static dev.jocker.runtime.syscall.MountFlag.MS_PRIVATE;
import static dev.jocker.runtime.syscall.MountFlag.MS_SHARED;
import static dev.jocker.runtime.syscall.MountFlag.MS_SLAVE;
import static dev.jocker.runtime.syscall.MountFlag.MS_UNBINDABLE;

import dev.jocker.runtime.syscall.MountFlag;

/** Which mounts and unmounts a mount shares with its copies, {@code mount_namespaces(7)}. */
public enum Propagation {
    SHARED(MS_SHARED),
    SLAVE(MS_SLAVE),
    PRIVATE(MS_PRIVATE),
    UNBINDABLE(MS_UNBINDABLE);

    private final MountFlag flag;

    Propagation(MountFlag flag) {
        this.flag = flag;
    }

    public MountFlag flag() {
        return flag;
    }
}
