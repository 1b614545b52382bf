package dev.jocker.runtime.syscall;

import dev.jocker.bindings.fcntl_h;

/** What a memory file can be sealed against, {@code fcntl(2)} F_ADD_SEALS. */
public enum SealFlag implements Flag {
    F_SEAL_SEAL(fcntl_h.F_SEAL_SEAL()),
    F_SEAL_SHRINK(fcntl_h.F_SEAL_SHRINK()),
    F_SEAL_GROW(fcntl_h.F_SEAL_GROW()),
    F_SEAL_WRITE(fcntl_h.F_SEAL_WRITE()),
    F_SEAL_FUTURE_WRITE(fcntl_h.F_SEAL_FUTURE_WRITE());

    private final long bits;

    SealFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
