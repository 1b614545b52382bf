package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Rlimit.Resource.RLIMIT_CORE;
import static dev.jocker.runtime.security.Rlimit.Resource.RLIMIT_NOFILE;
import static dev.jocker.runtime.security.Rlimit.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.rlimit64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RlimitTest {
    @Test
    void readsBothLimits() {
        assertThat(Rlimit.parse("nofile=1024:2048")).isEqualTo(new Rlimit(RLIMIT_NOFILE, 1024, 2048));
    }

    @Test
    void oneLimitIsBoth() {
        assertThat(Rlimit.parse("RLIMIT_CORE=0")).isEqualTo(new Rlimit(RLIMIT_CORE, 0, 0));
    }

    @Test
    void noLimitHasTwoSpellings() {
        assertThat(Rlimit.parse("core=-1")).isEqualTo(new Rlimit(RLIMIT_CORE, UNLIMITED, UNLIMITED));
        assertThat(Rlimit.parse("core=5:unlimited")).isEqualTo(new Rlimit(RLIMIT_CORE, 5, UNLIMITED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nofile",
                "=1",
                "nofile=",
                "nofile=a",
                "nofile=1:",
                "nofile=:1",
                "nofile=1:2:3",
                "nofile=-2",
                "nofile=2:1",
                "nofile=-1:5",
                "files=1",
                "nofile=99999999999999999999"
            })
    void refusesWhatIsNotALimit(String text) {
        assertThatThrownBy(() -> Rlimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichOfTheTwoIsTooHigh() {
        assertThatThrownBy(() -> Rlimit.parse("nofile=unlimited:5"))
                .hasMessage("the soft limit of RLIMIT_NOFILE is above the hard one: unlimited > 5");
    }

    @Test
    void setsTheLimitOfTheCallingProcess() {
        assertThat(Text.of(Rlimit.parse("nofile=1024:2048").instruction()))
                .isEqualTo("prlimit64(0, RLIMIT_NOFILE, 1024:2048, NULL)");
    }

    @Test
    void structuresAreTheHeaders() {
        assertThat(Rlimit.STRUCT_BYTES).isEqualTo((int) rlimit64.sizeof());
        assertThat(rlimit64.rlim_cur$offset()).isZero();
        assertThat(rlimit64.rlim_max$offset()).isEqualTo(8);
    }
}
