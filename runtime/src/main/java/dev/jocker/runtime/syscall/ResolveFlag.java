package dev.jocker.runtime.syscall;

import dev.jocker.bindings.openat2_h;

/** How {@code openat2(2)} walks a path. */
public enum ResolveFlag implements Flag {
    /** The directory is the root: absolute links begin there, and {@code ..} ends there. */
    RESOLVE_IN_ROOT(openat2_h.RESOLVE_IN_ROOT()),
    /** A step out of the directory is an error. */
    RESOLVE_BENEATH(openat2_h.RESOLVE_BENEATH()),
    RESOLVE_NO_SYMLINKS(openat2_h.RESOLVE_NO_SYMLINKS()),
    RESOLVE_NO_MAGICLINKS(openat2_h.RESOLVE_NO_MAGICLINKS()),
    RESOLVE_NO_XDEV(openat2_h.RESOLVE_NO_XDEV());

    private final long bits;

    ResolveFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
