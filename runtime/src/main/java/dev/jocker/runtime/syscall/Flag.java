package dev.jocker.runtime.syscall;

/** A named bit, or group of bits, of a system call's flags argument. Implemented by enums only. */
public interface Flag {
    /** The constant's name, spelled as the header spells it. */
    String name();

    /** The bits. Not zero. */
    long bits();
}
