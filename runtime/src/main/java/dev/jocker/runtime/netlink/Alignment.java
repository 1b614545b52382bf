package dev.jocker.runtime.netlink;

/** What the headers have as macros with arguments: NLMSG_ALIGN, NLA_ALIGN, RTA_ALIGN, RTNH_ALIGN. All four align to the same. */
public final class Alignment {
    private static final int TO = 4; // NLMSG_ALIGNTO and the others; AlignmentTest compares with the bindings

    private Alignment() {}

    /** The least multiple of four that is not less than {@code length}. */
    public static int align(int length) {
        return (length + TO - 1) & -TO;
    }
}
