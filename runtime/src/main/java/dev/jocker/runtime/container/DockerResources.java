package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.util.ArrayList;
import java.util.List;

/** What docker makes of limits and device options: {@link Resources}. A pure function. */
final class DockerResources {
    private static final long PERIOD = 100_000; // microseconds, the kernel's own
    private static final long NANOS = 1_000_000_000;

    private DockerResources() {}

    static Resources of(RunOptions options, HostFacts facts) {
        return of(options.group().limits(), facts, deviceRules(options, facts));
    }

    /** For a running container: as {@link #of(RunOptions, HostFacts)}, without rules for devices, which stay as they are. */
    static Resources ofUpdate(Limits limits, HostFacts facts) {
        return of(limits, facts, List.of());
    }

    private static Resources of(Limits limits, HostFacts facts, List<DeviceRule> rules) {
        Resources.Pids pids = limits.pids() == null ? null : new Resources.Pids(limits.pids());
        return new Resources(
                rules,
                memory(limits, facts),
                cpu(limits),
                pids,
                blockIo(limits, facts),
                List.of(),
                null,
                java.util.Map.of(),
                java.util.Map.of());
    }

    /** As much swap as memory, where nothing is said of it and the host can limit it. */
    private static Resources.Memory memory(Limits limits, HostFacts facts) {
        Long swap = limits.memorySwap();
        if (swap == null && limits.memory() != null && facts.limitsSwap()) {
            swap = 2 * limits.memory();
        }
        boolean any = limits.memory() != null
                || swap != null
                || limits.memoryReservation() != null
                || limits.memorySwappiness() != null
                || limits.oomKillDisable();
        Long swappiness = limits.memorySwappiness() == null ? null : Long.valueOf(limits.memorySwappiness());
        return any
                ? new Resources.Memory(
                        limits.memory(),
                        limits.memoryReservation(),
                        swap,
                        null,
                        null,
                        swappiness,
                        limits.oomKillDisable() ? true : null,
                        null,
                        null)
                : null;
    }

    private static Resources.Cpu cpu(Limits limits) {
        Long period = limits.cpuPeriod();
        Long quota = limits.cpuQuota();
        if (limits.nanoCpus() != null) {
            period = PERIOD;
            quota = limits.nanoCpus() * PERIOD / NANOS;
        }
        boolean any = limits.cpuShares() != null
                || period != null
                || quota != null
                || limits.cpusetCpus() != null
                || limits.cpusetMems() != null;
        return any
                ? new Resources.Cpu(
                        limits.cpuShares(),
                        quota,
                        null,
                        period,
                        null,
                        null,
                        limits.cpusetCpus(),
                        limits.cpusetMems(),
                        null)
                : null;
    }

    private static Resources.BlockIo blockIo(Limits limits, HostFacts facts) {
        if (limits.blkioWeight() == null && limits.devices().isEmpty()) {
            return null;
        }
        List<Resources.WeightDevice> weights = new ArrayList<>();
        for (Limits.DeviceLimit limit : limits.blkioWeightDevices()) {
            Device device = facts.blockDevices().get(limit.path());
            weights.add(new Resources.WeightDevice(device.major(), device.minor(), (int) limit.value(), null));
        }
        return new Resources.BlockIo(
                limits.blkioWeight(),
                null,
                weights,
                throttles(limits.readBps(), facts),
                throttles(limits.writeBps(), facts),
                throttles(limits.readIops(), facts),
                throttles(limits.writeIops(), facts));
    }

    private static List<Resources.ThrottleDevice> throttles(List<Limits.DeviceLimit> limits, HostFacts facts) {
        List<Resources.ThrottleDevice> throttles = new ArrayList<>();
        for (Limits.DeviceLimit limit : limits) {
            Device device = facts.blockDevices().get(limit.path());
            throttles.add(new Resources.ThrottleDevice(device.major(), device.minor(), limit.value()));
        }
        return throttles;
    }

    private static List<DeviceRule> deviceRules(RunOptions options, HostFacts facts) {
        if (options.security().privileged()) {
            return List.of(new DeviceRule(true, null, null, null, "rwm"));
        }
        List<DeviceRule> rules = new ArrayList<>(DockerDefaults.DEVICE_RULES);
        for (HostFacts.GrantedDevice granted : facts.devices()) {
            Device device = granted.device();
            rules.add(new DeviceRule(true, device.type(), device.major(), device.minor(), granted.permissions()));
        }
        rules.addAll(options.group().deviceRules());
        return rules;
    }
}
