package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CgroupLayoutTest {
    @Test
    void knowsVersionTwoAlone() {
        CgroupLayout layout = CgroupLayout.parse("0::/user.slice\n");

        assertThat(layout).isEqualTo(new CgroupLayout(List.of(), true));
        assertThat(layout.isPureVersionTwo()).isTrue();
    }

    @Test
    void knowsBothVersionsSideBySide() {
        CgroupLayout layout = CgroupLayout.parse("4:cpu,cpuacct:/a\n1:name=systemd:/b:c\n0::/user.slice\n");

        assertThat(layout).isEqualTo(new CgroupLayout(List.of("cpu,cpuacct", "name=systemd"), true));
        assertThat(layout.isPureVersionTwo()).isFalse();
    }

    @Test
    void knowsVersionOneAlone() {
        assertThat(CgroupLayout.parse("4:memory:/\n")).isEqualTo(new CgroupLayout(List.of("memory"), false));
    }

    @Test
    void aKernelWithoutControlGroupsHasNone() {
        assertThat(CgroupLayout.parse("")).isEqualTo(new CgroupLayout(List.of(), false));
    }
}
