package dev.jocker.runtime.netlink;

import dev.jocker.runtime.syscall.Flag;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message to the kernel, complete but for its sequence number. What is expected in return is part of it: a command is
 * acknowledged, a query has one answer, a dump many.
 */
public final class Request {
    private final Code type;
    private final int flags;
    private final String subject;
    private final AttributeWriter content;
    private final boolean opening;

    private Request(Code type, long flags, String subject, AttributeWriter content, boolean opening) {
        this.type = type;
        this.flags = (int) flags;
        this.subject = subject;
        this.content = content;
        this.opening = opening;
    }

    /**
     * Something to do: the kernel says whether it did.
     *
     * @param flags {@link NewFlag}s or {@link DeleteFlag}s
     * @param subject what it is about, in errors: {@code br0}
     */
    public static <F extends Enum<F> & Flag> Request command(
            Code type, Flags<F> flags, String subject, AttributeWriter content) {
        long all = Flags.of(MessageFlag.NLM_F_REQUEST, MessageFlag.NLM_F_ACK).bits() | flags.bits();
        return new Request(type, all, subject, content, false);
    }

    /** As {@link #command}, but the kernel says something only if it did not do it. Some message after it must be a command. */
    public static <F extends Enum<F> & Flag> Request silent(
            Code type, Flags<F> flags, String subject, AttributeWriter content) {
        return new Request(type, MessageFlag.NLM_F_REQUEST.bits() | flags.bits(), subject, content, false);
    }

    /** Begins messages that are done all or none: when it is refused, no other is answered. */
    public static Request opening(Code type, String subject, AttributeWriter content) {
        return new Request(type, MessageFlag.NLM_F_REQUEST.bits(), subject, content, true);
    }

    /** A question with one message as its answer, or an error. */
    public static Request query(Code type, String subject, AttributeWriter content) {
        return new Request(type, MessageFlag.NLM_F_REQUEST.bits(), subject, content, false);
    }

    /** A question for all there are. */
    public static Request dump(Code type, String subject, AttributeWriter content) {
        return new Request(type, MessageFlag.NLM_F_REQUEST.bits() | GetFlag.NLM_F_DUMP.bits(), subject, content, false);
    }

    /** The bytes, with this sequence number. The port is 0: the kernel knows who sent it. */
    public byte[] encode(int sequence) {
        Bytes payload = content.written();
        int length = Message.HEADER_BYTES + payload.size();
        byte[] bytes = new byte[length];
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        message.putInt(length).putShort((short) type.number()).putShort((short) flags);
        message.putInt(sequence).putInt(0).put(payload.view());
        return bytes;
    }

    /** {@code RTM_NEWLINK br0}. */
    @Override
    public String toString() {
        return subject.isEmpty() ? type.name() : type.name().concat(" ").concat(subject);
    }

    boolean isAcknowledged() {
        return (flags & MessageFlag.NLM_F_ACK.bits()) != 0;
    }

    boolean isDump() {
        return (flags & GetFlag.NLM_F_DUMP.bits()) == GetFlag.NLM_F_DUMP.bits();
    }

    boolean isOpening() {
        return opening;
    }

    /** The attribute at an offset of the message, or an empty text. */
    String attributeAt(int offset) {
        return content.at(offset - Message.HEADER_BYTES);
    }
}
