package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SyscallExceptionTest {
    @Test
    void saysWhichCallWithWhichArgumentsAndWhy() {
        var refused = new SyscallException(
                SystemCall.MOUNT,
                List.of("\"proc\"", "\"/proc\"", "\"proc\"", Flags.of(MountFlag.MS_NOSUID), Argument.NULL),
                1);

        assertThat(refused)
                .hasMessage("mount(\"proc\", \"/proc\", \"proc\", MS_NOSUID, NULL): EPERM (Operation not permitted)");
        assertThat(refused.call()).isEqualTo(SystemCall.MOUNT);
        assertThat(refused.errno()).isEqualTo(Errno.EPERM);
        assertThat(refused.number()).isEqualTo(1);
    }

    @Test
    void anErrorWithoutANameKeepsItsNumber() {
        var refused = new SyscallException(SystemCall.GETPID, List.of(), 999);

        assertThat(refused).hasMessage("getpid(): errno 999");
        assertThat(refused.errno()).isEqualTo(Errno.UNKNOWN);
        assertThat(refused.number()).isEqualTo(999);
    }

    @Test
    void isWhatARefusedCallThrows() {
        assertThatExceptionOfType(SyscallException.class)
                .isThrownBy(() -> Descriptors.open(Path.of("/no/such"), Flags.of(OpenFlag.O_DIRECTORY), 0))
                .withMessageStartingWith("openat(AT_FDCWD, \"/no/such\", ")
                .withMessageContaining("O_DIRECTORY")
                .withMessageEndingWith("): ENOENT (No such file or directory)");
    }
}
