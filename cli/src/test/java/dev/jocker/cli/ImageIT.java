package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Collector;
import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code import}, {@code images}, {@code rmi}, and running what was imported. */
final class ImageIT extends ContainerTest {
    @Test
    void archivesOfEveryCompressionAreImportedAndRun() throws Exception {
        Witness.require("xz");
        Witness.require("zstd");
        Path root = busyboxRoot("root");
        String[][] cases = {{"tar", "--no-auto-compress"}, {"tar.gz", "-z"}, {"tar.xz", "-J"}, {"tar.zst", "--zstd"}};
        for (String[] each : cases) {
            Path archive = tar(root, "box." + each[0], each[1]);
            String name = "box-" + each[0].replace('.', '-');
            Result imported = jocker("import", archive.toString(), name);
            assertThat(imported.status()).as(imported.err()).isZero();
            assertThat(jocker("run", "--rm", name, "sh", "-c", "echo fine; stat -c %u:%g /bin/busybox")
                            .out())
                    .as(each[0])
                    .isEqualTo("fine\n0:0\n");
            assertThat(jocker("images").out()).containsPattern("(?m)^" + name + " +latest ");
            assertThat(jocker("run", "--rm", name + ":latest", "echo", "tagged").out())
                    .isEqualTo("tagged\n");
        }
        for (String[] each : cases) {
            assertThat(jocker("rmi", "box-" + each[0].replace('.', '-')).status())
                    .isZero();
        }
        assertThat(jocker("images").out().lines()).hasSize(1);
        assertThat(files("layers")).isEmpty();
    }

    @Test
    void standardInputIsAnArchiveToo() throws Exception {
        byte[] archive = Files.readAllBytes(tar(busyboxRoot("root"), "box.tar", "--no-auto-compress"));
        Result imported = launcher.jockerReads(archive, "import", "-", "piped:v1");
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(jocker("run", "--rm", "piped:v1", "cat", "/etc/group").out()).isEqualTo("root:x:0:\n");
        assertThat(jocker("rmi", "piped:v1").status()).isZero();
    }

    @Test
    void aNameIsNotNeededAndHowItIsRunCanBeSaid() throws Exception {
        String archive =
                tar(busyboxRoot("root"), "box.tar", "--no-auto-compress").toString();
        Result imported =
                jocker("import", "-c", "CMD echo $GREETING", "--change", "ENV GREETING=hello", "-m", "a root", archive);
        assertThat(imported.status()).as(imported.err()).isZero();
        String id = imported.out().strip();
        assertThat(id).matches("sha256:[0-9a-f]{64}");
        assertThat(jocker("images", "--format", "{{.Repository}}").out()).isEqualTo("<none>\n");
        assertThat(jocker("run", "--rm", "--network", "none", id).out()).isEqualTo("hello\n");
        assertThat(jocker("inspect", "-f", "{{.Comment}}", id).out()).isEqualTo("a root\n");
        assertThat(jocker("rmi", id).status()).isZero();
        assertThat(files("layers")).isEmpty();
    }

    @Test
    void anImageInUseIsNotRemoved() throws Exception {
        jocker(
                "import",
                tar(busyboxRoot("root"), "box.tar", "--no-auto-compress").toString(),
                "used");
        Process running = launcher.builder(
                        List.of(), "run", "--rm", "-i", "used", "sh", "-c", "echo ready; read x; cat /etc/group")
                .start();
        var out = new Collector(running.getInputStream());
        try {
            await("ready", () -> out.text().contains("ready"));
            Result refused = jocker("rmi", "used");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("jocker: image used is being used by container ")
                    .hasLineCount(1);
        } finally {
            running.getOutputStream().close();
        }
        assertThat(running.waitFor()).isZero();
        assertThat(new String(out.bytes(), StandardCharsets.UTF_8)).isEqualTo("ready\nroot:x:0:\n");
        assertThat(jocker("rmi", "used").status()).isZero();
    }

    @Test
    void anImageOfAStoppedContainerLosesItsNameByForce() throws Exception {
        box("box:1");
        String id = jocker("inspect", "-f", "{{.Id}}", "box:1").out().strip();
        assertThat(jocker("run", "--name", "web", "--network", "none", "box:1", "true")
                        .status())
                .isZero();
        assertThat(jocker("rmi", "box:1").err()).startsWith("jocker: image box:1 is being used by container web (");

        String template = "{{.Variant}}|{{.GraphDriver.Name}}|{{.Config.StopSignal}}|";
        assertThat(jocker("inspect", "-f", template, "box:1").out()).isEqualTo("|overlay2||\n");
        assertThat(jocker("inspect", "-f", "{{.Config.StopSignal}}|", "web").out())
                .isEqualTo("|\n");
        assertThat(jocker("system", "df", "-v").out()).contains("Build cache usage: 0B");

        assertThat(jocker("rmi", "-f", "box:1").out()).isEqualTo("Untagged: box:1\n");
        assertThat(jocker("start", "-a", "web").status()).isZero();
        assertThat(jocker("rm", "web").status()).isZero();
        assertThat(jocker("rmi", "-f", id).out()).contains("Deleted: " + id);
        assertThat(files("layers")).isEmpty();
    }

    @Test
    void aDamagedImageIsToldAndLocksNothing() throws Exception {
        box("box:1");
        box("other:1");
        String id = jocker("inspect", "-f", "{{.Id}}", "box:1").out().strip();
        Path config = launcher.data().resolve("images/blobs/sha256/" + id.substring(7));
        Files.write(config, new byte[0]);
        String line = "jocker: the configuration of image box:1 is damaged (" + config
                + "): get the image anew, or remove it\n";

        for (String[] words : new String[][] {{"images"}, {"system", "df"}}) {
            Result listed = jocker(words);
            assertThat(listed.status()).as(listed.err()).isZero();
            assertThat(listed.err()).isEqualTo(line);
        }
        assertThat(jocker("images").out()).contains("other", "box");
        assertThat(jocker("info").status()).isZero();
        assertThat(jocker("builder", "prune", "-f").status()).isZero();
        assertThat(jocker("run", "box:1").err()).isEqualTo(line);
        assertThat(jocker("history", "box:1").err()).isEqualTo(line);
        Result rmi = jocker("rmi", "box:1");
        assertThat(rmi.status()).as(rmi.err()).isZero();
        assertThat(jocker("images").err()).isEmpty();
        assertThat(jocker("run", "--rm", "--network", "none", "other:1", "true").status())
                .isZero();
        assertThat(jocker("rmi", "other:1").status()).isZero();
        assertThat(files("layers")).isEmpty();
    }

    @Test
    void aNameThatHasAMeaningIsRefused() throws Exception {
        String archive = box("box:1");
        for (String[] words : new String[][] {
            {"tag", "box:1", "host"}, {"import", archive, "scratch"}, {"pull", "host"}, {"pull", "scratch"},
        }) {
            Result refused = jocker(words);
            assertThat(refused.status()).as(refused.out()).isNotZero();
            assertThat(refused.err()).contains("is a reserved name");
        }
        for (String[] words : new String[][] {
            {"history", "host"},
            {"save", "-o", scratch + "/x", "host"},
            {"push", "host"},
            {"rmi", "host"},
            {"inspect", "--type", "image", "host"},
        }) {
            assertThat(jocker(words).err()).contains("jocker: host is this machine's own files");
        }
        assertThat(jocker("rmi", "box:1").status()).isZero();
    }

    /** Imports one, and returns the archive. */
    private String box(String name) throws Exception {
        String archive = tar(busyboxRoot("root-" + name), "box-" + name.length() + ".tar", "--no-auto-compress")
                .toString();
        Result imported = jocker("import", archive, name);
        assertThat(imported.status()).as(imported.err()).isZero();
        return archive;
    }

    @Test
    void whatAContainerWritesDoesNotGetIntoItsImage() throws Exception {
        jocker(
                "import",
                tar(busyboxRoot("root"), "box.tar", "--no-auto-compress").toString(),
                "clean");
        for (int i = 0; i < 2; i++) {
            assertThat(jocker(
                                    "run",
                                    "--rm",
                                    "clean",
                                    "sh",
                                    "-c",
                                    "ls /new; echo x > /new; echo x >> /etc/group; cat /etc/group")
                            .out())
                    .isEqualTo("root:x:0:\nx\n");
        }
        assertThat(jocker("run", "--rm", "--userns", "auto", "clean", "stat", "-c", "%u", "/bin/busybox", "/etc/group")
                        .out())
                .isEqualTo("0\n0\n");
        assertThat(jocker("rmi", "clean").status()).isZero();
    }

    @Test
    void aBadArchiveLeavesNothing() throws Exception {
        byte[] good = Files.readAllBytes(tar(busyboxRoot("root"), "box.tar.gz", "-z"));
        Path cut = Files.write(scratch.resolve("cut.tar.gz"), Arrays.copyOf(good, good.length / 2));
        Path noise = Files.write(scratch.resolve("noise.tar"), "this is no archive".getBytes(StandardCharsets.UTF_8));
        List<String> before = files("layers");
        for (Path bad : List.of(cut, noise, scratch.resolve("missing.tar"))) {
            Result result = jocker("import", bad.toString(), "bad");
            assertThat(result.status()).as(bad.toString()).isEqualTo(1);
            assertThat(result.err()).startsWith("jocker: ").hasLineCount(1);
            assertThat(files("layers")).isEqualTo(before);
        }
        assertThat(jocker("images").out()).doesNotContain("bad");
    }

    @Test
    void anArchiveCannotWriteOutsideOfItsLayer() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Path root = Files.createDirectory(scratch.resolve("evil"));
        Files.createSymbolicLink(root.resolve("way"), outside);
        Path archive = tar(root, "evil.tar", "--no-auto-compress");
        Path second = Files.createDirectories(scratch.resolve("second/way")).getParent();
        Files.writeString(second.resolve("way/file"), "through a link");
        // The link first, then a file that lies behind its name.
        Launcher.finish(
                new ProcessBuilder("tar", "-C", second.toString(), "-rf", archive.toString(), "way/file"), new byte[0]);
        assertThat(Launcher.finish(new ProcessBuilder("tar", "-tf", archive.toString()), new byte[0])
                        .out())
                .endsWith("./way\nway/file\n");
        jocker("import", archive.toString(), "evil");
        assertThat(outside).isEmptyDirectory();
        Path up = Files.writeString(scratch.resolve("up"), "x");
        Launcher.finish(
                new ProcessBuilder(
                        "tar",
                        "-P",
                        "-cf",
                        archive.toString(),
                        "--transform",
                        "s,.*,../../../../../../.." + outside + "/up,",
                        up.toString()),
                new byte[0]);
        assertThat(Launcher.finish(new ProcessBuilder("tar", "-Ptf", archive.toString()), new byte[0])
                        .out())
                .startsWith("../../");
        jocker("import", archive.toString(), "evil");
        assertThat(outside).isEmptyDirectory();
    }

    private Path tar(Path root, String name, String compression) throws IOException, InterruptedException {
        Path archive = scratch.resolve(name);
        Result result = Launcher.finish(
                new ProcessBuilder("tar", "-C", root.toString(), compression, "-cf", archive.toString(), "."),
                new byte[0]);
        assertThat(result.status()).as(result.err()).isZero();
        return archive;
    }

    private List<String> files(String place) throws IOException {
        Path path = launcher.data().resolve(place);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (var entries = Files.list(path)) {
            return entries.map(Path::toString).sorted().toList();
        }
    }
}
