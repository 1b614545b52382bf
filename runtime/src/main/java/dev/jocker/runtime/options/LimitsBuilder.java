package dev.jocker.runtime.options;

import dev.jocker.runtime.options.Limits.DeviceLimit;
import java.util.ArrayList;
import java.util.List;

/** Collects {@link Limits}. Each method refuses what docker refuses; what does not go together is refused by {@link #build}. */
public final class LimitsBuilder {
    /**
     * As docker's. Here less would do while the files are in the host's cache already (true starts in 512 KiB, a shell with a pipe in
     * 768 KiB), but not on another day: the pages of a file are counted to whoever reads it first. And whoever is killed before the
     * first word cannot say why.
     */
    static final long LEAST_MEMORY = 6L << 20;

    private static final String LEAST = "the container could not even start: at least 6m";
    private static final long NANOS = 1_000_000_000;
    private static final int LEAST_TIME = 1000;
    private static final int LONGEST_PERIOD = 1_000_000;
    private static final int LEAST_WEIGHT = 10;
    private static final int LARGEST_WEIGHT = 1000;

    private Long memory;
    private Long memorySwap;
    private Long memoryReservation;
    private Integer memorySwappiness;
    private boolean oomKillDisable;
    private Long nanoCpus;
    private Long cpuShares;
    private Long cpuPeriod;
    private Long cpuQuota;
    private String cpusetCpus;
    private String cpusetMems;
    private Long pids;
    private Integer blkioWeight;
    private final List<DeviceLimit> blkioWeightDevices = new ArrayList<>();
    private final List<DeviceLimit> readBps = new ArrayList<>();
    private final List<DeviceLimit> writeBps = new ArrayList<>();
    private final List<DeviceLimit> readIops = new ArrayList<>();
    private final List<DeviceLimit> writeIops = new ArrayList<>();

    LimitsBuilder() {}

    /** Bytes; 0: unlimited. */
    public LimitsBuilder memory(long bytes) {
        if (bytes != 0 && bytes < LEAST_MEMORY) {
            throw new IllegalArgumentException("memory limit " + size(bytes) + ": " + LEAST);
        }
        memory = bytes;
        return this;
    }

    /** Bytes, memory and swap together; -1: as much swap as there is; 0: twice the memory. */
    public LimitsBuilder memorySwap(long bytes) {
        if (bytes < -1) {
            throw BadOption.value("--memory-swap", Long.toString(bytes), "expected a size, or -1 for unlimited");
        }
        memorySwap = bytes;
        return this;
    }

    /** Bytes; 0: none. */
    public LimitsBuilder memoryReservation(long bytes) {
        if (bytes != 0 && bytes < LEAST_MEMORY) {
            throw BadOption.value("--memory-reservation", size(bytes), "at least 6m");
        }
        memoryReservation = bytes;
        return this;
    }

    /** From 0 to 100; -1: the host's. */
    public LimitsBuilder memorySwappiness(int percent) {
        if (percent < -1 || percent > 100) {
            throw BadOption.value("--memory-swappiness", Integer.toString(percent), "the valid range is 0 to 100");
        }
        memorySwappiness = percent < 0 ? null : percent;
        return this;
    }

    /** Whether it waits at its limit of memory instead of being killed. */
    public LimitsBuilder oomKillDisable(boolean wanted) {
        oomKillDisable = wanted;
        return this;
    }

    /** A number of processors, with a fraction: {@code 1.5}. */
    public LimitsBuilder cpus(String number) {
        long nanos = nanos(number);
        int there = Runtime.getRuntime().availableProcessors();
        if (nanos != 0 && (nanos < NANOS / 100 || nanos > there * NANOS)) {
            throw BadOption.value(
                    "--cpus",
                    number,
                    "the range is 0.01 to " + there + ".00, as there " + (there == 1 ? "is" : "are") + " only " + there
                            + (there == 1 ? " CPU" : " CPUs") + " available");
        }
        nanoCpus = nanos;
        return this;
    }

    private static long nanos(String number) {
        int dot = number.indexOf('.');
        String whole = dot < 0 ? number : number.substring(0, dot);
        String fraction = dot < 0 ? "" : number.substring(dot + 1);
        boolean good = isDigits(whole) && isDigits(fraction) && whole.length() + fraction.length() > 0;
        if (!good || whole.length() > 6) {
            throw BadOption.value("--cpus", number, "expected a number of processors such as 1.5");
        }
        if (fraction.length() > 9) {
            throw BadOption.value("--cpus", number, "the value is too precise");
        }
        long nanos = whole.isEmpty() ? 0 : Long.parseLong(whole) * NANOS;
        return fraction.isEmpty() ? nanos : nanos + Long.parseLong(fraction + "0".repeat(9 - fraction.length()));
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** From 2 on; 0: as others. */
    public LimitsBuilder cpuShares(long shares) {
        if (shares < 0) {
            throw BadOption.value("--cpu-shares", Long.toString(shares), "shares must be a positive value");
        }
        cpuShares = shares;
        return this;
    }

    /** Microseconds, 1000 to 1000000. */
    public LimitsBuilder cpuPeriod(long micros) {
        if (micros != 0 && (micros < LEAST_TIME || micros > LONGEST_PERIOD)) {
            throw BadOption.value(
                    "--cpu-period",
                    Long.toString(micros),
                    "the period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        }
        cpuPeriod = micros;
        return this;
    }

    /** Microseconds, from 1000 on; -1: unlimited. */
    public LimitsBuilder cpuQuota(long micros) {
        if (micros > 0 && micros < LEAST_TIME) {
            throw BadOption.value(
                    "--cpu-quota", Long.toString(micros), "the quota can not be less than 1ms (i.e. 1000)");
        }
        cpuQuota = Math.max(micros, -1);
        return this;
    }

    /** Processors: {@code 0-2,4}. */
    public LimitsBuilder cpusetCpus(String list) {
        cpusetCpus = NumberList.check("--cpuset-cpus", list);
        return this;
    }

    /** Memory nodes. */
    public LimitsBuilder cpusetMems(String list) {
        cpusetMems = NumberList.check("--cpuset-mems", list);
        return this;
    }

    /** Processes and threads; 0 and -1: unlimited. */
    public LimitsBuilder pids(long number) {
        pids = number <= 0 ? Long.valueOf(-1) : Long.valueOf(number);
        return this;
    }

    /** From 10 to 1000; 0: as others. */
    public LimitsBuilder blkioWeight(int weight) {
        if (weight != 0) {
            checkWeight("--blkio-weight", weight);
        }
        blkioWeight = weight == 0 ? null : weight;
        return this;
    }

    public LimitsBuilder blkioWeightDevice(DeviceLimit limit) {
        checkWeight("--blkio-weight-device", limit.value());
        blkioWeightDevices.add(limit);
        return this;
    }

    private static void checkWeight(String option, long weight) {
        if (weight < LEAST_WEIGHT || weight > LARGEST_WEIGHT) {
            throw BadOption.value(option, Long.toString(weight), "the range of weights is from 10 to 1000");
        }
    }

    public LimitsBuilder readBps(DeviceLimit limit) {
        readBps.add(limit);
        return this;
    }

    public LimitsBuilder writeBps(DeviceLimit limit) {
        writeBps.add(limit);
        return this;
    }

    public LimitsBuilder readIops(DeviceLimit limit) {
        readIops.add(limit);
        return this;
    }

    public LimitsBuilder writeIops(DeviceLimit limit) {
        writeIops.add(limit);
        return this;
    }

    /**
     * The limits, once they go together.
     *
     * @throws IllegalArgumentException with one line, if docker would refuse the combination
     */
    public Limits build() {
        refuse(
                isSet(memory) && isSet(memorySwap) && memorySwap < memory,
                "--memory-swap has the memory in it, so it can't be less than --memory");
        refuse(
                isSet(memory) && isSet(memoryReservation) && memoryReservation > memory,
                "--memory can not be less than --memory-reservation");
        refuse(isSet(nanoCpus) && isSet(cpuPeriod), "conflicting options: --cpus and --cpu-period cannot both be set");
        refuse(isSet(nanoCpus) && isQuota(), "conflicting options: --cpus and --cpu-quota cannot both be set");
        return new Limits(
                memory,
                memorySwap,
                memoryReservation,
                memorySwappiness,
                oomKillDisable,
                nanoCpus,
                cpuShares,
                cpuPeriod,
                cpuQuota,
                cpusetCpus,
                cpusetMems,
                pids,
                blkioWeight,
                blkioWeightDevices,
                readBps,
                writeBps,
                readIops,
                writeIops);
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }

    private boolean isQuota() {
        return cpuQuota != null && cpuQuota != 0;
    }

    private static boolean isSet(Long value) {
        return value != null && value > 0;
    }

    /** As a person would write it. */
    private static String size(long bytes) {
        return bytes >= 1 << 20 && bytes % (1 << 20) == 0
                ? (bytes >> 20) + "m"
                : bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
    }
}
