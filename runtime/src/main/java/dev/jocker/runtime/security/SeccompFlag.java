package dev.jocker.runtime.security;

import dev.jocker.bindings.seccomp_h;
import dev.jocker.runtime.syscall.Flag;

/** How a filter is loaded ({@code seccomp(2)}); the OCI runtime specification has the same names. */
public enum SeccompFlag implements Flag {
    SECCOMP_FILTER_FLAG_TSYNC(seccomp_h.SECCOMP_FILTER_FLAG_TSYNC()),
    SECCOMP_FILTER_FLAG_LOG(seccomp_h.SECCOMP_FILTER_FLAG_LOG()),
    SECCOMP_FILTER_FLAG_SPEC_ALLOW(seccomp_h.SECCOMP_FILTER_FLAG_SPEC_ALLOW()),
    SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV(seccomp_h.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV());

    private final long bits;

    SeccompFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
