package dev.jocker.runtime.container;

import java.time.Instant;

/**
 * What a container uses, read at one moment. Counters begin at its start; a rate is the difference of two readings.
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
        long pids) {}
