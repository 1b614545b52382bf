package dev.jocker.runtime.netlink;

/** A number that a protocol gives a meaning, and its name in the kernel's header: a message type, an attribute type. Implemented by enums. */
public interface Code {
    /** Spelled as the header spells it. */
    String name();

    /** What stands in the message. */
    int number();

    /** The one among {@code all} with this number, or null. */
    static <C extends Code> C find(C[] all, int number) {
        for (C each : all) {
            if (each.number() == number) {
                return each;
            }
        }
        return null;
    }
}
