package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CgroupReadingsTest {
    @Test
    void numbersByTheirNames() {
        String text = "low 0\noom 7\noom_kill 3\noom_group_kill 9\n";

        assertThat(ControlFile.value(text, "oom_kill", -1)).isEqualTo(3);
        assertThat(ControlFile.value(text, "low", -1)).isZero();
        assertThat(ControlFile.value(text, "kill", -1)).isEqualTo(-1);
        assertThat(ControlFile.value("", "low", 5)).isEqualTo(5);
    }

    @Test
    void maxIsNoNumber() {
        assertThat(ControlFile.number("max\n", -1)).isEqualTo(-1);
        assertThat(ControlFile.number("12\n", -1)).isEqualTo(12);
    }

    @Test
    void blockIoOfAllDevicesIsAddedUp() {
        String two = """
                8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6
                8:16 rbytes=10 wbytes=20 rios=30 wios=40 dbytes=0 dios=0
                """;
        assertThat(CgroupReadings.versionTwo(two)).isEqualTo(new CgroupReadings.BlockIo(11, 22, 33, 44));
        String one = "8:0 Read 5\n8:0 Write 6\n8:0 Sync 1\n8:0 Total 11\n8:16 Read 7\nTotal 18\n";
        assertThat(CgroupReadings.sum(one, "Read")).isEqualTo(12);
        assertThat(CgroupReadings.sum(one, "Write")).isEqualTo(6);
    }

    @Test
    void pressureHasTwoLines() {
        var text =
                "some avg10=1.50 avg60=0.20 avg300=0.00 total=1234\nfull avg10=0.10 avg60=0.00 avg300=0.00 total=5\n";

        assertThat(CgroupReadings.pressure("io", text))
                .isEqualTo(new CgroupReadings.Pressure(
                        "io", new CgroupReadings.Waited(1.5, 0.2, 0, 1234), new CgroupReadings.Waited(0.1, 0, 0, 5)));
    }
}
