package dev.jocker.runtime.options;

import java.util.List;

/**
 * How much of the machine a container may use, in docker's terms: of {@code run} and {@code create}, and of {@code update}, which
 * changes what is given. Made by {@link #builder}. Null, and an empty list: nothing is said of it. 0: no limit of its own, which takes away
 * the one that a container has.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together, -1: as much swap as there is; null: as much swap as memory
 * @param memoryReservation bytes that are left to it when memory is short
 * @param memorySwappiness 0 to 100, how soon it is swapped out
 * @param oomKillDisable whether it waits, when it wants more than its limit, instead of being killed
 * @param nanoCpus processors, in thousand millionths
 * @param cpuShares its part of the time when processors are short; others have 1024
 * @param cpuPeriod microseconds, in each of which it may run for {@code cpuQuota}
 * @param cpuQuota microseconds, -1: unlimited
 * @param cpusetCpus processors that it may use: {@code 0-2,4}
 * @param cpusetMems memory nodes that it may use
 * @param pids how many processes and threads there may be; -1: unlimited
 * @param blkioWeight its part of block I/O, 10 to 1000
 * @param blkioWeightDevices likewise for single devices
 * @param readBps bytes a second from single devices
 * @param writeBps likewise to them
 * @param readIops operations a second
 * @param writeIops likewise
 */
public record Limits(
        Long memory,
        Long memorySwap,
        Long memoryReservation,
        Integer memorySwappiness,
        boolean oomKillDisable,
        Long nanoCpus,
        Long cpuShares,
        Long cpuPeriod,
        Long cpuQuota,
        String cpusetCpus,
        String cpusetMems,
        Long pids,
        Integer blkioWeight,
        List<DeviceLimit> blkioWeightDevices,
        List<DeviceLimit> readBps,
        List<DeviceLimit> writeBps,
        List<DeviceLimit> readIops,
        List<DeviceLimit> writeIops) {
    /** None. */
    public static final Limits NONE = new LimitsBuilder().build();

    public Limits {
        blkioWeightDevices = List.copyOf(blkioWeightDevices);
        readBps = List.copyOf(readBps);
        writeBps = List.copyOf(writeBps);
        readIops = List.copyOf(readIops);
        writeIops = List.copyOf(writeIops);
    }

    /** A limit for a block device of the host: its node, and what is meant by the number the option says. */
    public record DeviceLimit(String path, long value) {
        /**
         * Reads {@code PATH:RATE}, a rate in bytes with units.
         *
         * @throws IllegalArgumentException if it is anything else
         */
        public static DeviceLimit parseBytes(String option, String text) {
            int colon = colon(option, text, "expected PATH:RATE, such as /dev/sda:1mb; the unit may be kb, mb or gb");
            return new DeviceLimit(text.substring(0, colon), ByteSize.parse(option, text.substring(colon + 1)));
        }

        /** Reads {@code PATH:NUMBER}. */
        public static DeviceLimit parseNumber(String option, String text) {
            String expected = "expected PATH:NUMBER, such as /dev/sda:100";
            int colon = colon(option, text, expected);
            String number = text.substring(colon + 1);
            if (!Accounts.isNumber(number)) {
                throw BadOption.value(option, text, expected);
            }
            return new DeviceLimit(text.substring(0, colon), Accounts.number(number));
        }

        private static int colon(String option, String text, String expected) {
            int colon = text.lastIndexOf(':');
            if (colon < 1 || !text.startsWith("/dev/") || colon == text.length() - 1) {
                throw BadOption.value(option, text, expected);
            }
            return colon;
        }
    }

    /** Begins a collection of limits. */
    public static LimitsBuilder builder() {
        return new LimitsBuilder();
    }

    /** All the devices that are named. */
    public List<DeviceLimit> devices() {
        List<DeviceLimit> all = new java.util.ArrayList<>(blkioWeightDevices);
        all.addAll(readBps);
        all.addAll(writeBps);
        all.addAll(readIops);
        all.addAll(writeIops);
        return all;
    }
}
