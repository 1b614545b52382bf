package dev.jocker.runtime.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.mount.MountStep.MakeDirectory;
import dev.jocker.runtime.mount.MountStep.MakeLink;
import dev.jocker.runtime.mount.MountStep.NewFileSystem;
import dev.jocker.runtime.mount.MountStep.ReadOnly;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CgroupMountsTest {
    private static final Flags<MountFlag> READ_ONLY = Flags.of(MountFlag.MS_RDONLY, MountFlag.MS_NOSUID);
    private static final String WHY = "show the container its own control groups";

    @Test
    void versionTwoIsOneMount() {
        assertThat(CgroupMounts.versionTwo("/sys/fs/cgroup", READ_ONLY))
                .containsExactly(new NewFileSystem(WHY, "cgroup2", "cgroup", "/sys/fs/cgroup", READ_ONLY, null));
    }

    @Test
    void versionOneIsAMountForEachHierarchyBelowATmpfsThatIsClosedLast() {
        Flags<MountFlag> writable = Flags.of(MountFlag.MS_NOSUID);
        assertThat(CgroupMounts.versionOne(List.of("cpu,cpuacct", "name=systemd"), true, "/c", READ_ONLY))
                .containsExactly(
                        new NewFileSystem(
                                "a place for the control groups", "tmpfs", "tmpfs", "/c", writable, "mode=755"),
                        new MakeDirectory("/c/cpu,cpuacct", 0755),
                        new NewFileSystem(WHY, "cgroup", "cgroup", "/c/cpu,cpuacct", READ_ONLY, "cpu,cpuacct"),
                        new MakeLink("/c/cpu", "cpu,cpuacct"),
                        new MakeLink("/c/cpuacct", "cpu,cpuacct"),
                        new MakeDirectory("/c/systemd", 0755),
                        new NewFileSystem(WHY, "cgroup", "cgroup", "/c/systemd", READ_ONLY, "none,name=systemd"),
                        new MakeDirectory("/c/unified", 0755),
                        new NewFileSystem(WHY, "cgroup2", "cgroup", "/c/unified", READ_ONLY, null),
                        new ReadOnly("/c"));
    }

    @Test
    void writableGroupsStayWritable() {
        assertThat(CgroupMounts.versionOne(List.of("memory"), false, "/c", Flags.of(MountFlag.MS_NOSUID)))
                .hasSize(3)
                .noneMatch(step -> step instanceof ReadOnly);
    }
}
