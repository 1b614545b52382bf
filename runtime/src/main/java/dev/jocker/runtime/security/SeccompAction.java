package dev.jocker.runtime.security;

import dev.jocker.bindings.seccomp_h;

/** What the kernel does about a system call, by the names of the OCI runtime specification; {@code seccomp(2)}. */
public enum SeccompAction {
    /** Kills the thread; the same as {@link #SCMP_ACT_KILL_THREAD}. */
    SCMP_ACT_KILL(seccomp_h.SECCOMP_RET_KILL_THREAD()),
    SCMP_ACT_KILL_PROCESS(seccomp_h.SECCOMP_RET_KILL_PROCESS()),
    SCMP_ACT_KILL_THREAD(seccomp_h.SECCOMP_RET_KILL_THREAD()),
    /** Sends SIGSYS, which can be handled. */
    SCMP_ACT_TRAP(seccomp_h.SECCOMP_RET_TRAP()),
    /** Does not make the call, and returns an error number. */
    SCMP_ACT_ERRNO(seccomp_h.SECCOMP_RET_ERRNO()),
    /** Asks the tracer; without one, ENOSYS. */
    SCMP_ACT_TRACE(seccomp_h.SECCOMP_RET_TRACE()),
    SCMP_ACT_ALLOW(seccomp_h.SECCOMP_RET_ALLOW()),
    /** Allows it, and writes a line to the audit log. */
    SCMP_ACT_LOG(seccomp_h.SECCOMP_RET_LOG()),
    /** Asks whoever holds the listener, {@code seccomp_unotify(2)}. Jocker has no listener and refuses such profiles. */
    SCMP_ACT_NOTIFY(seccomp_h.SECCOMP_RET_USER_NOTIF());

    private final int returned;

    SeccompAction(int returned) {
        this.returned = returned;
    }

    /** What a filter returns for this action; {@code errno} counts for ERRNO and TRACE only. */
    int returned(int errno) {
        return this == SCMP_ACT_ERRNO || this == SCMP_ACT_TRACE
                ? returned | errno & seccomp_h.SECCOMP_RET_DATA()
                : returned;
    }

    /** Whether the call is made, or may be: runc counts TRACE in, since a tracer knows of new calls by itself. */
    boolean letsPass() {
        return this == SCMP_ACT_ALLOW || this == SCMP_ACT_LOG || this == SCMP_ACT_TRACE;
    }
}
