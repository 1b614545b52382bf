package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import java.nio.ByteBuffer;

/**
 * What a link has counted since it was made, struct rtnl_link_stats64.
 *
 * @param errors what the errors were
 */
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
        long collisions,
        LinkErrors errors) {
    /** The ten come first in the struct, in this order; {@code RouteStructsTest} compares with the bindings. */
    static final int BYTES = 10 * Long.BYTES;

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
                struct.getLong(),
                LinkErrors.read(struct));
    }

    void write(AttributeWriter writer, Code type) {
        writer.struct(
                type,
                BYTES + LinkErrors.BYTES,
                struct -> errors.write(struct.putLong(receivedPackets)
                        .putLong(sentPackets)
                        .putLong(receivedBytes)
                        .putLong(sentBytes)
                        .putLong(receiveErrors)
                        .putLong(sendErrors)
                        .putLong(receiveDropped)
                        .putLong(sendDropped)
                        .putLong(multicast)
                        .putLong(collisions)));
    }
}
