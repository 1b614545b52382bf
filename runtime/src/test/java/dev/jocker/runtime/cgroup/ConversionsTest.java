package dev.jocker.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConversionsTest {
    /** The ends, the defaults, and points of the curve between them, which is runc's and crun's. */
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "4, 2", "8, 3", "100, 17", "512, 59", "1024, 100", "2048, 174", "262144, 10000"})
    void sharesAreWeights(long shares, long weight) {
        assertThat(Conversions.weightOfShares(shares)).isEqualTo(weight);
    }

    @Test
    void moreSharesAreNeverLessWeight() {
        long last = 0;
        for (long shares = 2; shares <= 262_144; shares += 7) {
            long weight = Conversions.weightOfShares(shares);
            assertThat(weight).isBetween(Math.max(last, 1), 10_000L);
            last = weight;
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "500, 4950", "1000, 10000"})
    void blockWeights(long one, long two) {
        assertThat(Conversions.ioWeight(one)).isEqualTo(two);
    }

    @Test
    void swapIsWhatIsLeftOfBoth() {
        assertThat(Conversions.swap(10L, 30)).isEqualTo("20");
        assertThat(Conversions.swap(10L, 10)).isEqualTo("0");
        assertThat(Conversions.swap(null, -1)).isEqualTo("max");
        assertThatThrownBy(() -> Conversions.swap(10L, 5)).isInstanceOf(CgroupException.class);
        assertThatThrownBy(() -> Conversions.swap(-1L, 5)).isInstanceOf(CgroupException.class);
    }
}
