package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * What the kernel says of a request: an NLMSG_ERROR message, or the end of a dump.
 *
 * @param error 0, or the error's positive number
 * @param text the kernel's own words, or empty
 * @param offset where the attribute at fault starts in the request, from the start of its header; -1 if not told
 * @param missingType the type of an attribute that should be there, -1 if not told
 * @param missingNest where the attribute starts that should hold it; -1 if not told, or if it is the message
 */
record Acknowledgement(int error, String text, int offset, int missingType, int missingNest) {
    private static final int UNTOLD = -1;
    private static final int ERROR_BYTES = Integer.BYTES;

    /** Reads NLMSG_ERROR: the number, the request's header, the rest of the request unless it is left out, attributes. */
    static Acknowledgement ofError(Message message) throws MalformedMessageException {
        int error = -message.struct(ERROR_BYTES + Message.HEADER_BYTES).getInt(0);
        int request = message.struct(ERROR_BYTES + Message.HEADER_BYTES).getInt(ERROR_BYTES);
        boolean whole = error != 0 && !flags(message).has(AckFlag.NLM_F_CAPPED);
        int quoted = whole ? Math.max(request, Message.HEADER_BYTES) : Message.HEADER_BYTES;
        return read(message, error, ERROR_BYTES + (long) quoted);
    }

    /** Reads NLMSG_DONE: the number, attributes. Some dumps leave out the number. */
    static Acknowledgement ofDone(Message message) throws MalformedMessageException {
        boolean told = message.payload().size() >= ERROR_BYTES;
        return read(message, told ? -message.struct(ERROR_BYTES).getInt(0) : 0, ERROR_BYTES);
    }

    private static Acknowledgement read(Message message, int error, long from) throws MalformedMessageException {
        String text = "";
        int offset = UNTOLD;
        int missingType = UNTOLD;
        int missingNest = UNTOLD;
        for (Attribute attribute : attributes(message, from)) {
            int type = attribute.type();
            if (type == netlink_h.NLMSGERR_ATTR_MSG()) {
                text = attribute.string();
            } else if (type == netlink_h.NLMSGERR_ATTR_OFFS()) {
                offset = attribute.s32();
            } else if (type == netlink_h.NLMSGERR_ATTR_MISS_TYPE()) {
                missingType = attribute.s32();
            } else if (type == netlink_h.NLMSGERR_ATTR_MISS_NEST()) {
                missingNest = attribute.s32();
            }
        }
        return new Acknowledgement(error, text, offset, missingType, missingNest);
    }

    private static List<Attribute> attributes(Message message, long from) throws MalformedMessageException {
        if (!flags(message).has(AckFlag.NLM_F_ACK_TLVS)) {
            return List.of();
        }
        return message.attributes((int) Math.min(from, Integer.MAX_VALUE - Alignment.align(1)));
    }

    /** The same bits mean other things in an acknowledgement than in a request. */
    private static Flags<AckFlag> flags(Message message) {
        return new Flags<>(AckFlag.class, message.flags().bits());
    }
}
