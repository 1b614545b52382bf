package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HierarchiesTest {
    private static final String HYBRID = """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate
            """;

    @Test
    void findsEachTreeAndTheOwnGroupInIt() {
        Hierarchies found = Hierarchies.parse(
                HYBRID, "4:memory:/user.slice/a:b\n3:cpu,cpuacct:/\n1:name=systemd:/user.slice\n0::/user.slice/x\n");

        assertThat(found.versionOne())
                .extracting(Hierarchy::toString)
                .containsExactly("cpu,cpuacct", "memory", "name=systemd");
        assertThat(found.versionOne("cpuacct").mount()).isEqualTo(Path.of("/sys/fs/cgroup/cpu,cpuacct"));
        assertThat(found.versionOne("memory").own()).isEqualTo(Path.of("/sys/fs/cgroup/memory/user.slice/a:b"));
        assertThat(found.versionTwo().mount()).isEqualTo(Path.of("/sys/fs/cgroup/unified"));
        assertThat(found.versionTwo().own()).isEqualTo(Path.of("/sys/fs/cgroup/unified/user.slice/x"));
        assertThat(found.versionOne("pids")).isNull();
        assertThat(found.isPureVersionTwo()).isFalse();
    }

    @Test
    void versionTwoAlone() {
        Hierarchies found =
                Hierarchies.parse("29 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n", "0::/init.scope\n");

        assertThat(found.isPureVersionTwo()).isTrue();
        assertThat(found.versionTwo().own()).isEqualTo(Path.of("/sys/fs/cgroup/init.scope"));
    }

    /** As in a container of a runtime without cgroup namespaces: a part of the tree is bound there. */
    @Test
    void aMountThatShowsOnlyAPartOfTheTree() {
        Hierarchies found = Hierarchies.parse(
                "99 98 0:32 /docker/ab /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
                "4:memory:/docker/ab/c\n");

        assertThat(found.versionOne("memory").own()).isEqualTo(Path.of("/sys/fs/cgroup/memory/c"));
    }

    @Test
    void blanksInAMountPointAreEscaped() {
        Hierarchies found = Hierarchies.parse("99 98 0:32 / /a\\040b ro - cgroup2 none rw\n", "0::/\n");

        assertThat(found.versionTwo().mount()).isEqualTo(Path.of("/a b"));
    }

    @Test
    void aKernelWithoutControlGroupsHasNoTrees() {
        assertThat(Hierarchies.parse("", "")).isEqualTo(new Hierarchies(List.of(), null));
    }
}
