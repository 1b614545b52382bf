package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code jocker system …}. */
final class SystemIT extends KeptTest {
    @Test
    void infoTellsOfThisHost() throws Exception {
        server("web");
        good("create", "--name", "made", "host", "true");
        assertThat(
                        good(
                                "info",
                                "-f",
                                "{{.Containers}} {{.ContainersRunning}} {{.ContainersStopped}} {{.NCPU}} {{.KernelVersion}} {{.DockerRootDir}}"))
                .isEqualTo("2 1 1 " + Runtime.getRuntime().availableProcessors() + " "
                        + Files.readString(Path.of("/proc/sys/kernel/osrelease"))
                                .strip() + " " + launcher.data());
        boolean two = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        assertThat(good("system", "info")).contains("\nCgroup Version: " + (two ? 2 : 1) + "\n");
    }

    @Test
    void dfCountsWhatContainersHaveWritten() throws Exception {
        background("fat", "head -c 5000000 /dev/zero > /root/file; echo ready; sleep 60");
        awaitLog("fat", "ready");
        assertThat(good("system", "df").lines().skip(1))
                .containsExactly(
                        "Images          0       0        0B     0B",
                        "Containers      1       1        5MB    0B (0%)",
                        "Local Volumes   0       0        0B     0B",
                        "Build Cache     0       0        0B     0B");
        assertThat(good("system", "df", "-v")).containsPattern("(?m)^[0-9a-f]{12} +host .* 5MB .* fat$");
        good("kill", "fat");
        good("wait", "fat");
        assertThat(good("system", "df", "--format", "{{.Type}} {{.Reclaimable}}"))
                .contains("Containers 5MB (100%)");
    }

    @Test
    void pruneTakesEmptyParentsOfControlGroupsAway() throws Exception {
        String id = background("job", "true");
        good("wait", "job");
        awaitThat(
                "none is empty",
                () -> { // others may be making theirs just now
                    assertThat(good("system", "prune", "-f")).contains("Total reclaimed space: ");
                    return emptyParents().isEmpty();
                });
        assertThat(good("ps", "-aq")).doesNotContain(id.substring(0, 12));
        assertThat(sh("echo fine")).isEqualTo("fine\n");
    }

    private static List<Path> emptyParents() throws IOException {
        List<Path> empty = new ArrayList<>();
        try (var trees = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"), Files::isDirectory)) {
            for (Path tree : trees) {
                for (Path parent : List.of(tree, tree.resolve("jocker"))) { // version 2 alone has it at the top
                    if (parent.endsWith("jocker") && Files.isDirectory(parent)) {
                        try (var below = Files.newDirectoryStream(parent, Files::isDirectory)) {
                            if (!below.iterator().hasNext()) {
                                empty.add(parent);
                            }
                        }
                    }
                }
            }
        }
        return empty;
    }

    @Test
    void aVerbThatIsNoneIsNamed() throws Exception {
        Result unknown = jocker("system", "foo");
        assertThat(unknown.status()).isEqualTo(125);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).isEqualTo("""
                        jocker system: there is no 'foo'; there are df, events, info, prune
                        See 'jocker system --help'.
                        """);
        assertThat(good("container")).startsWith("Usage: jocker container COMMAND");
    }
}
