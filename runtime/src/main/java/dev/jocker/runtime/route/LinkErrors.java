package dev.jocker.runtime.route;

import java.nio.ByteBuffer;

/** What exactly went wrong with packets of a link, the further part of struct rtnl_link_stats64: {@code ip -s -s link show}. */
public record LinkErrors(
        long receiveLength,
        long receiveOverruns,
        long receiveChecksums,
        long receiveFrames,
        long receiveFifo,
        long receiveMissed,
        long sendAborted,
        long sendCarrier,
        long sendFifo,
        long sendHeartbeat,
        long sendWindow,
        long receivedCompressed,
        long sentCompressed,
        long receivedByNobody) {
    static final int BYTES = 14 * Long.BYTES;

    /** From a struct that has been read up to them; a kernel that has fewer tells zeros. */
    static LinkErrors read(ByteBuffer struct) {
        long[] counters = new long[BYTES / Long.BYTES];
        for (int i = 0; i < counters.length && struct.remaining() >= Long.BYTES; i++) {
            counters[i] = struct.getLong();
        }
        return new LinkErrors(
                counters[0],
                counters[1],
                counters[2],
                counters[3],
                counters[4],
                counters[5],
                counters[6],
                counters[7],
                counters[8],
                counters[9],
                counters[10],
                counters[11],
                counters[12],
                counters[13]);
    }

    void write(ByteBuffer struct) {
        struct.putLong(receiveLength).putLong(receiveOverruns).putLong(receiveChecksums);
        struct.putLong(receiveFrames).putLong(receiveFifo).putLong(receiveMissed);
        struct.putLong(sendAborted).putLong(sendCarrier).putLong(sendFifo);
        struct.putLong(sendHeartbeat).putLong(sendWindow);
        struct.putLong(receivedCompressed).putLong(sentCompressed).putLong(receivedByNobody);
    }
}
