package dev.jocker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TmpfsOptionsTest {
    @Test
    void mergesTheOptionsOfMemoryFileSystems() {
        List<String> defaults = List.of("noexec", "nosuid", "nodev", "rprivate");
        assertThat(TmpfsOptions.merge(defaults, List.of("exec", "size=1m", "size=2m", "defaults")))
                .containsExactly("nosuid", "nodev", "rprivate", "exec", "size=2m");
        assertThat(TmpfsOptions.merge(defaults, List.of("ro", "shared", "rw")))
                .containsExactly("noexec", "nosuid", "nodev", "shared", "rw");
        assertThatThrownBy(() -> TmpfsOptions.merge(defaults, List.of("bogus")))
                .hasMessageContaining("--tmpfs \"bogus\"");
        assertThatThrownBy(() -> TmpfsOptions.merge(defaults, List.of("colour=1")))
                .hasMessageContaining("--tmpfs");
    }
}
