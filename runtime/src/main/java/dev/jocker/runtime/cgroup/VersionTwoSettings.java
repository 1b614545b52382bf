package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits as the files of version 2 have them; the kernel's documentation in {@code admin-guide/cgroup-v2}. */
final class VersionTwoSettings {
    private static final String LEAVE = "leave it out";

    private VersionTwoSettings() {}

    static List<Setting> memory(Resources.Memory memory, Hierarchies hierarchies) {
        List<Setting> settings = new ArrayList<>();
        if (memory == null || !hierarchies.versionTwoHas("memory")) {
            return settings;
        }
        if (memory.limit() != null) {
            settings.add(Setting.two("memory", "memory.max", Conversions.orMax(memory.limit())));
        }
        if (memory.swap() != null) {
            settings.add(Setting.two("memory", "memory.swap.max", Conversions.swap(memory.limit(), memory.swap())));
        }
        if (memory.reservation() != null) {
            long reservation = Math.max(0, memory.reservation()); // unlimited is no reservation at all
            settings.add(Setting.two("memory", "memory.low", reservation));
        }
        refuse(memory.swappiness() != null, "swappiness of a group's own", LEAVE + ", and limit the swap");
        refuse(Boolean.TRUE.equals(memory.disableOOMKiller()), "switching off the OOM killer", LEAVE);
        refuse(memory.kernel() != null, "a limit of kernel memory", "limit the memory, which has it in it");
        refuse(memory.kernelTCP() != null, "a limit of the memory of TCP", "limit the memory, which has it in it");
        return settings;
    }

    private static void refuse(boolean wanted, String what, String remedy) {
        if (wanted) {
            throw CgroupException.notInVersionTwo("memory", what, remedy);
        }
    }

    static List<Setting> cpu(Resources.Cpu cpu, Hierarchies hierarchies) {
        List<Setting> settings = new ArrayList<>();
        if (cpu == null || !hierarchies.versionTwoHas("cpu")) {
            return settings;
        }
        if (cpu.idle() != null) {
            settings.add(Setting.two("cpu", "cpu.idle", cpu.idle()));
        }
        if (cpu.shares() != null && cpu.shares() != 0) {
            settings.add(Setting.two("cpu", "cpu.weight", Conversions.weightOfShares(cpu.shares())));
        }
        boolean quota = cpu.quota() != null && cpu.quota() != 0;
        boolean period = cpu.period() != null && cpu.period() != 0;
        if (quota || period) {
            String first = quota && cpu.quota() > 0 ? cpu.quota().toString() : "max";
            settings.add(Setting.two("cpu", "cpu.max", period ? first + " " + cpu.period() : first));
        }
        if (cpu.burst() != null) {
            settings.add(Setting.two("cpu", "cpu.max.burst", cpu.burst()));
        }
        if (cpu.realtimeRuntime() != null || cpu.realtimePeriod() != null) {
            throw CgroupException.notInVersionTwo("cpu", "a limit of real-time scheduling", LEAVE);
        }
        return settings;
    }

    /** All rates of one device are one line; those that are not given stay as they are. */
    static List<Setting> blockIo(Resources.BlockIo blockIo) {
        List<Setting> settings = new ArrayList<>();
        if (blockIo.weight() != null && blockIo.weight() != 0) {
            settings.add(weight("", blockIo.weight()));
        }
        for (Resources.WeightDevice device : blockIo.weightDevice()) {
            if (device.weight() != null && device.weight() != 0) {
                settings.add(weight(device.major() + ":" + device.minor() + " ", device.weight()));
            }
        }
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        throttle(lines, "rbps", blockIo.throttleReadBpsDevice());
        throttle(lines, "wbps", blockIo.throttleWriteBpsDevice());
        throttle(lines, "riops", blockIo.throttleReadIOPSDevice());
        throttle(lines, "wiops", blockIo.throttleWriteIOPSDevice());
        for (Map.Entry<String, StringBuilder> line : lines.entrySet()) {
            settings.add(Setting.two("io", "io.max", line.getKey() + line.getValue()));
        }
        return settings;
    }

    /** The scheduler bfq has its own file, and takes the numbers of version 1. */
    private static Setting weight(String device, int weight) {
        return Setting.two("io", "io.bfq.weight", device + weight)
                .or(Setting.two("io", "io.weight", device + Conversions.ioWeight(weight)));
    }

    private static void throttle(Map<String, StringBuilder> lines, String key, List<Resources.ThrottleDevice> devices) {
        for (Resources.ThrottleDevice device : devices) {
            String number = device.major() + ":" + device.minor();
            StringBuilder line = lines.get(number);
            if (line == null) {
                line = new StringBuilder();
                lines.put(number, line);
            }
            line.append(' ').append(key).append('=').append(device.rate() == 0 ? "max" : Long.toString(device.rate()));
        }
    }

    static List<Setting> hugetlb(List<Resources.HugepageLimit> limits) {
        List<Setting> settings = new ArrayList<>();
        for (Resources.HugepageLimit limit : limits) {
            String value = Conversions.orMax(limit.limit());
            settings.add(Setting.two("hugetlb", "hugetlb." + limit.pageSize() + ".max", value));
        }
        return settings;
    }
}
