package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@link Resources} mean as files and values: each controller in the version that this host has it in. */
final class Settings {
    private final Hierarchies hierarchies;
    private final List<Setting> settings = new ArrayList<>();

    private Settings(Hierarchies hierarchies) {
        this.hierarchies = hierarchies;
    }

    /**
     * All limits but those of devices, which are no limits of version 2's files: see {@link #ofDevices}.
     *
     * @throws CgroupException if a controller is missing, or has no such limit
     */
    static List<Setting> of(Hierarchies hierarchies, Resources resources) {
        var settings = new Settings(hierarchies);
        settings.add(
                "memory",
                VersionOneSettings.memory(resources.memory()),
                VersionTwoSettings.memory(resources.memory(), hierarchies));
        settings.add(
                "cpu", VersionOneSettings.cpu(resources.cpu()), VersionTwoSettings.cpu(resources.cpu(), hierarchies));
        settings.add("cpuset", cpuset(resources.cpu(), false), cpuset(resources.cpu(), true));
        settings.add("pids", pids(resources.pids(), false), pids(resources.pids(), true));
        settings.blockIo(resources.blockIO());
        settings.add(
                "hugetlb",
                VersionOneSettings.hugetlb(resources.hugepageLimits()),
                VersionTwoSettings.hugetlb(resources.hugepageLimits()));
        settings.add("rdma", rdma(resources.rdma(), false), rdma(resources.rdma(), true));
        settings.network(resources.network());
        settings.unified(resources.unified());
        return settings.settings;
    }

    /** The rules as version 1 takes them. */
    static List<Setting> ofDevices(List<DeviceRule> rules) {
        return VersionOneSettings.devices(rules);
    }

    /** Of both lists, which say the same, that of the version which has the controller. */
    private void add(String controller, List<Setting> one, List<Setting> two) {
        List<Setting> wanted = one.isEmpty() ? two : one;
        if (wanted.isEmpty()) {
            return;
        }
        Hierarchy versionOne = hierarchies.versionOne(controller);
        if (versionOne != null && versionOne.isWritable()) {
            settings.addAll(one);
        } else if (hierarchies.versionTwoHas(controller)) {
            settings.addAll(two);
        } else {
            throw CgroupException.noController(controller, wanted.getFirst().file(), hierarchies);
        }
    }

    /** The one controller that has two names. */
    private void blockIo(Resources.BlockIo blockIo) {
        if (blockIo == null) {
            return;
        }
        if (hierarchies.versionTwoHas("io") && hierarchies.versionOne("blkio") == null) {
            settings.addAll(VersionTwoSettings.blockIo(blockIo));
        } else {
            add("blkio", VersionOneSettings.blockIo(blockIo), List.of());
        }
    }

    private static List<Setting> cpuset(Resources.Cpu cpu, boolean two) {
        List<Setting> settings = new ArrayList<>();
        if (cpu != null && isGiven(cpu.cpus())) {
            settings.add(new Setting("cpuset", two, "cpuset.cpus", cpu.cpus(), null));
        }
        if (cpu != null && isGiven(cpu.mems())) {
            settings.add(new Setting("cpuset", two, "cpuset.mems", cpu.mems(), null));
        }
        return settings;
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isEmpty();
    }

    private static List<Setting> pids(Resources.Pids pids, boolean two) {
        if (pids == null || pids.limit() == null) {
            return List.of();
        }
        String limit = pids.limit() <= 0 ? "max" : pids.limit().toString();
        return List.of(new Setting("pids", two, "pids.max", limit, null));
    }

    private static List<Setting> rdma(Map<String, Resources.Rdma> devices, boolean two) {
        List<Setting> settings = new ArrayList<>();
        for (Map.Entry<String, Resources.Rdma> device : devices.entrySet()) {
            Long handles = device.getValue().hcaHandles();
            Long objects = device.getValue().hcaObjects();
            String value = device.getKey()
                    + (handles == null ? "" : " hca_handle=" + handles)
                    + (objects == null ? "" : " hca_object=" + objects);
            settings.add(new Setting("rdma", two, "rdma.max", value, null));
        }
        return settings;
    }

    private void network(Resources.Network network) {
        if (network == null) {
            return;
        }
        List<Setting> classes = new ArrayList<>();
        if (network.classID() != null) {
            classes.add(Setting.one("net_cls", "net_cls.classid", network.classID()));
        }
        List<Setting> priorities = new ArrayList<>();
        for (Resources.InterfacePriority each : network.priorities()) {
            priorities.add(Setting.one("net_prio", "net_prio.ifpriomap", each.name() + " " + each.priority()));
        }
        add("net_cls", classes, List.of());
        add("net_prio", priorities, List.of());
    }

    /** Files of version 2 by their names: what is before the dot is the controller. */
    private void unified(Map<String, String> files) {
        for (Map.Entry<String, String> file : files.entrySet()) {
            String name = file.getKey();
            int dot = name.indexOf('.');
            if (dot <= 0 || name.indexOf('/') >= 0) {
                throw new CgroupException("unified \"" + name + "\": expected the name of a file such as memory.high");
            }
            String controller = name.startsWith("cgroup.") ? "" : name.substring(0, dot);
            boolean there = hierarchies.versionTwo() != null
                    && hierarchies.versionTwo().isWritable()
                    && (controller.isEmpty() || hierarchies.versionTwoHas(controller));
            if (!there) {
                throw new CgroupException("controller " + name.substring(0, dot) + ": " + name
                        + " is a file of cgroup version 2, which has not that controller here: leave it out");
            }
            settings.add(Setting.two(controller, name, file.getValue()));
        }
    }
}
