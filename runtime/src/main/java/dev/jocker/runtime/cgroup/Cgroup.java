package dev.jocker.runtime.cgroup;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A container's groups, one in each tree that it is in. They outlive whoever made them: {@link #at} finds them again.
 *
 * @param groups of version 1 in the order of the mounts, then that of version 2
 */
public record Cgroup(List<Group> groups) {
    private static final int SIGKILL = signal_h.SIGKILL();
    private static final int KILL_ROUNDS = 20;
    private static final int KILLED_AT_ONCE = 64;

    public Cgroup {
        groups = List.copyOf(groups);
    }

    /** A directory in a tree. */
    public record Group(Hierarchy hierarchy, Path path) {}

    /** The groups that are there of the container with {@code path}, PARENT/ID. */
    public static Cgroup at(Hierarchies hierarchies, String path) {
        List<Group> found = new ArrayList<>();
        for (Hierarchy hierarchy : hierarchies.all()) {
            for (Path base : List.of(hierarchy.mount(), hierarchy.own())) {
                Path group = base.resolve(path.substring(1));
                if (Files.isDirectory(group)) {
                    found.add(new Group(hierarchy, group));
                    break;
                }
            }
        }
        return new Cgroup(found);
    }

    /** The directory of version 2, or null. */
    public Path versionTwo() {
        for (Group group : groups) {
            if (group.hierarchy().versionTwo()) {
                return group.path();
            }
        }
        return null;
    }

    /** The directories of version 1. A process without threads enters one, without holding anybody up, by "0" in its {@code tasks}. */
    public List<Path> versionOne() {
        List<Path> paths = new ArrayList<>();
        for (Group group : groups) {
            if (!group.hierarchy().versionTwo()) {
                paths.add(group.path());
            }
        }
        return paths;
    }

    /** The group that counts or limits for a controller, in whichever version that is; or null. */
    Group of(String controller) {
        for (Group group : groups) {
            if (group.hierarchy().has(controller)) {
                return group;
            }
        }
        return null;
    }

    /** The processes in it and in groups that it has made below, by their ids in our pid namespace. */
    public List<Integer> processes() throws IOException {
        List<Integer> pids = new ArrayList<>();
        if (!groups.isEmpty()) {
            addProcesses(groups.getLast().path(), pids);
        }
        return pids;
    }

    /** The processes in a group and in those below it, by their ids in our pid namespace; none if it has gone. */
    public static List<Integer> processesOf(Path group) throws IOException {
        List<Integer> pids = new ArrayList<>();
        addProcesses(group, pids);
        return pids;
    }

    private static void addProcesses(Path group, List<Integer> pids) throws IOException {
        String text = ControlFile.readIfThere(group.resolve("cgroup.procs"));
        if (text == null) {
            return;
        }
        for (String line : text.strip().split("\\n", -1)) {
            if (!line.isEmpty()) {
                pids.add(Integer.valueOf(line));
            }
        }
        for (Path below : below(group)) {
            addProcesses(below, pids);
        }
    }

    private static List<Path> below(Path group) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(group, Files::isDirectory)) {
            for (Path entry : entries) {
                found.add(entry);
            }
        } catch (NoSuchFileException e) {
            // it has gone meanwhile
        }
        return found;
    }

    /** Stops all processes where they are; returns when they have stopped. */
    public void freeze() throws IOException {
        Freezer.of(this).set(true);
    }

    /** Lets them go on. */
    public void thaw() throws IOException {
        Freezer.of(this).set(false);
    }

    /** Whether all its processes are stopped by {@link #freeze}; false, too, where nobody can stop them, or the group has gone. */
    public boolean isFrozen() throws IOException {
        Freezer freezer = Freezer.find(this);
        return freezer != null && freezer.isFrozen();
    }

    /** Sends SIGKILL to all processes in it, those born meanwhile too; the frozen ones end as well. Returns before they have ended. */
    public void kill() throws IOException {
        Path two = versionTwo();
        if (two != null) {
            try {
                ControlFile.write(two.resolve("cgroup.kill"), "1"); // Linux 5.14
                return;
            } catch (SyscallException e) {
                if (!ControlFile.isMissing(e)) {
                    throw e;
                }
            }
        }
        killEach();
    }

    private void killEach() throws IOException {
        Freezer freezer = Freezer.find(this); // else they could multiply faster than we kill them
        boolean frozen = freezer != null && trySet(freezer, true);
        try {
            List<Integer> pids = processes();
            for (int round = 0; !pids.isEmpty() && round < (frozen ? 1 : KILL_ROUNDS); round++) {
                killAll(pids);
                pids = processes();
            }
        } finally {
            if (freezer != null) { // also if it did not stop them all: it would go on to try
                trySet(freezer, false);
            }
        }
    }

    /** Whether they have stopped, or go on. If not, they are killed all the same. */
    private static boolean trySet(Freezer freezer, boolean frozen) {
        try {
            freezer.set(frozen);
            return true;
        } catch (CgroupException | IOException e) {
            return false;
        }
    }

    private void killAll(List<Integer> pids) throws IOException {
        for (int from = 0; from < pids.size(); from += KILLED_AT_ONCE) {
            killSome(pids.subList(from, Math.min(pids.size(), from + KILLED_AT_ONCE)));
        }
    }

    /** A pid may be another's by the time that it is opened: whoever is still in the group then is the one that is meant. */
    private void killSome(List<Integer> pids) throws IOException {
        Map<Integer, Fd> opened = new HashMap<>();
        try {
            for (int pid : pids) {
                try {
                    opened.put(pid, Processes.open(pid));
                } catch (SyscallException e) {
                    requireEnded(e);
                }
            }
            for (int pid : processes()) {
                if (opened.containsKey(pid)) {
                    kill(opened.get(pid));
                }
            }
        } finally {
            for (Fd each : opened.values()) {
                each.close();
            }
        }
    }

    private static void kill(Fd process) throws IOException {
        try {
            Processes.signal(process, SIGKILL);
        } catch (SyscallException e) {
            requireEnded(e);
        }
    }

    private static void requireEnded(SyscallException e) throws SyscallException {
        if (e.errno() != Errno.ESRCH && e.errno() != Errno.EINVAL) {
            throw e;
        }
    }

    /** Takes the groups away, and those below them. Processes that are still in them are killed. The second time does nothing. */
    public void remove() throws IOException {
        remove(Patience.LONG);
    }

    /**
     * As {@link #remove()}, waiting no longer than {@code time} for those that are killed to end.
     *
     * @throws IOException if the groups are still there, because processes are in them
     */
    public void remove(Duration time) throws IOException {
        Patience patience = null;
        List<Group> left = groups;
        while (true) {
            left = removeEach(left);
            if (left.isEmpty()) {
                return;
            }
            if (patience == null) {
                kill();
                patience = new Patience(time);
            } else if (patience.sleep()) {
                killAll(processes()); // those that were born, or came, meanwhile
            } else {
                throw new IOException("the control group " + left.getFirst().path() + " can't be removed: processes "
                        + processes() + " are still in it");
            }
        }
    }

    private static List<Group> removeEach(List<Group> groups) throws IOException {
        List<Group> left = new ArrayList<>();
        for (Group group : groups) {
            if (!tryRemove(group.path())) {
                left.add(group);
            }
        }
        return left;
    }

    /** Whether it is gone. First as it is in almost all cases: without groups below it. */
    private static boolean tryRemove(Path group) throws IOException {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) { // EBUSY, for both reasons
            for (Path below : below(group)) {
                tryRemove(below);
            }
            return !Files.exists(group);
        }
    }

    /**
     * Changes limits; what is null stays. Values that depend on each other (memory and swap, quota and period) want to be given
     * together. A tree that the container has not been in, for want of a limit there, it is moved into.
     *
     * @throws CgroupException if a limit cannot be had
     */
    public void update(Hierarchies hierarchies, Resources resources) throws IOException {
        if (groups.isEmpty()) {
            requireNoLimits(resources);
            return;
        }
        Group first = groups.getLast();
        Path path = first.path().startsWith(first.hierarchy().base())
                ? first.hierarchy().base().relativize(first.path())
                : first.hierarchy().mount().relativize(first.path());
        CgroupPlan plan = CgroupPlan.of(hierarchies, "/" + path, withoutDevices(resources));
        for (CgroupStep step : MemoryOrder.of(this, resources, plan.steps())) {
            step.carryOut();
        }
        for (Group group : plan.cgroup().groups()) {
            if (!groups.contains(group)) {
                moveTo(group);
            }
        }
    }

    private static void requireNoLimits(Resources resources) {
        if (!withoutDevices(resources).equals(Resources.ofDevices(List.of()))) {
            throw new CgroupException(
                    "the container is in no control group: mount cgroup2, or version 1's controllers, "
                            + "where this process may write, before it is started");
        }
    }

    private static Resources withoutDevices(Resources resources) {
        return new Resources(
                List.of(),
                resources.memory(),
                resources.cpu(),
                resources.pids(),
                resources.blockIO(),
                resources.hugepageLimits(),
                resources.network(),
                resources.rdma(),
                resources.unified());
    }

    /** Until nobody is outside: a process may be born while its parent is moved. */
    private void moveTo(Group group) throws IOException {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            List<Integer> outside = processes();
            List<Integer> inside = new ArrayList<>();
            addProcesses(group.path(), inside);
            outside.removeAll(inside);
            if (outside.isEmpty()) {
                return;
            }
            for (int pid : outside) {
                try {
                    ControlFile.write(group.path().resolve("cgroup.procs"), Integer.toString(pid));
                } catch (SyscallException e) {
                    if (e.errno() != Errno.ESRCH) {
                        throw e;
                    }
                }
            }
        }
    }

    /** What has been used, and of how much. */
    public CgroupReadings readings() throws IOException {
        return CgroupReadings.of(this);
    }

    /** The file whose line {@code oom_kill} {@link #oomKills} reads; null where nobody counts. */
    public Path oomCounters() {
        Group memory = of("memory");
        if (memory == null) {
            return null;
        }
        return memory.path().resolve(memory.hierarchy().versionTwo() ? "memory.events" : "memory.oom_control");
    }

    /**
     * What tells at once that the memory limit was reached.
     *
     * @param file with version 2 {@link #oomCounters}, for {@code poll(2)} with {@code POLLPRI}; with version 1 an {@code eventfd(2)} that
     *     does not block, readable each time ({@code cgroup.event_control})
     * @param counters whether it is the former
     */
    public record OomNotices(Fd file, boolean counters) {}

    /** Opens what tells at once that the memory limit was reached; null where nothing does. */
    public OomNotices oomNotices() throws IOException {
        Group memory = of("memory");
        if (memory == null) {
            return null;
        }
        Fd counters = Descriptors.open(oomCounters(), Flags.none(OpenFlag.class));
        if (memory.hierarchy().versionTwo()) {
            return new OomNotices(counters, true);
        }
        try (counters) {
            Fd event = Descriptors.event();
            try {
                ControlFile.write(
                        memory.path().resolve("cgroup.event_control"), event.number() + " " + counters.number());
                return new OomNotices(event, false);
            } catch (SyscallException e) {
                event.close();
                if (ControlFile.isMissing(e)) {
                    return null; // a kernel that has no such file: one for real time
                }
                throw e;
            }
        }
    }

    /** How many processes the kernel has killed because the memory limit was reached; 0 where nobody counts. */
    public long oomKills() throws IOException {
        Path counters = oomCounters();
        if (counters == null) {
            return 0;
        }
        String text = ControlFile.readIfThere(counters);
        return text == null ? 0 : oomKills(text);
    }

    /** The same, of what {@link #oomCounters} said at another time. */
    public static long oomKills(String counters) {
        return ControlFile.value(counters, "oom_kill", 0);
    }
}
