package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.util.ArrayList;
import java.util.List;

/** Limits as the files of version 1 have them; the kernel's documentation in {@code admin-guide/cgroup-v1}. */
final class VersionOneSettings {
    private VersionOneSettings() {}

    /** For a new group, which has no limits yet: memory before memory and swap together, which may never be less. */
    static List<Setting> memory(Resources.Memory memory) {
        List<Setting> settings = new ArrayList<>();
        if (memory != null) {
            add(settings, "memory.limit_in_bytes", memory.limit());
            add(settings, "memory.memsw.limit_in_bytes", memory.swap());
            add(settings, "memory.soft_limit_in_bytes", memory.reservation());
            add(settings, "memory.kmem.limit_in_bytes", memory.kernel());
            add(settings, "memory.kmem.tcp.limit_in_bytes", memory.kernelTCP());
            add(settings, "memory.swappiness", memory.swappiness());
            if (memory.disableOOMKiller() != null) {
                add(settings, "memory.oom_control", memory.disableOOMKiller() ? 1L : 0L);
            }
        }
        return settings;
    }

    /** The period before the quota: a quota is compared with the period that is there. */
    static List<Setting> cpu(Resources.Cpu cpu) {
        List<Setting> settings = new ArrayList<>();
        if (cpu != null) {
            addPositive(settings, "cpu.shares", cpu.shares());
            addPositive(settings, "cpu.cfs_period_us", cpu.period());
            if (cpu.quota() != null && cpu.quota() != 0) {
                settings.add(Setting.one("cpu", "cpu.cfs_quota_us", Math.max(cpu.quota(), -1)));
            }
            add(settings, "cpu.cfs_burst_us", cpu.burst());
            addPositive(settings, "cpu.rt_period_us", cpu.realtimePeriod());
            add(settings, "cpu.rt_runtime_us", cpu.realtimeRuntime());
            add(settings, "cpu.idle", cpu.idle());
        }
        return settings;
    }

    static List<Setting> blockIo(Resources.BlockIo blockIo) {
        List<Setting> settings = new ArrayList<>();
        if (isSet(blockIo.weight())) {
            settings.add(Setting.one("blkio", "blkio.bfq.weight", blockIo.weight())
                    .or(Setting.one("blkio", "blkio.weight", blockIo.weight())));
        }
        if (isSet(blockIo.leafWeight())) {
            settings.add(Setting.one("blkio", "blkio.leaf_weight", blockIo.leafWeight()));
        }
        for (Resources.WeightDevice device : blockIo.weightDevice()) {
            String number = device.major() + ":" + device.minor() + " ";
            if (isSet(device.weight())) {
                settings.add(Setting.one("blkio", "blkio.bfq.weight_device", number + device.weight())
                        .or(Setting.one("blkio", "blkio.weight_device", number + device.weight())));
            }
            if (isSet(device.leafWeight())) {
                settings.add(Setting.one("blkio", "blkio.leaf_weight_device", number + device.leafWeight()));
            }
        }
        throttle(settings, "read_bps", blockIo.throttleReadBpsDevice());
        throttle(settings, "write_bps", blockIo.throttleWriteBpsDevice());
        throttle(settings, "read_iops", blockIo.throttleReadIOPSDevice());
        throttle(settings, "write_iops", blockIo.throttleWriteIOPSDevice());
        return settings;
    }

    private static void throttle(List<Setting> settings, String what, List<Resources.ThrottleDevice> devices) {
        for (Resources.ThrottleDevice device : devices) {
            String value = device.major() + ":" + device.minor() + " " + device.rate();
            settings.add(Setting.one("blkio", "blkio.throttle." + what + "_device", value));
        }
    }

    static List<Setting> hugetlb(List<Resources.HugepageLimit> limits) {
        List<Setting> settings = new ArrayList<>();
        for (Resources.HugepageLimit limit : limits) {
            settings.add(Setting.one("hugetlb", "hugetlb." + limit.pageSize() + ".limit_in_bytes", limit.limit()));
        }
        return settings;
    }

    /** One write for each rule; a rule for all kinds of devices with numbers of its own is two. */
    static List<Setting> devices(List<DeviceRule> rules) {
        List<Setting> settings = new ArrayList<>();
        for (DeviceRule rule : rules) {
            String file = rule.allow() ? "devices.allow" : "devices.deny";
            if (DeviceRules.isForAll(rule)) {
                settings.add(Setting.one("devices", file, "a"));
                continue;
            }
            String rest = " " + DeviceRules.number(rule.major()) + ":" + DeviceRules.number(rule.minor()) + " "
                    + DeviceRules.access(rule);
            if (DeviceRules.isForBlock(rule)) {
                settings.add(Setting.one("devices", file, "b" + rest));
            }
            if (DeviceRules.isForCharacter(rule)) {
                settings.add(Setting.one("devices", file, "c" + rest));
            }
        }
        return settings;
    }

    private static boolean isSet(Integer value) {
        return value != null && value != 0;
    }

    private static void add(List<Setting> settings, String file, Long value) {
        if (value != null) {
            settings.add(Setting.one(file.substring(0, file.indexOf('.')), file, value));
        }
    }

    private static void addPositive(List<Setting> settings, String file, Long value) {
        if (value != null && value != 0) {
            add(settings, file, value);
        }
    }
}
