package dev.jocker.runtime.netlink;

import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it arrived.
 *
 * @param type what it is; the protocol knows
 * @param flags how it belongs to others
 * @param sequence the request's that it answers, 0 for a notification
 * @param port the socket's that is answered, or that caused a notification
 * @param payload all behind the header
 */
public record Message(int type, Flags<MessageFlag> flags, int sequence, int port, Bytes payload) {
    static final int HEADER_BYTES = 16; // struct nlmsghdr, with these offsets; AlignmentTest compares with the bindings
    static final int TYPE = 4;
    static final int FLAGS = 6;
    static final int SEQUENCE = 8;
    static final int PORT = 12;

    /** The messages of a datagram. */
    public static List<Message> readAll(Bytes datagram) throws MalformedMessageException {
        List<Message> messages = new ArrayList<>();
        ByteBuffer view = datagram.view();
        int at = 0;
        while (at < datagram.size()) {
            int left = datagram.size() - at;
            if (left < HEADER_BYTES) {
                throw new MalformedMessageException(left + " bytes are left, too few for a header");
            }
            int length = view.getInt(at);
            if (length < HEADER_BYTES || length > left) {
                throw new MalformedMessageException(
                        "a message of " + Integer.toUnsignedString(length) + " bytes where there are " + left);
            }
            messages.add(new Message(
                    Short.toUnsignedInt(view.getShort(at + TYPE)),
                    new Flags<>(MessageFlag.class, Short.toUnsignedInt(view.getShort(at + FLAGS))),
                    view.getInt(at + SEQUENCE),
                    view.getInt(at + PORT),
                    datagram.slice(at + HEADER_BYTES, at + length)));
            at += Alignment.align(length);
        }
        return messages;
    }

    /** The attributes behind the family's struct, of {@code structBytes}. */
    public List<Attribute> attributes(int structBytes) throws MalformedMessageException {
        return Attribute.readAll(payload, structBytes);
    }

    /** The family's struct, at least {@code size} bytes, in the processor's byte order. */
    public ByteBuffer struct(int size) throws MalformedMessageException {
        if (payload.size() < size) {
            throw new MalformedMessageException(payload.size() + " bytes where a struct takes " + size);
        }
        return payload.view();
    }
}
