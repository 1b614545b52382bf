package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images made of containers and of directories, and containers written as archives. */
final class CommitIT extends KeptTest {
    private static final String CHANGE =
            "echo new > /data/new; ln /data/new /data/hard; rm /data/old; rm -r /dir; mkdir /dir; echo z > /dir/z; "
                    + "ln -s new /data/link; chmod 4711 /data/tool; mkfifo /data/fifo; touch -d '2001-02-03 04:05:06' /data/when";

    @AfterEach
    void removeImages() throws IOException, InterruptedException {
        removeContainers();
        List<String> words = new ArrayList<>(List.of("rmi"));
        words.addAll(jocker("images", "-q").lines());
        if (words.size() > 1) {
            good(words.toArray(new String[0]));
        }
    }

    private Path root() throws IOException {
        Path root = busyboxRoot("root");
        for (String applet : List.of("rm", "ln", "chmod", "mkfifo", "sleep", "find")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        write(root.resolve("data/old"), "old");
        write(root.resolve("data/tool"), "tool");
        write(root.resolve("dir/hidden"), "hidden");
        return root;
    }

    private void initBox() throws IOException, InterruptedException {
        good("init", root().toString(), "box");
    }

    private String run(String image, String script, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "--network", "none"));
        words.addAll(List.of(options));
        words.addAll(List.of(image, "sh", "-c", script));
        return good(words.toArray(new String[0]));
    }

    private List<String> tar(byte[] archive, String options) throws IOException, InterruptedException {
        Result listed = Launcher.finish(new ProcessBuilder("tar", options, "-"), archive);
        assertThat(listed.status()).as(listed.err()).isZero();
        return listed.lines();
    }

    @Test
    void aDirectoryBecomesAnImage() throws Exception {
        initBox();
        assertThat(run("box", "cat /data/old /dir/hidden; ls /bin/sh", "--rm")).isEqualTo("oldhidden/bin/sh");
        Path missing = scratch.resolve("missing");
        assertThat(jocker("init", missing.toString(), "x").err())
                .isEqualTo("jocker: " + missing + ": no such directory\n");
    }

    @Test
    void theSameDirectoryGivesTheSameLayer() throws Exception {
        Path root = root();
        good("init", root.toString(), "box:1");
        good("init", root.toString(), "box:2");
        assertThat(inspect("box:1", "{{.RootFS.Layers}}")).isEqualTo(inspect("box:2", "{{.RootFS.Layers}}"));
    }

    @Test
    void keepsWhatTheContainerHasChanged() throws Exception {
        initBox();
        run("box", CHANGE, "--name", "first");
        good("commit", "first", "box:2");
        String look =
                "cd /data; cat new link; ls; stat -c '%a %h' tool hard; stat -c %F fifo; stat -c %Y when; ls /dir";
        assertThat(run("box:2", look, "--rm").lines())
                .containsExactly(
                        "new",
                        "new",
                        "fifo",
                        "hard",
                        "link",
                        "new",
                        "tool",
                        "when",
                        "4711 1",
                        "644 2",
                        "fifo",
                        "981173106",
                        "z");
        // It lies on its image: one layer more.
        assertThat(inspect("box:2", "{{len .RootFS.Layers}}")).isEqualTo("2");
    }

    @Test
    void theSameChangesGiveTheSameLayer() throws Exception {
        initBox();
        run("box", CHANGE, "--name", "first");
        good("commit", "first", "box:2");
        good("commit", "-m", "again", "first", "box:3");
        assertThat(inspect("box:2", "{{.RootFS.Layers}}")).isEqualTo(inspect("box:3", "{{.RootFS.Layers}}"));
        assertThat(inspect("box:2", "{{.Id}}")).isNotEqualTo(inspect("box:3", "{{.Id}}"));
    }

    @Test
    void aContainerThatHasChangedNothingAddsAnEmptyLayer() throws Exception {
        Path root = root();
        good("init", root.toString(), "box"); // a start makes the three files in /etc
        BuildTest.deleteTree(root.resolve("etc"));
        good("init", root.toString(), "bare"); // and here /etc besides
        for (String image : List.of("box", "bare")) {
            run(image, "true", "--name", image + "1");
            assertThat(good("diff", image + "1")).isEmpty();
            good("commit", image + "1", image + ":2");
            assertThat(inspect(image + ":2", "{{index .RootFS.Layers 1}}")).isEqualTo(BuildTest.EMPTY_LAYER);
        }
        run("bare", "echo x > /etc/x", "--name", "changed");
        assertThat(good("diff", "changed").lines()).containsExactly("A /etc", "A /etc/x");
        good("commit", "changed", "bare:3");
        assertThat(run("bare:3", "cat /etc/x", "--rm")).isEqualTo("x");
    }

    @Test
    void theImageRunsAsTheContainerDid() throws Exception {
        initBox();
        run("box", "true", "--name", "first", "-e", "A=b", "-w", "/data", "-l", "k=v", "-u", "1:2");
        good("commit", "-c", "CMD [\"sh\", \"-c\", \"echo $A $C; pwd; id -u\"]", "-c", "ENV C=d", "first", "box:2");
        assertThat(good("run", "--rm", "--network", "none", "box:2").lines()).containsExactly("b d", "/data", "1");
        assertThat(inspect("box:2", "{{.Config.Labels.k}} {{.Config.User}}")).isEqualTo("v 1:2");
        assertThat(inspect("box:2", "{{.Config.Env}}")).doesNotContain("HOSTNAME", "HOME");
    }

    @Test
    void aContainerThatRunsGoesOn() throws Exception {
        initBox();
        run("box", "echo a > /data/a; echo ready; while sleep 1; do :; done", "-d", "--name", "first");
        awaitLog("first", "ready");
        good("commit", "first", "box:2");
        assertThat(inspect("first", "{{.State.Status}}")).isEqualTo("running");
        assertThat(run("box:2", "cat /data/a", "--rm")).isEqualTo("a");
    }

    @Test
    void ownersAreThoseThatTheContainerSees() throws Exception {
        initBox();
        run("box", "echo a > /data/a; mkdir /data/d; rm -r /dir; mkdir /dir", "--name", "first", "--userns", "auto");
        good("commit", "first", "box:2");
        assertThat(run("box:2", "stat -c %u:%g /data/a /data/d; ls /dir", "--rm"))
                .isEqualTo("0:0\n0:0");
    }

    @Test
    void changesOfTheHostImageLieOnTheHost() throws Exception {
        good(
                "run",
                "--network",
                "none",
                "--name",
                "first",
                "host",
                "sh",
                "-c",
                "echo a > /a; echo b > /usr/b; rm /usr/bin/env");
        good("commit", "first", "mine");
        String look = "cat /a /usr/b; test -e /usr/bin/env || echo gone; echo c > /usr/c";
        assertThat(run("mine", look, "--name", "second")).isEqualTo("a\nb\ngone");
        assertThat(good("diff", "second").lines()).containsExactly("A /usr/c");
        good("start", "second");
        good("commit", "second", "mine:2");
        assertThat(run("mine:2", "cat /a /usr/b /usr/c", "--rm")).isEqualTo("a\nb\nc");
    }

    @Test
    void anImageThatAContainerLiesOnStays() throws Exception {
        initBox();
        run("box", "echo a > /a", "--name", "first");
        good("commit", "first", "box:2");
        assertThat(jocker("rmi", "box").status()).isZero(); // its layer is box:2's, too
        assertThat(run("box:2", "cat /a", "--rm")).isEqualTo("a");
    }

    @Test
    void aContainerOfADirectoryHasNoImageToLieOn() throws Exception {
        Path root = root();
        good("run", "--network", "none", "--name", "first", "--rootfs", root.toString(), "sh", "-c", "true");
        Result commit = jocker("commit", "first", "x");
        assertThat(commit.status()).isEqualTo(1);
        assertThat(commit.err()).contains("made from a directory");
    }

    @Test
    void exportsWhatTheContainerSees() throws Exception {
        initBox();
        run(
                "box",
                CHANGE + "; echo ready; while sleep 1; do :; done",
                "-d",
                "--name",
                "first",
                "-v",
                scratch + ":/volume");
        awaitLog("first", "ready");
        byte[] running = jocker("export", "first").bytes();
        List<String> names = tar(running, "-tf");
        assertThat(names)
                .contains("bin/busybox", "data/new", "data/hard", "data/fifo", "dir/z", "volume/", "proc/", "dev/")
                .doesNotContain("data/old", "dir/hidden", "proc/self")
                .noneMatch(name -> name.contains(".wh."))
                .noneMatch(name -> name.startsWith("volume/") && name.length() > "volume/".length());
        assertThat(tar(running, "-tvf")).anyMatch(line -> line.contains("data/new link to data/hard"));
        good("stop", "-t", "0", "first");
        assertThat(jocker("export", "first").bytes()).isEqualTo(running);
        Path file = scratch.resolve("c.tar");
        good("export", "-o", file.toString(), "first");
        good("import", file.toString(), "flat");
        assertThat(run("flat", "cat /data/link /dir/z", "--rm")).isEqualTo("new\nz");
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThat(jocker("commit", "nobody", "x").err()).contains("nobody");
        assertThat(jocker("export", "nobody").err()).contains("nobody");
        assertThat(jocker("images", "-q").out()).isEmpty();
    }
}
