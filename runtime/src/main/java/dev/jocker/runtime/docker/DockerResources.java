package dev.jocker.runtime.docker;

import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RunOptions;
import java.util.ArrayList;
import java.util.List;

/** What docker makes of limits and device options: {@link Resources}. A pure function. */
public final class DockerResources {
    private static final long PERIOD = 100_000; // microseconds, the kernel's own
    private static final long SHARES = 1024;
    private static final long NANOS = 1_000_000_000;
    private static final Long UNLIMITED = -1L;

    private DockerResources() {}

    static Resources of(RunOptions options, HostFacts facts) {
        return of(options.group().limits(), facts, deviceRules(options, facts));
    }

    /**
     * For a running container: what is wanted, completed by what is in force, without rules for devices, which stay as they are. A limit that is
     * taken away is one: it has to be written.
     */
    public static Resources ofUpdate(Limits limits, HostFacts facts) {
        Resources.Memory memory = memory(
                orElse(limits.memory(), UNLIMITED),
                orElse(limits.memorySwap(), UNLIMITED),
                orElse(limits.memoryReservation(), UNLIMITED),
                limits);
        Long period = orElse(limits.cpuPeriod(), PERIOD);
        Long quota = orElse(limits.cpuQuota(), UNLIMITED);
        if (limits.nanoCpus() != null && limits.nanoCpus() == 0 && quota == null) {
            period = Long.valueOf(PERIOD);
            quota = UNLIMITED;
        }
        Resources.Cpu cpu = cpu(orElse(limits.cpuShares(), SHARES), period, quota, limits);
        return of(limits, memory, cpu, facts, List.of());
    }

    private static Resources of(Limits limits, HostFacts facts, List<DeviceRule> rules) {
        Long limit = orElse(limits.memory(), null);
        Long swap = orElse(limits.memorySwap(), null);
        if (swap == null && limit != null && facts.limitsSwap()) {
            swap = 2 * limit; // as much swap as memory, where nothing is said of it
        }
        Resources.Memory memory = memory(limit, swap, orElse(limits.memoryReservation(), null), limits);
        Resources.Cpu cpu = cpu(
                orElse(limits.cpuShares(), null),
                orElse(limits.cpuPeriod(), null),
                orElse(limits.cpuQuota(), null),
                limits);
        return of(limits, memory, cpu, facts, rules);
    }

    /** The limit; {@code none} where there is to be none. */
    private static Long orElse(Long limit, Long none) {
        return limit != null && limit == 0 ? none : limit;
    }

    private static Resources of(
            Limits limits, Resources.Memory memory, Resources.Cpu cpu, HostFacts facts, List<DeviceRule> rules) {
        Resources.Pids pids = limits.pids() == null ? null : new Resources.Pids(limits.pids());
        return new Resources(
                rules,
                memory,
                cpu,
                pids,
                blockIo(limits, facts),
                List.of(),
                null,
                java.util.Map.of(),
                java.util.Map.of());
    }

    private static Resources.Memory memory(Long limit, Long swap, Long reservation, Limits limits) {
        boolean any = limit != null
                || swap != null
                || reservation != null
                || limits.memorySwappiness() != null
                || limits.oomKillDisable();
        Long swappiness = limits.memorySwappiness() == null ? null : Long.valueOf(limits.memorySwappiness());
        Boolean waits = limits.oomKillDisable() ? Boolean.TRUE : null;
        return any ? new Resources.Memory(limit, reservation, swap, null, null, swappiness, waits, null, null) : null;
    }

    private static Resources.Cpu cpu(Long shares, Long period, Long quota, Limits limits) {
        boolean fraction = limits.nanoCpus() != null && limits.nanoCpus() != 0;
        Long length = fraction ? Long.valueOf(PERIOD) : period;
        Long time = fraction ? Long.valueOf(limits.nanoCpus() * PERIOD / NANOS) : quota;
        String cpus = limits.cpusetCpus();
        String mems = limits.cpusetMems();
        boolean any = shares != null || length != null || time != null || cpus != null || mems != null;
        return any ? new Resources.Cpu(shares, time, null, length, null, null, cpus, mems, null) : null;
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
