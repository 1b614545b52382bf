package dev.jocker.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes and ages as docker's images and ps print them. */
final class HumanWordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "999, 999B",
        "1000, 1kB",
        "1005, 1kB",
        "1010, 1.01kB",
        "1100, 1.1kB",
        "9994, 9.99kB",
        "9995, 10kB",
        "12345, 12.3kB",
        "99949, 99.9kB",
        "99950, 100kB",
        "999499, 999kB",
        "999500, 1MB",
        "77800000, 77.8MB",
        "7802234, 7.8MB",
        "1042000000, 1.04GB",
        "9223372036854775807, 9.22EB"
    })
    void sizes(long bytes, String words) {
        assertThat(Sizes.human(bytes)).isEqualTo(words);
    }

    @Test
    void noSizeIsBelowZero() {
        assertThatThrownBy(() -> Sizes.human(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, Less than a second",
        "0, Less than a second",
        "1, 1 second",
        "59, 59 seconds",
        "60, About a minute",
        "119, About a minute",
        "120, 2 minutes",
        "3599, 59 minutes",
        "3600, About an hour",
        "5399, About an hour",
        "5400, 2 hours",
        "172799, 2 days",
        "169199, 47 hours",
        "172800, 2 days",
        "1209599, 2 weeks",
        "1207000, 13 days",
        "5184000, 2 months",
        "63072000, 2 years"
    })
    void ages(long seconds, String words) {
        assertThat(Ages.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @Test
    void agoCountsFromNow() {
        Instant now = Instant.parse("2025-01-01T12:00:00Z");
        assertThat(Ages.ago(now.minusSeconds(7200), now)).isEqualTo("2 hours ago");
        assertThat(Ages.ago(now.plusSeconds(7200), now)).isEqualTo("Less than a second ago");
    }
}
