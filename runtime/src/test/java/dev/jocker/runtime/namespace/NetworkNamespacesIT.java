package dev.jocker.runtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names that we give, as {@code ip(8)} finds them, and names that it gives. */
@NeedsRoot
final class NetworkNamespacesIT {
    private final String name = "jknn" + ProcessHandle.current().pid();
    private final Path file = Path.of("/run/netns", name);

    @AfterEach
    void leaveNothing() throws IOException {
        if (Files.exists(file)) {
            NetworkNamespaces.delete(name);
        }
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(name);
    }

    private static String ip(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Witness.require("ip").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        return text;
    }

    @Test
    void whatWeNameIpEntersAndDeletes() throws Exception {
        NetworkNamespaces.add(name);
        assertThat(ip("netns", "list").lines()).anyMatch(line -> line.startsWith(name));
        assertThat(ip("-n", name, "-br", "link")).startsWith("lo ");
        ip("netns", "delete", name);
        assertThat(NetworkNamespaces.list()).doesNotContain(name);
    }

    @Test
    void whatIpNamesWeEnterAndDelete() throws Exception {
        ip("netns", "add", name);
        assertThat(NetworkNamespaces.list()).contains(name);
        try (NetworkNamespace namespace = NetworkNamespaces.open(name)) {
            List<String> links = namespace.inside(() -> Files.readAllLines(Path.of("/proc/thread-self/net/dev")));
            assertThat(links).hasSize(3).last().asString().contains("lo:");
        }
        NetworkNamespaces.delete(name);
        assertThat(file).doesNotExist();
    }

    @Test
    void theNamesComeThroughToMountNamespacesMadeLater() throws Exception {
        NetworkNamespaces.add(name);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo")).lines())
                .anyMatch(line -> line.contains(" /run/netns ") && line.contains(" shared:"));
        Process other = new ProcessBuilder(
                        Witness.require("unshare").toString(), "-m", "--propagation", "unchanged", "sleep", "60")
                .start();
        try {
            NetworkNamespaces.delete(name);
            assertThat(Files.readString(Path.of("/proc/" + other.pid() + "/mountinfo")))
                    .doesNotContain(name);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aNameThatIsTakenStaysWhatItWas() throws Exception {
        NetworkNamespaces.add(name);
        assertThatThrownBy(() -> NetworkNamespaces.add(name))
                .isInstanceOfSatisfying(
                        SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
        NetworkNamespaces.open(name).close();
    }

    @Test
    void aNameThatIsNotThereIsToldSo() {
        assertThatThrownBy(() -> NetworkNamespaces.open(name))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file + ": no such network namespace");
        assertThatThrownBy(() -> NetworkNamespaces.delete(name))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file + ": no such network namespace");
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String each : new String[] {"", ".", "..", "a/b", "x".repeat(256)}) {
            assertThatThrownBy(() -> NetworkNamespaces.file(each))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a name of a network namespace");
        }
    }

    @Test
    void aProcessThatIsGoneCannotBeNamed() {
        assertThatThrownBy(() -> NetworkNamespaces.attach(name, Integer.MAX_VALUE))
                .hasMessage("/proc/" + Integer.MAX_VALUE + ": no such process");
        assertThat(file).doesNotExist();
    }
}
