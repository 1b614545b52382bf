package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.testing.AlsoOnCgroupV2;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Groups of our own on this kernel, in whichever versions it has. What is in their files is read without the code under test. */
@NeedsRoot
@AlsoOnCgroupV2
@Timeout(60)
class CgroupIT {
    private static final String PARENT = "/jocker-cgroup-it";

    private final List<Process> started = new ArrayList<>();
    private Hierarchies hierarchies;
    private String path;

    @BeforeEach
    void lookAtTheHost(TestInfo test) throws IOException {
        hierarchies = Hierarchies.ofHost();
        path = PARENT + "/" + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void removeAll() throws IOException {
        for (Process each : started) {
            each.destroyForcibly();
        }
        Cgroup.at(hierarchies, path).remove();
        for (Cgroup.Group parent : Cgroup.at(hierarchies, PARENT).groups()) {
            try {
                Files.delete(parent.path());
            } catch (DirectoryNotEmptyException e) {
                throw new AssertionError("something is left in " + parent.path(), e);
            }
        }
        assertThat(Cgroup.at(hierarchies, PARENT).groups()).isEmpty();
    }

    private Cgroup make(Resources resources) throws IOException {
        CgroupPlan plan = CgroupPlan.of(hierarchies, path, resources);
        plan.carryOut();
        return plan.cgroup();
    }

    @Test
    void emptyParentsAreTakenAwayAndMadeAgain() throws IOException {
        Cgroup cgroup = make(null);
        CgroupPlan.removeParents(hierarchies, PARENT);
        assertThat(cgroup.groups()).allSatisfy(group -> assertThat(group.path()).isDirectory());
        cgroup.remove();
        CgroupPlan.removeParents(hierarchies, PARENT);
        assertThat(Cgroup.at(hierarchies, PARENT).groups()).isEmpty();
        assertThat(make(pids(7)).groups())
                .allSatisfy(group -> assertThat(group.path()).isDirectory());
    }

    @Test
    void aParentThatIsTakenAwayBetweenTwoStepsIsMadeAgain() throws Exception {
        var done = new AtomicBoolean();
        Thread pruning = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                CgroupPlan.removeParents(hierarchies, PARENT);
                LockSupport.parkNanos(1_000_000);
            }
        });
        try {
            for (int i = 0; i < 50; i++) {
                Cgroup cgroup = make(pids(7));
                assertThat(read(cgroup, "pids", "pids.max", "pids.max")).isEqualTo("7");
                cgroup.remove();
            }
        } finally {
            done.set(true);
            pruning.join();
        }
    }

    /** A shell in the groups, which it enters itself before it becomes the script. */
    private Process shell(Cgroup cgroup, String script) throws IOException {
        var enter = new StringBuilder();
        for (Cgroup.Group group : cgroup.groups()) {
            enter.append("echo $$ > ").append(group.path()).append("/cgroup.procs && ");
        }
        Process process = new ProcessBuilder("sh", "-c", enter + "echo in; " + script)
                .redirectErrorStream(true)
                .start();
        started.add(process);
        assertThat(line(process)).isEqualTo("in");
        return process;
    }

    private static String line(Process process) throws IOException {
        var line = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0 && c != '\n';
                c = process.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String read(Cgroup cgroup, String controller, String one, String two) throws IOException {
        Cgroup.Group group = cgroup.of(controller);
        return Files.readString(group.path().resolve(group.hierarchy().versionTwo() ? two : one))
                .strip();
    }

    private static Resources memory(long limit, Long both) {
        var memory = new Resources.Memory(limit, null, both, null, null, null, null, null, null);
        return new Resources(List.of(), memory, null, null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources cpu(Resources.Cpu cpu) {
        return new Resources(List.of(), null, cpu, null, null, List.of(), null, Map.of(), Map.of());
    }

    private static Resources pids(long limit) {
        var pids = new Resources.Pids(limit);
        return new Resources(List.of(), null, null, pids, null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void limitsAreInTheFiles() throws IOException {
        var all = new Resources(
                List.of(),
                memory(64 << 20, null).memory(),
                new Resources.Cpu(512L, 20_000L, null, 100_000L, null, null, "0", null, null),
                new Resources.Pids(33L),
                null,
                List.of(),
                null,
                Map.of(),
                Map.of());

        Cgroup cgroup = make(all);

        assertThat(read(cgroup, "memory", "memory.limit_in_bytes", "memory.max"))
                .isEqualTo("67108864");
        assertThat(read(cgroup, "pids", "pids.max", "pids.max")).isEqualTo("33");
        assertThat(read(cgroup, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("20000");
        assertThat(read(cgroup, "cpuset", "cpuset.cpus", "cpuset.cpus")).isEqualTo("0");
        Process inside = shell(cgroup, "exec sleep 100");
        assertThat(cgroup.processes()).containsExactly((int) inside.pid());
        assertThat(Cgroup.at(hierarchies, path)).isEqualTo(cgroup);
    }

    @Test
    void whatTheKernelRefusesNamesFileAndRemedy() {
        var beyond = cpu(new Resources.Cpu(null, null, null, null, null, null, "4000", null, null));

        assertThatThrownBy(() -> make(beyond))
                .isInstanceOf(CgroupException.class)
                .hasMessageContaining("controller cpuset: \"4000\" can't be written to /sys/fs/cgroup/")
                .hasMessageContaining("cpuset.cpus: E")
                .hasMessageEndingWith("allows");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Assumptions.assumeTrue(hierarchies.versionTwo() != null, "no cgroup version 2");
        var unknown = new Resources(
                List.of(), null, null, null, null, List.of(), null, Map.of(), Map.of("cgroup.nothing", "1"));

        assertThatThrownBy(() -> make(unknown))
                .isInstanceOf(CgroupException.class)
                .hasMessageContaining("/cgroup.nothing: E");
    }

    @Test
    void tooManyProcessesAreRefused() throws Exception {
        Cgroup cgroup = make(pids(2));

        Process shell = shell(cgroup, "sleep 0.1 | sleep 0.1 | sleep 0.1; true");

        assertThat(output(shell)).containsIgnoringCase("fork");
        assertThat(cgroup.readings().pids().limit()).isEqualTo(2);
    }

    @Test
    void whoWantsMoreMemoryIsKilledAndCounted() throws Exception {
        Cgroup cgroup = make(memory(16 << 20, 16L << 20));
        assertThat(cgroup.oomKills()).isZero();

        Process hungry = shell(cgroup, "exec dd if=/dev/zero of=/dev/null bs=64M count=1");

        assertThat(hungry.waitFor()).isEqualTo(137);
        CgroupReadings.Memory memory = cgroup.readings().memory();
        assertThat(memory.limit()).isEqualTo(16 << 20);
        assertThat(memory.oomKills()).isEqualTo(1);
        assertThat(memory.peak()).isBetween(8L << 20, 16L << 20);
    }

    @Test
    void readingsCountWhatIsUsed() throws Exception {
        Cgroup cgroup = make(cpu(new Resources.Cpu(null, 10_000L, null, 100_000L, null, null, null, null, null)));
        Process busy = shell(cgroup, "i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done; echo done; exec sleep 100");
        assertThat(line(busy)).isEqualTo("done");

        CgroupReadings readings = cgroup.readings();

        assertThat(readings.cpu().total())
                .isPositive()
                .isGreaterThanOrEqualTo(readings.cpu().user());
        assertThat(readings.cpu().periods()).isPositive();
        assertThat(readings.pids()).isEqualTo(new CgroupReadings.Pids(1, -1));
        assertThat(readings.memory().usage())
                .isPositive()
                .isGreaterThanOrEqualTo(readings.memory().workingSet());
        assertThat(readings.memory().limit()).isEqualTo(-1);
        assertThat(readings.blockIo()).isNotNull();
        if (Files.exists(Path.of("/proc/pressure")) && hierarchies.versionTwo() != null) {
            assertThat(readings.pressure())
                    .extracting(CgroupReadings.Pressure::resource)
                    .containsExactly("cpu", "memory", "io");
        }
    }

    @Test
    void aFrozenGroupStandsStill() throws Exception {
        Cgroup cgroup = make(null);
        shell(cgroup, "i=0; while :; do i=$((i+1)); done");
        assertThat(cgroup.isFrozen()).isFalse();

        cgroup.freeze();

        assertThat(cgroup.isFrozen()).isTrue();
        long used = cgroup.readings().cpu().total();
        Thread.sleep(200);
        assertThat(cgroup.readings().cpu().total()).isEqualTo(used);

        cgroup.thaw();
        assertThat(cgroup.isFrozen()).isFalse();
        while (cgroup.readings().cpu().total() == used) {
            Thread.sleep(5);
        }
    }

    @Test
    void whatHasNoFreezerOrHasGoneIsNotFrozen() throws IOException {
        Cgroup cgroup = make(null);
        cgroup.remove();
        assertThat(cgroup.isFrozen()).isFalse();
        assertThat(new Cgroup(List.of()).isFrozen()).isFalse();
    }

    @Test
    void whoIsInNoGroupHasNoLimitThatCouldBeChanged() throws IOException {
        var none = new Cgroup(List.of());
        none.update(hierarchies, Resources.ofDevices(List.of()));
        assertThatThrownBy(() -> none.update(hierarchies, pids(7)))
                .isInstanceOf(CgroupException.class)
                .hasMessageContaining("no control group");
    }

    @Test
    void whoIsBornWhileTheGroupIsRemovedIsKilledToo() throws Exception {
        Assumptions.assumeTrue(hierarchies.versionOne("pids") != null, "no pids of version 1");
        // No freezer, no cgroup.kill: one process after the other.
        hierarchies = new Hierarchies(List.of(hierarchies.versionOne("pids")), null);
        Cgroup cgroup = make(null);
        Process multiplying = shell(cgroup, "while :; do sleep 100 & sleep 0.01; done");
        Thread.sleep(300);

        cgroup.remove();

        assertThat(multiplying.waitFor()).isEqualTo(137);
        assertThat(Cgroup.at(hierarchies, path).groups()).isEmpty();
    }

    @Test
    void versionOneCanFreezeToo() throws Exception {
        Assumptions.assumeTrue(hierarchies.versionOne("freezer") != null, "no freezer of version 1");
        hierarchies = new Hierarchies(hierarchies.versionOne(), null);
        Cgroup cgroup = make(null);
        Process counting = shell(cgroup, "while :; do :; done");

        cgroup.freeze();

        assertThat(Files.readString(cgroup.of("freezer").path().resolve("freezer.state")))
                .isEqualTo("FROZEN\n");
        assertThat(cgroup.isFrozen()).isTrue();
        cgroup.kill();
        assertThat(counting.waitFor()).isEqualTo(137);
    }

    @Test
    void removingKillsWhatIsLeft() throws Exception {
        Cgroup cgroup = make(null);
        Process deaf = shell(cgroup, "trap '' TERM HUP INT; sleep 100 & wait");
        Path below = Files.createDirectory(cgroup.groups().getLast().path().resolve("below"));

        cgroup.remove();

        assertThat(deaf.waitFor()).isEqualTo(137);
        assertThat(below).doesNotExist();
        assertThat(Cgroup.at(hierarchies, path).groups()).isEmpty();
        cgroup.remove();
    }

    @Test
    void removingKillsTheFrozen() throws Exception {
        Cgroup cgroup = make(null);
        Process frozen = shell(cgroup, "exec sleep 100");
        cgroup.freeze();

        cgroup.remove();

        assertThat(frozen.waitFor()).isEqualTo(137);
    }

    @Test
    void memoryIsRaisedAndLoweredWithItsSwap() throws IOException {
        Cgroup cgroup = make(memory(32 << 20, 64L << 20));

        cgroup.update(hierarchies, memory(128 << 20, 256L << 20));
        assertThat(read(cgroup, "memory", "memory.limit_in_bytes", "memory.max"))
                .isEqualTo("134217728");

        cgroup.update(hierarchies, memory(16 << 20, 32L << 20));
        assertThat(read(cgroup, "memory", "memory.limit_in_bytes", "memory.max"))
                .isEqualTo("16777216");

        cgroup.update(hierarchies, memory(64 << 20, -1L));
        assertThat(cgroup.readings().memory().limit()).isEqualTo(64 << 20);
    }

    @Test
    void aLimitInATreeThatItHasNotBeenInTakesEveryProcessThere() throws IOException {
        Cgroup cgroup = make(null);
        Process shell = shell(cgroup, "sleep 100 & sleep 100 & echo ready; wait");
        assertThat(line(shell)).isEqualTo("ready");
        assertThat(cgroup.processes()).hasSize(3);

        cgroup.update(hierarchies, cpu(new Resources.Cpu(null, 30_000L, null, 100_000L, null, null, "0", null, null)));

        Cgroup now = Cgroup.at(hierarchies, path);
        assertThat(read(now, "cpu", "cpu.cfs_quota_us", "cpu.max")).startsWith("30000");
        for (int pid : now.processes()) {
            assertThat(Files.readString(Path.of("/proc/" + pid + "/cgroup")).lines())
                    .filteredOn(line -> line.contains(":cpu:") || line.contains(":cpuset:") || line.contains("::"))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(path));
        }
    }

    private static final String TRY = "d=$(mktemp -d) && cd $d; "
            + "mknod z c 1 5; mknod k b 240 200; mknod f c 1 7; ls; "
            + "head -c 1 z | wc -c; head -c 1 k; head -c 1 f | wc -c; echo x > f; cd /; rm -r $d";

    private void checkRules(Cgroup cgroup) throws IOException {
        String out = output(shell(cgroup, TRY));

        assertThat(out).startsWith("f\nk\nz\n1\n"); // all nodes are made, zero is read
        assertThat(out).containsPattern("'k' .*: Operation not permitted");
        assertThat(out).doesNotContain("'f'").containsPattern("(?s)\\n1\\n.*\\n1\\n"); // it is read …
        assertThat(out).contains("I/O error"); // … and written, but it is full
    }

    private static final Resources RESTRICTED = Resources.ofDevices(
            List.of(new DeviceRule(false, null, null, null, "rwm"), new DeviceRule(true, "c", 1L, 5L, "r")));

    @Test
    void devicesAreGuardedByWhatThisHostHas() throws IOException {
        checkRules(make(RESTRICTED));
    }

    @Test
    void devicesAreGuardedByAProgramOfVersionTwo() throws Exception {
        Assumptions.assumeTrue(hierarchies.versionTwo() != null, "no cgroup version 2");
        hierarchies = new Hierarchies(List.of(), hierarchies.versionTwo());
        Cgroup cgroup = make(RESTRICTED);
        checkRules(cgroup);

        // Replaced: reading that device is now a matter of there being one.
        var more = List.of(
                new DeviceRule(false, null, null, null, "rwm"),
                new DeviceRule(true, "b", 240L, null, "r"),
                new DeviceRule(true, "b", 240L, null, "m"));
        new CgroupStep.GuardDevices(cgroup.versionTwo(), more).carryOut();
        String out = output(shell(
                cgroup,
                "d=$(mktemp -d); cd $d; mknod k b 240 200; head -c 1 k; mknod z c 1 5;" + " : > k; cd /; rm -r $d"));
        assertThat(out).doesNotContainPattern("'k' .*not permitted"); // read
        assertThat(out).containsPattern("z: Operation not permitted"); // made
        assertThat(out).containsPattern("k: Operation not permitted"); // written
    }

    @Test
    void aThrottleIsForADeviceThatThereIs() throws IOException {
        var throttle = new Resources.BlockIo(
                null,
                null,
                List.of(),
                List.of(new Resources.ThrottleDevice(4000, 1, 1)),
                List.of(),
                List.of(),
                List.of());
        var resources = new Resources(List.of(), null, null, null, throttle, List.of(), null, Map.of(), Map.of());

        assertThatThrownBy(() -> make(resources))
                .isInstanceOf(CgroupException.class)
                .hasMessageContaining("ENODEV")
                .hasMessageContaining("There is no such device");
    }
}
