package dev.jocker.runtime.oci;

import java.util.List;
import java.util.Map;

/**
 * Limits of the container's cgroup, {@code cgroups(7)}.
 *
 * @param devices rules, a later one outweighs an earlier one
 * @param memory null: unlimited; so are the others
 * @param hugepageLimits for each page size
 * @param rdma for each device
 * @param unified files of cgroup v2 and what is written to them
 */
public record Resources(
        List<DeviceRule> devices,
        Memory memory,
        Cpu cpu,
        Pids pids,
        BlockIo blockIO,
        List<HugepageLimit> hugepageLimits,
        Network network,
        Map<String, Rdma> rdma,
        Map<String, String> unified) {
    public Resources {
        devices = Frozen.list(devices);
        hugepageLimits = Frozen.list(hugepageLimits);
        rdma = Frozen.map(rdma);
        unified = Frozen.map(unified);
    }

    /** Only rules for devices. */
    public static Resources ofDevices(List<DeviceRule> rules) {
        return new Resources(rules, null, null, null, null, List.of(), null, Map.of(), Map.of());
    }

    /**
     * Which devices may be used.
     *
     * @param allow or else deny
     * @param type a (all), b or c; null: a
     * @param major null: all
     * @param minor null: all
     * @param access of r, w, m; null: all
     */
    public record DeviceRule(boolean allow, String type, Long major, Long minor, String access) {}

    /** Bytes, -1 is unlimited; null: unchanged. */
    public record Memory(
            Long limit,
            Long reservation,
            Long swap,
            Long kernel,
            Long kernelTCP,
            Long swappiness,
            Boolean disableOOMKiller,
            Boolean useHierarchy,
            Boolean checkBeforeUpdate) {}

    /**
     * Times are microseconds; null: unchanged.
     *
     * @param cpus a list such as {@code 0-3,7}
     * @param mems likewise, of memory nodes
     */
    public record Cpu(
            Long shares,
            Long quota,
            Long burst,
            Long period,
            Long realtimeRuntime,
            Long realtimePeriod,
            String cpus,
            String mems,
            Long idle) {}

    /**
     * How many tasks there can be.
     *
     * @param limit -1 or 0: unlimited
     */
    public record Pids(Long limit) {}

    /** Weights from 10 to 1000, rates in bytes or operations a second. */
    public record BlockIo(
            Integer weight,
            Integer leafWeight,
            List<WeightDevice> weightDevice,
            List<ThrottleDevice> throttleReadBpsDevice,
            List<ThrottleDevice> throttleWriteBpsDevice,
            List<ThrottleDevice> throttleReadIOPSDevice,
            List<ThrottleDevice> throttleWriteIOPSDevice) {
        public BlockIo {
            weightDevice = Frozen.list(weightDevice);
            throttleReadBpsDevice = Frozen.list(throttleReadBpsDevice);
            throttleWriteBpsDevice = Frozen.list(throttleWriteBpsDevice);
            throttleReadIOPSDevice = Frozen.list(throttleReadIOPSDevice);
            throttleWriteIOPSDevice = Frozen.list(throttleWriteIOPSDevice);
        }
    }

    /** A device's own weight; null: unchanged. */
    public record WeightDevice(long major, long minor, Integer weight, Integer leafWeight) {}

    /** A device's own rate. */
    public record ThrottleDevice(long major, long minor, long rate) {}

    /**
     * Bytes in huge pages of one size.
     *
     * @param pageSize 2MB, 1GB, …
     */
    public record HugepageLimit(String pageSize, long limit) {}

    /** Marks on the container's packets, cgroup v1. */
    public record Network(Long classID, List<InterfacePriority> priorities) {
        public Network {
            priorities = Frozen.list(priorities);
        }
    }

    /** The priority of what goes out by one link. */
    public record InterfacePriority(String name, long priority) {}

    /** What may be used of one RDMA device; null: unlimited. */
    public record Rdma(Long hcaHandles, Long hcaObjects) {}
}
