package dev.jocker.runtime.syscall;

import dev.jocker.bindings.sched_h;

/** What a {@code clone3(2)}, {@code unshare(2)} or {@code setns(2)} shares, makes new, or does besides. */
public enum CloneFlag implements Flag {
    CLONE_VM(sched_h.CLONE_VM()),
    CLONE_VFORK(sched_h.CLONE_VFORK()),
    CLONE_PARENT(sched_h.CLONE_PARENT()),
    CLONE_PIDFD(sched_h.CLONE_PIDFD()),
    CLONE_CLEAR_SIGHAND(sched_h.CLONE_CLEAR_SIGHAND()),
    CLONE_INTO_CGROUP(sched_h.CLONE_INTO_CGROUP()),
    CLONE_FS(sched_h.CLONE_FS()),
    CLONE_FILES(sched_h.CLONE_FILES()),
    CLONE_PARENT_SETTID(sched_h.CLONE_PARENT_SETTID()),
    CLONE_NEWNS(sched_h.CLONE_NEWNS()),
    CLONE_NEWCGROUP(sched_h.CLONE_NEWCGROUP()),
    CLONE_NEWUTS(sched_h.CLONE_NEWUTS()),
    CLONE_NEWIPC(sched_h.CLONE_NEWIPC()),
    CLONE_NEWUSER(sched_h.CLONE_NEWUSER()),
    CLONE_NEWPID(sched_h.CLONE_NEWPID()),
    CLONE_NEWNET(sched_h.CLONE_NEWNET()),
    CLONE_NEWTIME(sched_h.CLONE_NEWTIME());

    private final long bits;

    CloneFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
