package dev.jocker.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StartReportTest {
    private static final List<List<Sample>> JOCKER = List.of(
            List.of(new Sample(1_200_000, 3_000_000, 4_000_000)), List.of(new Sample(1_200_000, 3_000_000, 4_000_000)));
    private static final List<List<Sample>> FLOOR = List.of(
            List.of(new Sample(1_000_000, 1_000_000, 2_000_000)), List.of(new Sample(2_000_000, 2_000_000, 3_000_000)));

    @Test
    void aTableForPeople() {
        String text = new StartReport(JOCKER, FLOOR, null, true).text(200);
        assertThat(text.lines().map(line -> line.replaceAll(" +", " ")))
                .contains("clone to exec 1200 1200 1200", " the same calls in C 1000 2001 2001")
                .contains("2 starts with a network namespace, as many in C, in turns of 2 rounds.")
                .contains("Clone to exec against C: 1.20 at p50, 0.60 at p90; a round's p50 from 0.60 to 1.20."
                        + " Bar: 1.10 at p50.");
    }

    @Test
    void withoutTheFloorThereIsNoRatio() {
        var report = new StartReport(JOCKER, List.of(), "there is no gcc here", false);
        assertThat(report.text(200))
                .endsWith("2 starts without a network namespace; not compared with C: there is no gcc here\n");
        assertThat(report.json())
                .contains("\"floor\":{\"unavailable\":\"there is no gcc here\"}")
                .doesNotContain("ratio");
    }
}
