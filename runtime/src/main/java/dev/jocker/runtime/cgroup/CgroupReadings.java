package dev.jocker.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container has used, and of how much. A part is null where nobody counts it.
 *
 * @param pressure of processor, memory and block I/O, in this order; what the kernel does not tell is left out
 */
public record CgroupReadings(Cpu cpu, Memory memory, Pids pids, BlockIo blockIo, List<Pressure> pressure) {
    private static final long NANOS = 1000;

    /** Of version 1's limits, what stands for none: the largest number of whole pages. */
    private static final long UNLIMITED = Long.MAX_VALUE - 65_535;

    public CgroupReadings {
        pressure = List.copyOf(pressure);
    }

    /**
     * Processor time.
     *
     * @param total nanoseconds
     * @param user of these, in programs
     * @param system of these, in the kernel
     * @param periods how many periods of its quota have passed
     * @param throttledPeriods in how many of them it was held up
     * @param throttled for how many nanoseconds
     */
    public record Cpu(long total, long user, long system, long periods, long throttledPeriods, long throttled) {}

    /**
     * Memory, in bytes.
     *
     * @param usage with the cache of files
     * @param workingSet without what of that cache has not been used for long: what docker shows
     * @param limit -1: none
     * @param peak the most there ever was; -1: unknown
     * @param swap of it, in swap; -1: unknown
     * @param limitReached how often more was wanted than the limit allows
     * @param oomKills how many processes were killed for it
     */
    public record Memory(
            long usage, long workingSet, long limit, long peak, long swap, long limitReached, long oomKills) {}

    /**
     * Processes and threads.
     *
     * @param limit -1: none
     */
    public record Pids(long current, long limit) {}

    /** What went to and came from block devices. */
    public record BlockIo(long readBytes, long writtenBytes, long reads, long writes) {}

    /**
     * How long processes waited for a resource, {@code accounting/psi} in the kernel's documentation.
     *
     * @param resource cpu, memory or io
     * @param some when at least one waited
     * @param full when all did; null for the processor on older kernels
     */
    public record Pressure(String resource, Waited some, Waited full) {}

    /** Shares of the time in percent, over 10, 60 and 300 seconds; the whole in microseconds. */
    public record Waited(double avg10, double avg60, double avg300, long total) {}

    static CgroupReadings of(Cgroup cgroup) throws IOException {
        return new CgroupReadings(cpu(cgroup), memory(cgroup), pids(cgroup), blockIo(cgroup), pressure(cgroup));
    }

    private static Cpu cpu(Cgroup cgroup) throws IOException {
        Cgroup.Group limited = cgroup.of("cpu");
        String stat = limited == null ? "" : text(limited.path().resolve("cpu.stat"));
        long throttled =
                ControlFile.value(stat, "throttled_time", ControlFile.value(stat, "throttled_usec", 0) * NANOS);
        long periods = ControlFile.value(stat, "nr_periods", 0);
        long throttledPeriods = ControlFile.value(stat, "nr_throttled", 0);
        Path two = cgroup.versionTwo();
        if (two != null) {
            String used = text(two.resolve("cpu.stat"));
            return new Cpu(
                    ControlFile.value(used, "usage_usec", 0) * NANOS,
                    ControlFile.value(used, "user_usec", 0) * NANOS,
                    ControlFile.value(used, "system_usec", 0) * NANOS,
                    periods,
                    throttledPeriods,
                    throttled);
        }
        Cgroup.Group counted = cgroup.of("cpuacct");
        if (counted == null) {
            return null;
        }
        return new Cpu(
                number(counted, "cpuacct.usage", 0),
                number(counted, "cpuacct.usage_user", 0),
                number(counted, "cpuacct.usage_sys", 0),
                periods,
                throttledPeriods,
                throttled);
    }

    private static Memory memory(Cgroup cgroup) throws IOException {
        Cgroup.Group group = cgroup.of("memory");
        if (group == null) {
            return null;
        }
        boolean two = group.hierarchy().versionTwo();
        long usage = number(group, two ? "memory.current" : "memory.usage_in_bytes", 0);
        String stat = text(group.path().resolve("memory.stat"));
        long inactive = ControlFile.value(stat, two ? "inactive_file" : "total_inactive_file", 0);
        long limit = number(group, two ? "memory.max" : "memory.limit_in_bytes", -1);
        long swap;
        long reached;
        if (two) {
            swap = number(group, "memory.swap.current", -1);
            reached = ControlFile.value(text(group.path().resolve("memory.events")), "max", 0);
        } else {
            long both = number(group, "memory.memsw.usage_in_bytes", -1);
            swap = both < 0 ? -1 : Math.max(0, both - usage);
            reached = number(group, "memory.failcnt", 0);
        }
        return new Memory(
                usage,
                Math.max(0, usage - inactive),
                limit >= UNLIMITED ? -1 : limit,
                number(group, two ? "memory.peak" : "memory.max_usage_in_bytes", -1),
                swap,
                reached,
                cgroup.oomKills());
    }

    private static Pids pids(Cgroup cgroup) throws IOException {
        Cgroup.Group group = cgroup.of("pids");
        return group == null ? null : new Pids(number(group, "pids.current", 0), number(group, "pids.max", -1));
    }

    private static BlockIo blockIo(Cgroup cgroup) throws IOException {
        Cgroup.Group two = cgroup.of("io");
        if (two != null) {
            return versionTwo(text(two.path().resolve("io.stat")));
        }
        Cgroup.Group one = cgroup.of("blkio");
        if (one == null) {
            return null;
        }
        String bytes = text(one.path().resolve("blkio.throttle.io_service_bytes_recursive"));
        String counts = text(one.path().resolve("blkio.throttle.io_serviced_recursive"));
        return new BlockIo(sum(bytes, "Read"), sum(bytes, "Write"), sum(counts, "Read"), sum(counts, "Write"));
    }

    /** Adds up lines such as {@code 8:0 rbytes=1 wbytes=2 rios=3 wios=4}. */
    static BlockIo versionTwo(String stat) {
        long[] sums = new long[4];
        String[] keys = {"rbytes=", "wbytes=", "rios=", "wios="};
        for (String word : Hierarchies.words(stat.replace('\n', ' '))) {
            for (int i = 0; i < keys.length; i++) {
                if (word.startsWith(keys[i])) {
                    sums[i] += ControlFile.number(word.substring(keys[i].length()), 0);
                }
            }
        }
        return new BlockIo(sums[0], sums[1], sums[2], sums[3]);
    }

    /** Adds up lines such as {@code 8:0 Read 4096}. */
    static long sum(String stat, String operation) {
        long sum = 0;
        for (String line : stat.split("\\n")) {
            int at = line.indexOf(" " + operation + " ");
            if (at > 0) {
                sum += ControlFile.number(line.substring(at + operation.length() + 2), 0);
            }
        }
        return sum;
    }

    private static List<Pressure> pressure(Cgroup cgroup) throws IOException {
        List<Pressure> found = new ArrayList<>();
        Path two = cgroup.versionTwo();
        for (String resource : two == null ? List.<String>of() : List.of("cpu", "memory", "io")) {
            String text = text(two.resolve(resource + ".pressure"));
            if (!text.isEmpty()) {
                found.add(pressure(resource, text));
            }
        }
        return found;
    }

    /** Reads {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=0}, and perhaps a line with {@code full}. */
    static Pressure pressure(String resource, String text) {
        Waited some = null;
        Waited full = null;
        for (String line : text.split("\\n")) {
            List<String> words = Hierarchies.words(line);
            if (words.size() == 5) {
                var waited = new Waited(
                        Double.parseDouble(after(words.get(1))),
                        Double.parseDouble(after(words.get(2))),
                        Double.parseDouble(after(words.get(3))),
                        Long.parseLong(after(words.get(4))));
                some = words.getFirst().equals("some") ? waited : some;
                full = words.getFirst().equals("full") ? waited : full;
            }
        }
        return new Pressure(resource, some, full);
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    private static long number(Cgroup.Group group, String file, long otherwise) throws IOException {
        return ControlFile.number(text(group.path().resolve(file)), otherwise);
    }

    private static String text(Path file) throws IOException {
        String text = ControlFile.readIfThere(file);
        return text == null ? "" : text;
    }
}
