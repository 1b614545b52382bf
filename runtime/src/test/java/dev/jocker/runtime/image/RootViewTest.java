package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.image.RootView.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootViewTest {
    @TempDir
    Path directory;

    private Path upper;
    private Path lower;
    private RootView view;

    @BeforeEach
    void twoLayers() throws IOException {
        upper = Files.createDirectories(directory.resolve("upper"));
        lower = Files.createDirectories(directory.resolve("lower"));
        view = RootView.of(List.of(upper, lower));
    }

    @Test
    void theUpperLayersFileHidesTheLowers() throws IOException {
        file(upper, "etc/passwd", "new");
        file(lower, "etc/passwd", "old");
        file(lower, "etc/group", "group");

        assertThat(text("/etc/passwd")).isEqualTo("new");
        assertThat(text("/etc/group")).isEqualTo("group");
        assertThat(text("etc//./group")).isEqualTo("group");
        assertThat(view.find("/etc").kind()).isEqualTo(Kind.DIRECTORY);
        assertThat(view.find("/etc/shadow")).isEqualTo(new RootView.Found(Kind.MISSING, "/etc/shadow", false));
    }

    @Test
    void aFileHidesADirectoryBelow() throws IOException {
        file(upper, "opt", "a file");
        file(lower, "opt/tool", "hidden");

        assertThat(view.find("/opt").kind()).isEqualTo(Kind.FILE);
        assertThat(view.find("/opt/tool").kind()).isEqualTo(Kind.MISSING);
        assertThat(view.find("/opt/").kind()).isEqualTo(Kind.MISSING);
    }

    @Test
    void aDirectoryHidesAFileBelowAndEndsTheMerging() throws IOException {
        Path third = Files.createDirectories(directory.resolve("third"));
        Files.createDirectories(upper.resolve("d"));
        file(lower, "d", "a file");
        file(third, "d/f", "hidden");

        assertThat(RootView.of(List.of(upper, lower, third)).find("/d/f").kind())
                .isEqualTo(Kind.MISSING);
    }

    @Test
    void linksLeadAcrossLayersButNotOut() throws IOException {
        link(upper, "bin", "usr/bin");
        file(lower, "usr/bin/sh", "shell");
        link(lower, "usr/bin/up", "../../../../../../etc/secret");
        link(lower, "usr/bin/absolute", "/etc/secret");
        file(lower, "etc/secret", "inside");
        file(directory, "etc/secret", "outside");
        file(directory, "outside", "outside");
        link(lower, "out", directory + "/outside");

        assertThat(text("/bin/sh")).isEqualTo("shell");
        assertThat(view.find("/bin/sh").path()).isEqualTo("/usr/bin/sh");
        assertThat(text("/bin/up")).isEqualTo("inside");
        assertThat(text("/bin/absolute")).isEqualTo("inside");
        assertThat(text("/../../etc/secret")).isEqualTo("inside");
        assertThat(view.read("/out")).isEmpty();
    }

    @Test
    void linksInACircleLeadNowhere() throws IOException {
        link(lower, "a", "b");
        link(lower, "b", "/a");

        assertThat(view.find("/a").kind()).isEqualTo(Kind.MISSING);
    }

    @Test
    void aTreeLiesOverItsPlace() throws IOException {
        Path usr = Files.createDirectories(directory.resolve("host-usr"));
        file(usr, "bin/tool", "tool");
        file(lower, "usr/bin/tool", "hidden");
        link(lower, "bin", "usr/bin");

        assertThat(new String(view.with("/usr", List.of(usr)).read("/bin/tool").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("tool");
    }

    @Test
    void readsAtMostWhatIsAskedFor() throws IOException {
        file(lower, "long", "x".repeat(10_000));

        assertThat(view.readFirst("/long", 100)).hasSize(100);
        assertThat(view.readFirst("/long", 20_000)).hasSize(10_000);
        assertThat(view.readFirst("/", 100)).isNull();
    }

    @Test
    void namesNeedNotBeShortNorAscii() throws IOException {
        file(lower, "grün", "green");

        assertThat(text("/grün")).isEqualTo("green");
        assertThat(view.find("/" + "x".repeat(300)).kind()).isEqualTo(Kind.MISSING);
    }

    private String text(String path) throws IOException {
        return new String(view.read(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static void file(Path root, String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void link(Path root, String name, String target) throws IOException {
        Path link = root.resolve(name);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }
}
