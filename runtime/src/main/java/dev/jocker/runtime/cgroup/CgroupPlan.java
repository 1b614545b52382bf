package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a container's groups come to be: making this plan changes nothing.
 *
 * <p>Which trees of version 1 it enters: those in which it has a limit, and those that readings, pauses and devices need. A group
 * costs 40 to 120 microseconds to make and free, and 25 to enter; cpu and cpuset are the dear ones (300), so they are left alone
 * where nothing is asked of them. Of a group of version 2 that is there anyway (hybrid) cpuacct and freezer are not needed: every
 * such group counts its processor time, and can be frozen and killed.
 *
 * @param steps in order
 * @param cgroup the groups
 * @param guardsDevices whether they keep the container from devices that it has not been given
 */
public record CgroupPlan(List<CgroupStep> steps, Cgroup cgroup, boolean guardsDevices) {
    /** Where containers' groups are, unless told otherwise. */
    public static final String PARENT = "/jocker";

    private static final int ROUNDS = 20;
    private static final Set<String> NEEDED = Set.of("memory", "pids", "blkio", "devices");
    private static final Set<String> NEEDED_ALONE = Set.of("cpuacct", "freezer");

    /** Of version 2's controllers those that readings need, if they can be had. */
    private static final List<String> READ = List.of("cpu", "memory", "io", "pids");

    public CgroupPlan {
        steps = List.copyOf(steps);
    }

    /**
     * The plan for a container.
     *
     * @param path PARENT/ID, below the hierarchies' bases
     * @param resources its limits, or null
     * @throws CgroupException if a limit cannot be had here
     */
    public static CgroupPlan of(Hierarchies hierarchies, String path, Resources resources) {
        return new Building(hierarchies, path, resources == null ? Resources.ofDevices(List.of()) : resources).plan();
    }

    /** Whether groups made here can keep a container from devices. */
    public static boolean canGuardDevices(Hierarchies hierarchies) {
        Hierarchy one = hierarchies.versionOne("devices");
        Hierarchy two = hierarchies.versionTwo();
        return one != null && one.isWritable() || two != null && two.isWritable();
    }

    /** Does it. What was made before a failure stays, for {@link Cgroup#remove}. */
    public void carryOut() throws IOException {
        for (int round = 0; !tryCarryOut(round == ROUNDS); round++) {
            // again
        }
    }

    /** Whether all is done; else {@link #removeParents} has taken a parent away after it was made. */
    private boolean tryCarryOut(boolean last) throws IOException {
        try {
            for (CgroupStep step : steps) {
                step.carryOut();
            }
            return true;
        } catch (NoSuchFileException e) {
            if (last) {
                throw e;
            }
        } catch (SyscallException e) {
            if (last || !ControlFile.isMissing(e)) {
                throw e;
            }
        } catch (CgroupException e) {
            if (last || !isOfGroupThatIsGone(e)) {
                throw e;
            }
        }
        return false;
    }

    /** Or it may be: a file that this kernel does not have is not there either, in no round. */
    private static boolean isOfGroupThatIsGone(CgroupException e) {
        return e.getCause() instanceof SyscallException refused && ControlFile.isMissing(refused);
    }

    /** Takes the groups at {@code parent} away, where nothing is in them: the next start makes them again. */
    public static void removeParents(Hierarchies hierarchies, String parent) {
        for (Hierarchy hierarchy : hierarchies.all()) {
            if (hierarchy.isWritable()) {
                try {
                    Files.deleteIfExists(hierarchy.group(parent));
                } catch (IOException e) {
                    // EBUSY: groups are below it
                }
            }
        }
    }

    private static final class Building {
        private final Hierarchies hierarchies;
        private final String path;
        private final List<Setting> settings;
        private final List<DeviceRule> rules;
        private final List<CgroupStep> steps = new ArrayList<>();
        private final List<Cgroup.Group> groups = new ArrayList<>();

        private Building(Hierarchies hierarchies, String path, Resources resources) {
            this.hierarchies = hierarchies;
            this.path = path;
            this.settings = new ArrayList<>(Settings.of(hierarchies, resources));
            this.rules =
                    DeviceRules.restrict(resources.devices()) ? DeviceRules.complete(resources.devices()) : List.of();
        }

        private CgroupPlan plan() {
            Hierarchy devices = hierarchies.versionOne("devices");
            boolean byFiles = devices != null && devices.isWritable();
            if (byFiles && !rules.isEmpty()) {
                settings.addAll(Settings.ofDevices(rules));
            }
            for (Hierarchy hierarchy : hierarchies.versionOne()) {
                if (hierarchy.isWritable() && isWanted(hierarchy)) {
                    versionOne(hierarchy);
                }
            }
            Hierarchy two = hierarchies.versionTwo();
            if (two != null && two.isWritable()) {
                versionTwo(two, !byFiles && !rules.isEmpty());
            }
            return new CgroupPlan(steps, new Cgroup(groups), canGuardDevices(hierarchies));
        }

        private boolean isWanted(Hierarchy hierarchy) {
            boolean alone = hierarchies.versionTwo() == null;
            for (String controller : hierarchy.controllers()) {
                if (NEEDED.contains(controller)
                        || alone && NEEDED_ALONE.contains(controller)
                        || hasSetting(controller, false)) {
                    return true;
                }
            }
            return false;
        }

        private boolean hasSetting(String controller, boolean versionTwo) {
            for (Setting setting : settings) {
                if (setting.versionTwo() == versionTwo && setting.controller().equals(controller)) {
                    return true;
                }
            }
            return false;
        }

        private void versionOne(Hierarchy hierarchy) {
            List<Path> way = make(hierarchy);
            if (hierarchy.has("cpuset")) {
                for (Path each : way) {
                    steps.add(new CgroupStep.Inherit(each, "cpuset.cpus"));
                    steps.add(new CgroupStep.Inherit(each, "cpuset.mems"));
                }
            }
            Path group = way.getLast();
            groups.add(new Cgroup.Group(hierarchy, group));
            for (Setting setting : settings) {
                if (!setting.versionTwo() && hierarchy.has(setting.controller())) {
                    steps.add(new CgroupStep.Write(group, setting));
                }
            }
        }

        private void versionTwo(Hierarchy hierarchy, boolean guard) {
            List<String> needed = new ArrayList<>();
            List<String> read = new ArrayList<>();
            for (String controller : hierarchy.controllers()) {
                if (hasSetting(controller, true)) {
                    needed.add(controller);
                } else if (READ.contains(controller)) {
                    read.add(controller);
                }
            }
            List<Path> way = make(hierarchy);
            for (Path each : way) {
                Path above = each.getParent();
                boolean ours = above.equals(hierarchy.base()) && above.equals(hierarchy.own());
                enable(above, needed, true, ours);
                enable(above, read, false, ours);
            }
            Path group = way.getLast();
            groups.add(new Cgroup.Group(hierarchy, group));
            for (Setting setting : settings) {
                if (setting.versionTwo()) {
                    steps.add(new CgroupStep.Write(group, setting));
                }
            }
            if (guard) {
                steps.add(new CgroupStep.GuardDevices(group, rules));
            }
        }

        /** The groups on the way to the container's, its own last. All are made before a file in one is written: who has a child can't be taken away. */
        private List<Path> make(Hierarchy hierarchy) {
            List<Path> made = new ArrayList<>();
            Path group = hierarchy.base();
            for (String name : path.substring(1).split("/", -1)) {
                group = group.resolve(name);
                steps.add(new CgroupStep.MakeDirectory(group));
                made.add(group);
            }
            return made;
        }

        private void enable(Path group, List<String> controllers, boolean needed, boolean ours) {
            if (!controllers.isEmpty()) {
                steps.add(new CgroupStep.Enable(group, controllers, needed, ours));
            }
        }
    }
}
