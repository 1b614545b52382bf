package dev.jocker.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jocker.runtime.container.Busybox;
import dev.jocker.runtime.container.Entering;
import dev.jocker.runtime.launch.RootPlan;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.Change;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docker diff}. */
@NeedsRoot
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangesIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsWhatWasAddedChangedAndDeleted(boolean ownUsers) throws IOException {
        Path root = Busybox.rootIn(directory.resolve("root"));
        for (String path : List.of(
                "same/file", "grown/file", "shrunk/file", "emptied/a", "emptied/b/c", "mode/file", "turned/x")) {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), "x");
        }
        RunOptionsBuilder options = RunOptions.rootfs(root).command("/bin/sleep", "1000");
        if (ownUsers) {
            options.userNamespace(NamespaceChoice.PRIVATE);
        }
        try (Entering container = Entering.start(directory, options)) {
            assumeThat(container.host().writable()).isEqualTo(RootPlan.Writable.ON_DISK);
            assertThat(lines(container, root)).isEmpty();
            run(
                    container,
                    "echo y >> /same/file; echo > /grown/new; rm /shrunk/file; rm -r /emptied; mkdir /emptied;"
                            + " echo > /emptied/a; chmod 700 /mode; rm -r /turned; echo > /turned; mkdir -p /new/below; touch /new/z"
                            + " /new-er; touch /passing; rm /passing");
            assertThat(lines(container, root))
                    .containsExactly(
                            "C /emptied",
                            "C /emptied/a",
                            "D /emptied/b",
                            "C /grown",
                            "A /grown/new",
                            "C /mode",
                            "A /new",
                            "A /new/below",
                            "A /new/z",
                            "A /new-er",
                            "C /same/file",
                            "C /shrunk",
                            "D /shrunk/file",
                            "C /turned");
        }
    }

    @Test
    void linksOfTheContainersAreNotFollowed() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "");
        Path root = Busybox.rootIn(directory.resolve("root"));
        try (Entering container =
                Entering.start(directory, RunOptions.rootfs(root).command("/bin/sleep", "1000"))) {
            assumeThat(container.host().writable()).isEqualTo(RootPlan.Writable.ON_DISK);
            run(container, "ln -s " + outside + " /link; mkfifo /fifo");
            assertThat(lines(container, root)).containsExactly("A /fifo", "A /link");
        }
    }

    @Test
    void theHostImageHasSeveralTrees() throws IOException {
        try (Entering container =
                Entering.start(directory, RunOptions.image("host").command("/bin/sleep", "1000"))) {
            assumeThat(container.host().writable()).isEqualTo(RootPlan.Writable.ON_DISK);
            run(container, "echo > /usr/jocker-test; echo > /jocker-test; rm /usr/bin/env");
            List<Changes.Layers> layers = List.of(
                    new Changes.Layers("", upper(container, "root"), List.of(skeleton())),
                    new Changes.Layers("/usr", upper(container, "tree0"), List.of(Path.of("/usr"))));
            assertThat(texts(Changes.of(layers)))
                    .containsExactly("A /jocker-test", "C /usr/bin", "D /usr/bin/env", "A /usr/jocker-test");
        }
    }

    private Path skeleton() throws IOException {
        try (var skeletons = Files.list(directory.resolve("data/host"))) {
            return skeletons.findFirst().orElseThrow();
        }
    }

    private Path upper(Entering container, String name) {
        return directory.resolve("data/containers/" + container.container().id() + "/" + name);
    }

    private List<String> lines(Entering container, Path root) throws IOException {
        return texts(Changes.of(List.of(new Changes.Layers("", upper(container, "root"), List.of(root)))));
    }

    private static List<String> texts(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        for (Change change : changes) {
            lines.add(change.kind().letter() + " " + change.path());
        }
        return lines;
    }

    private static void run(Entering container, String script) throws IOException {
        Entering.Result result = container.run("sh", "-ec", script);
        assertThat(result.exitCode()).as(result.err()).isZero();
    }
}
