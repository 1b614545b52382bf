package dev.jocker.runtime.netlink;

import dev.jocker.runtime.syscall.Errno;
import java.io.IOException;

/**
 * The kernel refused a request: which, why in its own words, and which attribute was at fault where it told.
 *
 * <p>{@code netlink RTM_NEWLINK br1: EINVAL, mtu greater than device maximum}
 */
public final class NetlinkException extends IOException {
    private static final long serialVersionUID = 1;

    private final int number;
    private final String text;
    private final String attribute;
    private final int index;

    private NetlinkException(String request, int number, String text, String attribute, int index) {
        super(describe(request, number, text, attribute));
        this.number = number;
        this.text = text;
        this.attribute = attribute;
        this.index = index;
    }

    static NetlinkException refused(Request request, Acknowledgement acknowledgement, int index) {
        String attribute = acknowledgement.offset() < 0 ? "" : request.attributeAt(acknowledgement.offset());
        if (acknowledgement.missingType() >= 0) {
            String nest = acknowledgement.missingNest() < 0 ? "" : request.attributeAt(acknowledgement.missingNest());
            attribute = "missing attribute " + acknowledgement.missingType() + (nest.isEmpty() ? "" : " in " + nest);
        }
        return new NetlinkException(
                request.toString(), acknowledgement.error(), acknowledgement.text(), attribute, index);
    }

    /** For what the socket met, not the kernel's answer to a request. */
    static NetlinkException unanswered(String request, Errno errno, String text) {
        return new NetlinkException(request, errno.number(), text, "", 0);
    }

    /** The error, or {@link Errno#UNKNOWN} if it has no name here. */
    public Errno errno() {
        return Errno.of(number);
    }

    /** The error's number. */
    public int number() {
        return number;
    }

    /** What the kernel says of it, or empty: {@code mtu greater than device maximum}. */
    public String text() {
        return text;
    }

    /** The attribute at fault with those around it, or empty: {@code IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_BR_PRIORITY}. */
    public String attribute() {
        return attribute;
    }

    /** Which request of several it was, from 0; -1: the batch as a whole. */
    public int index() {
        return index;
    }

    private static String describe(String request, int number, String text, String attribute) {
        var message = new StringBuilder("netlink ").append(request).append(": ");
        if (text.isEmpty()) {
            message.append(Errno.describe(number));
        } else {
            Errno errno = Errno.of(number);
            message.append(errno == Errno.UNKNOWN ? "errno " + number : errno.name());
            message.append(", ").append(text);
        }
        return attribute.isEmpty()
                ? message.toString()
                : message.append(" (").append(attribute).append(')').toString();
    }
}
