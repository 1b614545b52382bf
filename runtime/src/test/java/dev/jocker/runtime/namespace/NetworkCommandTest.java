package dev.jocker.runtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.syscall.Argument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done before a command is executed in a network namespace, and in which order. */
final class NetworkCommandTest {
    private static List<String> calls(NetworkCommand command) {
        List<String> calls = new ArrayList<>();
        command.program(Argument.named(7, "namespace")).steps().forEach(step -> {
            if (step instanceof Call call) {
                calls.add(call.call() + call.operands().toString());
            }
        });
        return calls;
    }

    @Test
    void mountsAreItsOwnBeforeTheFirstIsMade() {
        var command = new NetworkCommand(
                "lab",
                List.of(Path.of("/etc/netns/lab/hosts")),
                List.of("/usr/bin/id", "/bin/id"),
                List.of("id", "-u"),
                List.of("A=1"));
        assertThat(calls(command))
                .containsExactly(
                        "setns[namespace, CLONE_NEWNET]",
                        "unshare[CLONE_NEWNS]",
                        "mount[\"none\", \"/\", NULL, MS_REC|MS_SLAVE, NULL]",
                        "umount2[\"/sys\", MNT_DETACH]",
                        "mount[\"lab\", \"/sys\", \"sysfs\", NULL, NULL]",
                        "mount[\"lab\", \"/sys\", \"sysfs\", MS_RDONLY, NULL]",
                        "mount[\"/etc/netns/lab/hosts\", \"/etc/hosts\", NULL, MS_BIND, NULL]",
                        "rt_sigprocmask[SIG_SETMASK, [], NULL, 8]",
                        "close_range[3, ~0U, CLOSE_RANGE_CLOEXEC]",
                        "execve[\"/usr/bin/id\", [\"id\", \"-u\"], [\"A=1\"]]",
                        "execve[\"/usr/bin/id\", [\"id\", \"-u\"], [\"A=1\"]]",
                        "execve[\"/bin/id\", [\"id\", \"-u\"], [\"A=1\"]]");
    }

    @Test
    void filesAreLookedForUnderTheName() throws Exception {
        assertThat(NetworkCommand.filesOf("no-such-name-here")).isEmpty();
        assertThat(NetworkCommand.replacedBy(Path.of("/etc/netns/lab/hosts"))).isEqualTo(Path.of("/etc/hosts"));
        assertThatThrownBy(() -> NetworkCommand.filesOf("../ssl")).isInstanceOf(IllegalArgumentException.class);
    }
}
