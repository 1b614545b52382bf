package dev.jocker.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.oci.Process;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    @Test
    void aCommandWithASlashIsWhereItSays() {
        assertThat(of("./x/y", "PATH=/bin")).containsExactly("./x/y");
        assertThat(of("/bin/true", "PATH=/usr/bin")).containsExactly("/bin/true");
    }

    @Test
    void otherwiseEachDirectoryOfThePathInTurn() {
        assertThat(of("ls", "HOME=/", "PATH=/a::/b")).containsExactly("/a/ls", "./ls", "/b/ls");
    }

    @Test
    void withoutAPathItIsDockers() {
        assertThat(of("ls")).first().isEqualTo("/usr/local/sbin/ls");
        assertThat(of("ls")).last().isEqualTo("/bin/ls");
    }

    private static List<String> of(String command, String... environment) {
        return Candidates.of(new Process(
                false,
                null,
                null,
                List.of(command),
                List.of(environment),
                "/",
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null));
    }
}
