package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is done, in which order, on each kind of host. */
final class CgroupPlanTest {
    private static final Resources LIMITS = new Resources(
            List.of(),
            new Resources.Memory(1000L, 300L, 3000L, null, null, null, null, null, null),
            new Resources.Cpu(1024L, 50_000L, 10L, 100_000L, null, null, "0", null, null),
            new Resources.Pids(7L),
            new Resources.BlockIo(
                    100,
                    null,
                    List.of(new Resources.WeightDevice(8, 0, 20, null)),
                    List.of(new Resources.ThrottleDevice(8, 0, 11)),
                    List.of(new Resources.ThrottleDevice(8, 16, 12)),
                    List.of(new Resources.ThrottleDevice(8, 0, 13)),
                    List.of()),
            List.of(new Resources.HugepageLimit("2MB", 4096)),
            null,
            Map.of(),
            Map.of());

    private static final Resources DEVICES = Resources.ofDevices(
            List.of(new DeviceRule(false, null, null, null, null), new DeviceRule(true, "b", 8L, null, "mr")));

    private static List<String> steps(Hierarchies hierarchies, Resources resources) {
        return steps(CgroupPlan.of(hierarchies, "/jocker/a1", resources).steps());
    }

    private static List<String> steps(List<CgroupStep> steps) {
        return steps.stream().map(CgroupStep::toString).toList();
    }

    @Test
    void withoutLimitsOnlyTreesThatReadingsAndDevicesNeedAreEntered() {
        CgroupPlan plan = CgroupPlan.of(Layouts.hybrid(), "/jocker/a1", null);

        assertThat(steps(plan.steps()))
                .containsExactly(
                        "mkdir /cg/memory/jocker",
                        "mkdir /cg/memory/jocker/a1",
                        "mkdir /cg/devices/jocker",
                        "mkdir /cg/devices/jocker/a1",
                        "mkdir /cg/blkio/jocker",
                        "mkdir /cg/blkio/jocker/a1",
                        "mkdir /cg/pids/jocker",
                        "mkdir /cg/pids/jocker/a1",
                        "mkdir /cg/unified/jocker",
                        "mkdir /cg/unified/jocker/a1");
        assertThat(plan.cgroup().versionTwo()).isEqualTo(Path.of("/cg/unified/jocker/a1"));
        assertThat(plan.cgroup().versionOne())
                .containsExactly(
                        Path.of("/cg/memory/jocker/a1"),
                        Path.of("/cg/devices/jocker/a1"),
                        Path.of("/cg/blkio/jocker/a1"),
                        Path.of("/cg/pids/jocker/a1"));
    }

    @Test
    void withoutVersionTwoTimeIsCountedAndProcessesAreFrozenByVersionOne() {
        assertThat(steps(Layouts.versionOne(), null))
                .contains("mkdir /cg/cpuacct/jocker/a1", "mkdir /cg/freezer/jocker/a1")
                .doesNotContain("mkdir /cg/cpu/jocker/a1", "mkdir /cg/systemd/jocker/a1");
    }

    @Test
    void limitsOfAHybridHostAreWhereTheControllersAre() {
        assertThat(steps(Layouts.hybrid(), LIMITS))
                .containsExactly(
                        "mkdir /cg/cpu/jocker",
                        "mkdir /cg/cpu/jocker/a1",
                        "echo 1024 > /cg/cpu/jocker/a1/cpu.shares",
                        "echo 100000 > /cg/cpu/jocker/a1/cpu.cfs_period_us",
                        "echo 50000 > /cg/cpu/jocker/a1/cpu.cfs_quota_us",
                        "echo 10 > /cg/cpu/jocker/a1/cpu.cfs_burst_us",
                        "mkdir /cg/cpuset/jocker",
                        "mkdir /cg/cpuset/jocker/a1",
                        "cat /cg/cpuset/cpuset.cpus > /cg/cpuset/jocker/cpuset.cpus",
                        "cat /cg/cpuset/cpuset.mems > /cg/cpuset/jocker/cpuset.mems",
                        "cat /cg/cpuset/jocker/cpuset.cpus > /cg/cpuset/jocker/a1/cpuset.cpus",
                        "cat /cg/cpuset/jocker/cpuset.mems > /cg/cpuset/jocker/a1/cpuset.mems",
                        "echo 0 > /cg/cpuset/jocker/a1/cpuset.cpus",
                        "mkdir /cg/memory/jocker",
                        "mkdir /cg/memory/jocker/a1",
                        "echo 1000 > /cg/memory/jocker/a1/memory.limit_in_bytes",
                        "echo 3000 > /cg/memory/jocker/a1/memory.memsw.limit_in_bytes",
                        "echo 300 > /cg/memory/jocker/a1/memory.soft_limit_in_bytes",
                        "mkdir /cg/devices/jocker",
                        "mkdir /cg/devices/jocker/a1",
                        "mkdir /cg/blkio/jocker",
                        "mkdir /cg/blkio/jocker/a1",
                        "echo 100 > /cg/blkio/jocker/a1/blkio.bfq.weight",
                        "echo 8:0 20 > /cg/blkio/jocker/a1/blkio.bfq.weight_device",
                        "echo 8:0 11 > /cg/blkio/jocker/a1/blkio.throttle.read_bps_device",
                        "echo 8:16 12 > /cg/blkio/jocker/a1/blkio.throttle.write_bps_device",
                        "echo 8:0 13 > /cg/blkio/jocker/a1/blkio.throttle.read_iops_device",
                        "mkdir /cg/pids/jocker",
                        "mkdir /cg/pids/jocker/a1",
                        "echo 7 > /cg/pids/jocker/a1/pids.max",
                        "mkdir /cg/unified/jocker",
                        "mkdir /cg/unified/jocker/a1",
                        "echo +hugetlb > /cg/unified/cgroup.subtree_control",
                        "echo +hugetlb > /cg/unified/jocker/cgroup.subtree_control",
                        "echo 4096 > /cg/unified/jocker/a1/hugetlb.2MB.max");
    }

    @Test
    void limitsOfVersionTwoAreConverted() {
        assertThat(steps(Layouts.versionTwo(), LIMITS))
                .containsExactly(
                        "mkdir /cg/jocker",
                        "mkdir /cg/jocker/a1",
                        "echo +cpuset +cpu +io +memory +hugetlb +pids > /cg/cgroup.subtree_control",
                        "echo +cpuset +cpu +io +memory +hugetlb +pids > /cg/jocker/cgroup.subtree_control",
                        "echo 1000 > /cg/jocker/a1/memory.max",
                        "echo 2000 > /cg/jocker/a1/memory.swap.max",
                        "echo 300 > /cg/jocker/a1/memory.low",
                        "echo 100 > /cg/jocker/a1/cpu.weight",
                        "echo 50000 100000 > /cg/jocker/a1/cpu.max",
                        "echo 10 > /cg/jocker/a1/cpu.max.burst",
                        "echo 0 > /cg/jocker/a1/cpuset.cpus",
                        "echo 7 > /cg/jocker/a1/pids.max",
                        "echo 100 > /cg/jocker/a1/io.bfq.weight",
                        "echo 8:0 20 > /cg/jocker/a1/io.bfq.weight",
                        "echo 8:0 rbps=11 riops=13 > /cg/jocker/a1/io.max",
                        "echo 8:16 wbps=12 > /cg/jocker/a1/io.max",
                        "echo 4096 > /cg/jocker/a1/hugetlb.2MB.max");
    }

    @Test
    void readingsAloneDoNotInsistOnTheirControllers() {
        assertThat(CgroupPlan.of(Layouts.versionTwo(), "/jocker/a1", null).steps())
                .contains(new CgroupStep.Enable(Path.of("/cg"), List.of("cpu", "io", "memory", "pids"), false, true));
    }

    @Test
    void onlyOurOwnGroupIsEverEmptied() {
        List<CgroupStep.Enable> enabling = new ArrayList<>();
        for (CgroupStep step :
                CgroupPlan.of(Layouts.versionTwo(), "/others.slice/a1", LIMITS).steps()) {
            if (step instanceof CgroupStep.Enable enable) {
                enabling.add(enable);
            }
        }
        assertThat(enabling)
                .extracting(CgroupStep.Enable::group, CgroupStep.Enable::ours)
                .containsExactly(tuple(Path.of("/cg"), true), tuple(Path.of("/cg/others.slice"), false));
    }

    @Test
    void aRootThatIsNotOurGroupIsNotEmptied() {
        Path mount = Path.of("/cg");
        var two = new Hierarchy(List.of("memory"), true, mount, mount.resolve("user"), mount);
        assertThat(CgroupPlan.of(new Hierarchies(List.of(), two), "/jocker/a1", null)
                        .steps())
                .contains(new CgroupStep.Enable(mount, List.of("memory"), false, false));
    }

    @Test
    void versionOneTakesRulesForDevicesOneByOne() {
        assertThat(steps(Layouts.hybrid(), DEVICES))
                .containsSubsequence(
                        "mkdir /cg/devices/jocker/a1",
                        "echo a > /cg/devices/jocker/a1/devices.deny",
                        "echo b 8:* rm > /cg/devices/jocker/a1/devices.allow",
                        "echo c *:* m > /cg/devices/jocker/a1/devices.allow",
                        "echo b *:* m > /cg/devices/jocker/a1/devices.allow",
                        "echo c 1:3 rwm > /cg/devices/jocker/a1/devices.allow");
    }

    @Test
    void versionTwoTakesAProgramForThem() {
        assertThat(steps(Layouts.versionTwo(), DEVICES).getLast())
                .startsWith("attach an eBPF program to /cg/jocker/a1: deny a, allow b 8:* rm, allow c *:* m,");
    }

    @Test
    void whoMayUseEverythingIsNotRestricted() {
        Resources all = Resources.ofDevices(List.of(new DeviceRule(true, null, null, null, "rwm")));

        assertThat(steps(Layouts.hybrid(), all)).noneMatch(step -> step.contains("devices."));
        assertThat(steps(Layouts.versionTwo(), all)).noneMatch(step -> step.startsWith("attach"));
    }

    @Test
    void theProgramTakesThePlaceOfFilesThatCannotBeWritten() {
        Hierarchies readOnly = Layouts.withoutWriting(Layouts.hybrid(), "devices");
        CgroupPlan plan = CgroupPlan.of(readOnly, "/jocker/a1", DEVICES);

        assertThat(steps(plan.steps()).getLast()).startsWith("attach an eBPF program to /cg/unified/jocker/a1");
        assertThat(plan.guardsDevices()).isTrue();
    }

    @Test
    void aLimitWithoutItsControllerIsRefused() {
        Hierarchies none = new Hierarchies(List.of(), null);

        assertThatThrownBy(() -> CgroupPlan.of(none, "/jocker/a1", LIMITS))
                .isInstanceOf(CgroupException.class)
                .hasMessage("controller memory, which memory.limit_in_bytes belongs to: no mounted hierarchy has that "
                        + "controller: mount it, enable it in the kernel (see /proc/cgroups and cgroup_disable= on its "
                        + "command line), or leave the limit out");
        assertThat(CgroupPlan.of(none, "/jocker/a1", DEVICES).guardsDevices()).isFalse();
    }

    @Test
    void aLimitInATreeThatCannotBeWrittenIsRefused() {
        Hierarchies readOnly = Layouts.withoutWriting(Layouts.hybrid(), "pids");

        assertThatThrownBy(() -> CgroupPlan.of(readOnly, "/jocker/a1", LIMITS))
                .hasMessageContaining("controller pids")
                .hasMessageContaining("/cg/pids can't be written");
        assertThat(steps(readOnly, null)).noneMatch(step -> step.contains("/cg/pids"));
    }

    @Test
    void whatVersionTwoHasNotIsRefused() {
        assertThatThrownBy(() -> steps(Layouts.versionTwo(), memory(null, null, 10L)))
                .hasMessageContaining("controller memory: swappiness")
                .hasMessageContaining("leave it out");
        assertThatThrownBy(() -> steps(Layouts.versionTwo(), memory(null, 10L, null)))
                .hasMessageContaining("needs one for memory");
        assertThatThrownBy(() -> steps(Layouts.versionTwo(), memory(20L, 10L, null)))
                .hasMessageContaining("is less than");
    }

    private static Resources memory(Long limit, Long swap, Long swappiness) {
        var memory = new Resources.Memory(limit, null, swap, null, null, swappiness, null, null, null);
        return new Resources(List.of(), memory, null, null, null, List.of(), null, Map.of(), Map.of());
    }

    @Test
    void filesOfVersionTwoAreWrittenAsTheyAreGiven() {
        var high = new Resources(
                List.of(), null, null, null, null, List.of(), null, Map.of(), Map.of("memory.high", "12"));

        assertThat(steps(Layouts.versionTwo(), high)).endsWith("echo 12 > /cg/jocker/a1/memory.high");
        assertThatThrownBy(() -> steps(Layouts.hybrid(), high)).hasMessageContaining("controller memory: memory.high");
    }

    @Test
    void belowTheOwnGroupWhereOnlyThatCanBeWritten() {
        Path own = Path.of("/cg/user.slice");
        var delegated = new Hierarchy(List.of("memory", "pids"), true, Path.of("/cg"), own, own);

        assertThat(steps(new Hierarchies(List.of(), delegated), null))
                .containsExactly(
                        "mkdir /cg/user.slice/jocker",
                        "mkdir /cg/user.slice/jocker/a1",
                        "echo +memory +pids > /cg/user.slice/cgroup.subtree_control",
                        "echo +memory +pids > /cg/user.slice/jocker/cgroup.subtree_control");
    }

    @Test
    void raisingPutsTheLimitOfBothFirst() {
        List<CgroupStep> raised =
                MemoryOrder.swapFirst(CgroupPlan.of(Layouts.hybrid(), "/jocker/a1", memory(20L, 40L, null))
                        .steps());

        assertThat(steps(raised))
                .containsSubsequence(
                        "echo 40 > /cg/memory/jocker/a1/memory.memsw.limit_in_bytes",
                        "echo 20 > /cg/memory/jocker/a1/memory.limit_in_bytes");
    }
}
