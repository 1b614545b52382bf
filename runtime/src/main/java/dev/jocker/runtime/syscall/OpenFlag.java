package dev.jocker.runtime.syscall;

import dev.jocker.bindings.fcntl_h;

/** The flags of {@code open(2)}; some of their bits differ between architectures. */
public enum OpenFlag implements Flag {
    O_WRONLY(fcntl_h.O_WRONLY()),
    O_RDWR(fcntl_h.O_RDWR()),
    O_CREAT(fcntl_h.O_CREAT()),
    O_EXCL(fcntl_h.O_EXCL()),
    O_NOCTTY(fcntl_h.O_NOCTTY()),
    O_TRUNC(fcntl_h.O_TRUNC()),
    O_APPEND(fcntl_h.O_APPEND()),
    O_NONBLOCK(fcntl_h.O_NONBLOCK()),
    O_CLOEXEC(fcntl_h.O_CLOEXEC()),
    O_PATH(fcntl_h.O_PATH()),
    O_DIRECTORY(
            onX86()
                    ? dev.jocker.bindings.x86_64.fcntl_h.O_DIRECTORY()
                    : dev.jocker.bindings.aarch64.fcntl_h.O_DIRECTORY()),
    O_NOFOLLOW(
            onX86()
                    ? dev.jocker.bindings.x86_64.fcntl_h.O_NOFOLLOW()
                    : dev.jocker.bindings.aarch64.fcntl_h.O_NOFOLLOW());

    private final long bits;

    OpenFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }

    private static boolean onX86() {
        return Architecture.current() == Architecture.X86_64;
    }
}
