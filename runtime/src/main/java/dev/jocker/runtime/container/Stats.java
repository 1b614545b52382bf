package dev.jocker.runtime.container;

import java.time.Instant;
import java.util.List;

/**
 * What a container uses, read at one moment. Counters begin at its start; a rate is the difference of two readings. All is 0 if it
 * is not up, or where nobody counts.
 *
 * @param read when
 * @param cpuNanos time that its processes have had
 * @param onlineCpus how many CPUs there are
 * @param memoryBytes in use, without the cache that can be taken back
 * @param memoryLimit the limit, or the machine's memory
 * @param receivedBytes by all its links but the loopback
 * @param sentBytes likewise
 * @param blockReadBytes from block devices
 * @param blockWrittenBytes to block devices
 * @param pids processes and threads
 * @param pidsLimit how many there may be; -1: no limit
 * @param pressure how long they waited, for each resource that the kernel tells it of
 */
public record Stats(
        String id,
        String name,
        Instant read,
        long cpuNanos,
        int onlineCpus,
        long memoryBytes,
        long memoryLimit,
        long receivedBytes,
        long sentBytes,
        long blockReadBytes,
        long blockWrittenBytes,
        long pids,
        long pidsLimit,
        List<Pressure> pressure) {
    public Stats {
        pressure = List.copyOf(pressure);
    }

    /**
     * How long processes waited for a resource.
     *
     * @param resource cpu, memory or io
     * @param some10 the share of the last ten seconds, in percent, in which at least one waited
     * @param full10 likewise, in which all did
     */
    public record Pressure(String resource, double some10, double full10) {}
}
