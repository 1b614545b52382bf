package dev.jocker.runtime.syscall;

import dev.jocker.bindings.memfd_h;

/** The flags of {@code memfd_create(2)}. */
public enum MemfdFlag implements Flag {
    MFD_CLOEXEC(memfd_h.MFD_CLOEXEC()),
    MFD_ALLOW_SEALING(memfd_h.MFD_ALLOW_SEALING()),
    MFD_NOEXEC_SEAL(memfd_h.MFD_NOEXEC_SEAL()),
    MFD_EXEC(memfd_h.MFD_EXEC());

    private final long bits;

    MemfdFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
