package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes into the layer of a RUN: what the command has changed, and nothing that Jocker or overlayfs has made for it. */
final class BuildLayerIT extends BuildTest {
    private static final long OLD = 1_000_000_000;

    /** A box whose directories are old, without /etc if {@code bare}. */
    private void oldBox(boolean bare) throws IOException, InterruptedException {
        Path root = busyboxRoot(bare ? "bare" : "box");
        for (String applet : List.of("rm", "chmod", "chown", "date")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        Files.createDirectories(root.resolve("etc/kept"));
        write(root.resolve("var/a"), "a");
        if (bare) {
            deleteTree(root.resolve("etc"));
        }
        for (String each : List.of("etc/kept", "etc", "var", "root")) {
            if (Files.exists(root.resolve(each))) {
                Files.setLastModifiedTime(root.resolve(each), FileTime.fromMillis(OLD));
            }
        }
        good("init", root.toString(), bare ? "bare" : "box");
    }

    /** The files of the topmost layer of what these lines build. */
    private List<String> layer(String... lines) throws IOException, InterruptedException {
        dockerfile(lines);
        built("--no-cache");
        Path tree = topLayer();
        try (var files = Files.walk(tree)) {
            return files.filter(each -> !each.equals(tree))
                    .map(each -> tree.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    private Path topLayer() throws IOException, InterruptedException {
        String top = inspect("t", "{{index .RootFS.Layers 1}}");
        return directory.resolve("data/layers/" + top.substring("sha256:".length()));
    }

    private long time(String path) throws IOException, InterruptedException {
        return Files.getLastModifiedTime(topLayer().resolve(path)).toMillis();
    }

    @Test
    void aCommandThatChangesNothingMakesAnEmptyLayer() throws Exception {
        oldBox(false);
        oldBox(true);
        for (String image : List.of("box", "bare")) {
            for (String nothing : List.of(
                    "RUN true",
                    "RUN --mount=type=cache,target=/root/.cache/x --mount=target=/var/f,source=Dockerfile true",
                    "RUN --mount=type=tmpfs,target=/new/place touch /new/place/x",
                    "RUN chmod 755 /var; chown 0:0 /root")) {
                assertThat(layer("FROM " + image, nothing))
                        .as(image + ": " + nothing)
                        .isEmpty();
                assertThat(inspect("t", "{{index .RootFS.Layers 1}}")).isEqualTo(EMPTY_LAYER);
            }
        }
    }

    @Test
    void whatIsChangedGoesIntoTheLayer() throws Exception {
        oldBox(false);
        oldBox(true);
        assertThat(layer("FROM bare", "RUN echo x > /etc/x")).containsExactly("etc", "etc/x");
        assertThat(layer("FROM bare", "RUN chmod 700 /etc")).containsExactly("etc");
        assertThat(layer("FROM bare", "RUN mkdir /empty")).containsExactly("empty");
        assertThat(layer("FROM box", "RUN chmod 700 /var")).containsExactly("var");
        assertThat(layer("FROM box", "RUN chown 7:8 /root")).containsExactly("root");
        assertThat(layer("FROM box", "RUN touch -d '2001-02-03 04:05:06' /var")).containsExactly("var");
        assertThat(layer("FROM box", "RUN --mount=type=tmpfs,target=/new/place echo x > /new/x"))
                .containsExactly("new", "new/x");
        assertThat(layer("FROM box", "RUN rm -r /var; mkdir /var")).contains("var");
        assertThat(sh("ls /var")).isEmpty();
        assertThat(layer("FROM box", "RUN rm /etc/group")).contains("etc").hasSize(2);
        assertThat(sh("ls /etc/group 2>/dev/null || echo gone")).isEqualTo("gone");
    }

    @Test
    void aDirectoryOnTheWayKeepsItsTime() throws Exception {
        oldBox(false);
        assertThat(layer("FROM box", "RUN echo x > /etc/kept/x")).containsExactly("etc", "etc/kept", "etc/kept/x");
        assertThat(time("etc")).isEqualTo(OLD);
        assertThat(layer("FROM box", "RUN --mount=type=tmpfs,target=/etc/kept/t chmod 700 /etc/kept"))
                .containsExactly("etc", "etc/kept");
        assertThat(time("etc/kept")).isEqualTo(OLD);
        assertThat(layer("FROM box", "RUN echo x > /etc/x")).containsExactly("etc", "etc/x");
        assertThat(time("etc")).isNotEqualTo(OLD);
    }

    /** The names in the archive that the topmost layer is, as {@code tar(1)} lists them. */
    private List<String> archived() throws IOException, InterruptedException {
        Path saved = Files.createTempDirectory(scratch, "saved");
        good("save", "-o", saved + "/t.tar", "t");
        String script =
                "tar -xf t.tar && tar -tf \"$(sed 's/.*\"Layers\":\\[[^]]*\"\\([^\"]*\\)\"\\].*/\\1/' manifest.json)\"";
        Result names = Launcher.finish(new ProcessBuilder("sh", "-c", script).directory(saved.toFile()), new byte[0]);
        assertThat(names.err()).isEmpty();
        return names.out().lines().toList();
    }

    @Test
    void aFileThatIsCopiedTwiceIsThereOnce() throws Exception {
        box();
        file("src/a.txt", "a");
        file("src/b.txt", "b");
        for (String text : List.of("1", "2")) {
            Path files = Files.createDirectory(scratch.resolve("files" + text));
            write(files.resolve("in/x"), text);
            Files.createLink(files.resolve("in/y" + text), files.resolve("in/x"));
            Files.write(context.resolve(text + ".tar"), tar(files));
        }
        dockerfile("FROM box", "COPY src/a.txt src/*.txt /to/");
        built();
        assertThat(archived()).containsExactly("to/", "to/a.txt", "to/b.txt");
        file("more/a.txt", "changed");
        dockerfile("FROM box", "COPY src/a.txt more/a.txt src/b.txt /to/");
        built();
        assertThat(archived()).containsExactly("to/", "to/a.txt", "to/b.txt");
        assertThat(sh("cat /to/a.txt")).isEqualTo("changed");
        dockerfile("FROM box", "ADD 1.tar 2.tar /to/");
        built();
        assertThat(sh("cat /to/in/x /to/in/y1 /to/in/y2")).isEqualTo("212");
    }
}
