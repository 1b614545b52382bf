package dev.jocker.runtime.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "ro, MS_RDONLY",
        "rro, MS_RDONLY",
        "nosuid, MS_NOSUID",
        "nodev, MS_NODEV",
        "noexec, MS_NOEXEC",
        "sync, MS_SYNCHRONOUS",
        "dirsync, MS_DIRSYNC",
        "noatime, MS_NOATIME",
        "nodiratime, MS_NODIRATIME",
        "relatime, MS_RELATIME",
        "strictatime, MS_STRICTATIME",
        "nosymfollow, MS_NOSYMFOLLOW"
    })
    void aWordIsAFlag(String word, MountFlag flag) {
        assertThat(MountOptions.parse(List.of(word)).flags()).isEqualTo(Flags.of(flag));
        assertThat(MountOptions.parse(List.of(word)).data()).isEmpty();
    }

    @Test
    void aLaterWordUndoesAnEarlierOne() {
        MountOptions options =
                MountOptions.parse(List.of("ro", "nosuid", "nodev", "noexec", "rw", "suid", "dev", "exec"));

        assertThat(options.flags().isEmpty()).isTrue();
        assertThat(MountOptions.parse(List.of("rw", "ro")).flags()).isEqualTo(Flags.of(MountFlag.MS_RDONLY));
    }

    @Test
    void whatIsLeftIsTheFileSystems() {
        MountOptions options = MountOptions.parse(List.of("nosuid", "size=64m", "mode=1777"));

        assertThat(options.data()).isEqualTo("size=64m,mode=1777");
        assertThat(options.flags()).isEqualTo(Flags.of(MountFlag.MS_NOSUID));
    }

    @Test
    void knowsPropagationAndWhatIsRecursive() {
        assertThat(MountOptions.parse(List.of("rbind", "rslave")).propagation()).isEqualTo(Propagation.SLAVE);
        assertThat(MountOptions.parse(List.of("shared")).propagation()).isEqualTo(Propagation.SHARED);
        assertThat(MountOptions.parse(List.of("bind")).propagation()).isNull();
        assertThat(MountOptions.parse(List.of("rbind")).recursiveBind()).isTrue();
        assertThat(MountOptions.parse(List.of("bind")).recursiveBind()).isFalse();
        assertThat(MountOptions.parse(List.of("rro")).recursiveReadOnly()).isTrue();
        assertThat(MountOptions.parse(List.of("ro")).recursiveReadOnly()).isFalse();
    }

    @Test
    void whatWasReadOnlyAllTheWayDownCanBeMadeWritableAgain() {
        MountOptions options = MountOptions.parse(List.of("rro", "rw"));

        assertThat(options.flags().isEmpty()).isTrue();
        assertThat(options.recursiveReadOnly()).isFalse();
    }
}
