package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import java.nio.ByteBuffer;

/** What a link has counted since it was made, struct rtnl_link_stats64. */
public record LinkStatistics(
        long receivedPackets,
        long sentPackets,
        long receivedBytes,
        long sentBytes,
        long receiveErrors,
        long sendErrors,
        long receiveDropped,
        long sendDropped,
        long multicast,
        long collisions) {
    /** The ten come first in the struct, in this order; {@code LinkStructsTest} compares with the bindings. */
    private static final int BYTES = 10 * Long.BYTES;

    static LinkStatistics read(Attribute attribute) throws MalformedMessageException {
        ByteBuffer struct = attribute.buffer(BYTES);
        return new LinkStatistics(
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong(),
                struct.getLong());
    }

    void write(AttributeWriter writer, Code type) {
        writer.struct(
                type,
                BYTES,
                struct -> struct.putLong(receivedPackets)
                        .putLong(sentPackets)
                        .putLong(receivedBytes)
                        .putLong(sentBytes)
                        .putLong(receiveErrors)
                        .putLong(sendErrors)
                        .putLong(receiveDropped)
                        .putLong(sendDropped)
                        .putLong(multicast)
                        .putLong(collisions));
    }
}
