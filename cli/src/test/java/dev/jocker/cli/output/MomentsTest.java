package dev.jocker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MomentsTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "10m, 2026-05-01T11:50:00Z",
        "1h30m10s, 2026-05-01T10:29:50Z",
        "1.5s, 2026-05-01T11:59:58.500Z",
        "0, 2026-05-01T12:00:00Z",
        "1777636800, 2026-05-01T12:00:00Z",
        "1777636800.25, 2026-05-01T12:00:00.250Z",
        "2026-05-01T10:00:00Z, 2026-05-01T10:00:00Z",
        "2026-05-01T10:00:00.000000001Z, 2026-05-01T10:00:00.000000001Z",
        "2026-05-01T10:00:00+02:00, 2026-05-01T08:00:00Z",
    })
    void reads(String value, Instant moment) {
        assertThat(Moments.parse("--since", value, NOW)).isEqualTo(moment);
    }

    @Test
    void aTimeWithoutAZoneIsThisMachines() {
        Instant then = LocalDateTime.of(2026, 5, 1, 0, 0)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        for (String value :
                new String[] {"2026-05-01", "2026-05-01T00:00", "2026-05-01T00:00:00", "2026-05-01 00:00:00"}) {
            assertThat(Moments.parse("--since", value, NOW)).as(value).isEqualTo(then);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-01", "10m5", "m", "1.2.3", "."})
    void refusesWhatIsNoMoment(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moments.parse("--since", value, NOW))
                .withMessageStartingWith("--since \"" + value + "\": expected a duration");
    }

    @Test
    void printsNineDigits() {
        assertThat(Moments.nanoseconds(Instant.parse("2026-05-01T10:00:00.5Z")))
                .isEqualTo("2026-05-01T10:00:00.500000000Z");
    }

    @Test
    void durationsAreGos() {
        assertThat(Durations.parse("--x", "1m0.5s")).isEqualTo(Duration.ofMillis(60_500));
        assertThat(Durations.parse("--x", "2us300ns")).isEqualTo(Duration.ofNanos(2_300));
        for (String wrong : new String[] {"", "5", "s", "5x", "-1s", "1m 2s"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse("--x", wrong));
        }
    }
}
