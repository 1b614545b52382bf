package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;

/**
 * What stands first in a message about a link, struct ifinfomsg.
 *
 * <pre>
 *  0       1       2               4                               8
 * +-------+-------+---------------+-------------------------------+
 * |family | 0     | type ARPHRD_* | index, 0: not told            |
 * +-------+-------+---------------+-------------------------------+
 * | flags IFF_*                   | mask: which of them are meant |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
record LinkHeader(int family, int type, int index, Flags<LinkFlag> flags, Flags<LinkFlag> mask) {
    static final int BYTES = 16; // RouteStructsTest compares size and offsets with the bindings
    static final int TYPE = 2;
    static final int INDEX = 4;
    static final int FLAGS = 8;
    static final int MASK = 12;

    /** Of no link in particular. */
    static final LinkHeader EMPTY = of(0, LinkSettings.NONE);

    static LinkHeader of(int index, LinkSettings settings) {
        return new LinkHeader(0, 0, index, settings.flags(), settings.mask());
    }

    static LinkHeader read(Message message) throws MalformedMessageException {
        ByteBuffer struct = message.struct(BYTES);
        return new LinkHeader(
                Byte.toUnsignedInt(struct.get(0)),
                Short.toUnsignedInt(struct.getShort(TYPE)),
                struct.getInt(INDEX),
                new Flags<>(LinkFlag.class, Integer.toUnsignedLong(struct.getInt(FLAGS))),
                new Flags<>(LinkFlag.class, Integer.toUnsignedLong(struct.getInt(MASK))));
    }

    Bytes encode() {
        ByteBuffer struct = Bytes.struct(BYTES);
        struct.put((byte) family).put((byte) 0).putShort((short) type).putInt(index);
        struct.putInt((int) flags.bits()).putInt((int) mask.bits());
        return Bytes.of(struct);
    }
}
