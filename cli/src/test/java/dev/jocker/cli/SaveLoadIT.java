package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives of images: ours read by skopeo and umoci, theirs by us. */
final class SaveLoadIT extends ContainerTest {
    private Path archive;

    @BeforeEach
    void anImageOfTwoLayers() throws IOException, InterruptedException {
        archive = scratch.resolve("images.tar");
        Path root = busyboxRoot("root");
        write(root.resolve("data/old"), "old");
        good("init", root.toString(), "base");
        good("create", "--network", "none", "--name", "maker", "base", "true");
        Files.writeString(scratch.resolve("new"), "new");
        good("cp", "-q", scratch.resolve("new").toString(), "maker:/data/new");
        good("commit", "-c", "CMD [\"cat\", \"/data/old\", \"/data/new\"]", "maker", "box:2");
        good("rm", "maker");
    }

    @AfterEach
    void removeImages() throws IOException, InterruptedException {
        jocker("rm", "-f", "maker");
        for (String line :
                jocker("images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}").lines()) {
            good("rmi", line.split(" ", -1)[line.startsWith("<none>") ? 1 : 0]);
        }
    }

    private String good(String... words) throws IOException, InterruptedException {
        Result result = jocker(words);
        assertThat(result.status())
                .as("status of %s; %s", List.of(words), result.err())
                .isZero();
        return result.out().stripTrailing();
    }

    private static String tool(String... words) throws IOException, InterruptedException {
        if (words[0].equals("skopeo") || words[0].equals("umoci")) {
            Witness.require(words[0]);
        }
        Result result = Launcher.finish(new ProcessBuilder(words), new byte[0]);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private String run(String image) throws IOException, InterruptedException {
        return good("run", "--rm", "--network", "none", image);
    }

    private String id(String image) throws IOException, InterruptedException {
        return good("inspect", "-f", "{{.Id}}", image);
    }

    @Test
    void comesBackAsItWas() throws Exception {
        String id = id("box:2");
        good("save", "-o", archive.toString(), "box:2");
        good("rmi", "box:2");
        good("rmi", "base");
        assertThat(good("load", "-i", archive.toString())).isEqualTo("Loaded image: box:2");
        assertThat(id("box:2")).isEqualTo(id);
        assertThat(run("box:2")).isEqualTo("oldnew");
    }

    @Test
    void theSameImageGivesTheSameArchive() throws Exception {
        byte[] first = jocker("save", "box:2").bytes();
        assertThat(jocker("save", "box:2").bytes()).isEqualTo(first);
        good("rmi", "box:2");
        assertThat(launcher.jockerReads(first, "load").status()).isZero();
        assertThat(jocker("save", "box:2").bytes()).isEqualTo(first);
    }

    @Test
    void whatNobodyReadsIsNotWritten() throws Exception {
        List<String> head = List.of("sh", "-c", "{ \"$@\"; echo $? >&2; } | head -c 3", "sh");
        Result result = Launcher.finish(launcher.builder(head, "save", "box:2"), new byte[0]);
        assertThat(result.out()).hasSize(3);
        assertThat(result.err()).isEqualTo("141\n");
        List<String> full = List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh");
        Result lost = Launcher.finish(launcher.builder(full, "save", "box:2"), new byte[0]);
        assertThat(lost).isEqualTo(new Result(1, "", "jocker: not all could be written to standard output\n"));
        assertThat(files()).noneMatch(name -> name.contains("/data/tmp/"));
    }

    @Test
    void anIdHasNoName() throws Exception {
        String id = id("box:2");
        good("save", "-o", archive.toString(), id);
        good("rmi", "box:2");
        assertThat(good("load", "-i", archive.toString())).isEqualTo("Loaded image ID: " + id);
        assertThat(run(id)).isEqualTo("oldnew");
    }

    @Test
    void severalImagesShareLayers() throws Exception {
        good("save", "-o", archive.toString(), "base", "box:2");
        String names = tool("tar", "-tf", archive.toString());
        // Two layers, two configurations, two manifests.
        assertThat(names.lines().filter(name -> name.startsWith("blobs/sha256/") && !name.endsWith("/")))
                .hasSize(6);
        good("rmi", "base");
        good("rmi", "box:2");
        assertThat(good("load", "-i", archive.toString()).lines())
                .containsExactlyInAnyOrder("Loaded image: base:latest", "Loaded image: box:2");
    }

    @Test
    void othersReadIt() throws Exception {
        good("save", "-o", archive.toString(), "box:2");
        Path layout = scratch.resolve("layout");
        tool("skopeo", "copy", "-q", "docker-archive:" + archive + ":box:2", "oci:" + layout + ":docker");
        tool("skopeo", "copy", "-q", "oci-archive:" + archive, "oci:" + layout + ":oci");
        for (String tag : List.of("docker", "oci")) {
            Path bundle = scratch.resolve("bundle-" + tag);
            tool("umoci", "unpack", "--image", layout + ":" + tag, bundle.toString());
            assertThat(bundle.resolve("rootfs/data/old")).hasContent("old");
            assertThat(bundle.resolve("rootfs/data/new")).hasContent("new");
        }
        good("save", "--format", "oci-archive", "-o", archive.toString(), "box:2");
        assertThat(tool("tar", "-tf", archive.toString())).doesNotContain("manifest.json");
        assertThat(tool("skopeo", "inspect", "oci-archive:" + archive)).contains("\"Layers\"");
    }

    @Test
    void readsWhatOthersWrite() throws Exception {
        good("save", "-o", archive.toString(), "box:2");
        Path docker = scratch.resolve("docker.tar");
        Path oci = scratch.resolve("oci.tar");
        tool("skopeo", "copy", "-q", "docker-archive:" + archive, "docker-archive:" + docker + ":their/box:3");
        tool("skopeo", "copy", "-q", "docker-archive:" + archive, "oci-archive:" + oci + ":their/box:4");
        good("rmi", "box:2");
        good("rmi", "base");
        assertThat(good("load", "-i", docker.toString())).isEqualTo("Loaded image: their/box:3");
        assertThat(good("load", "-i", oci.toString())).isEqualTo("Loaded image: their/box:4");
        assertThat(run("their/box:3")).isEqualTo("oldnew");
        assertThat(run("their/box:4")).isEqualTo("oldnew");
        tool("gzip", docker.toString());
        assertThat(good("load", "-i", docker + ".gz")).isEqualTo("Loaded image: their/box:3");
    }

    @Test
    void aDamagedArchiveLeavesTheStoreAsItWas() throws Exception {
        byte[] whole = jocker("save", "box:2").bytes();
        good("rmi", "box:2");
        String before = good("images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}");
        List<String> blobs = files();

        Result cut = launcher.jockerReads(Arrays.copyOf(whole, whole.length / 2), "load");
        assertThat(cut.status()).isEqualTo(1);
        assertThat(cut.err().lines()).hasSize(1);

        Path half = Files.write(scratch.resolve("half.tar"), Arrays.copyOf(whole, whole.length / 2));
        Result named = jocker("load", "-i", half.toString());
        assertThat(named.status()).isEqualTo(1);
        assertThat(named.err()).startsWith("jocker: " + half + ": ").hasLineCount(1);

        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1; // in the layer of busybox
        Result damaged = launcher.jockerReads(changed, "load");
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.err()).contains("the archive is damaged: blob sha256:");

        Result other = Launcher.finish(
                launcher.builder(List.of(), "load"), jockerTar(Files.createDirectories(scratch.resolve("plain"))));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("no archive of images");

        assertThat(good("images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"))
                .isEqualTo(before);
        assertThat(files()).isEqualTo(blobs);
    }

    private byte[] jockerTar(Path directory) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("a"), "a");
        return Launcher.finish(new ProcessBuilder("tar", "-C", directory.toString(), "-cf", "-", "a"), new byte[0])
                .bytes();
    }

    private List<String> files() throws IOException {
        List<String> names = new ArrayList<>();
        for (String place : List.of("layers", "images/blobs/sha256", "tmp")) {
            try (var entries = Files.list(launcher.data().resolve(place))) {
                entries.map(Path::toString).sorted().forEach(names::add);
            }
        }
        return names;
    }

    @Test
    void whatIsOnlyHereIsNotSaved() throws Exception {
        good("create", "--network", "none", "--name", "maker", "host", "true");
        good("commit", "maker", "mine");
        good("rm", "maker");
        Result save = jocker("save", "-o", archive.toString(), "mine");
        assertThat(save.status()).isEqualTo(1);
        assertThat(save.err()).contains("this machine's own files");
        assertThat(archive).doesNotExist();
        assertThat(jocker("save", "nobody").err()).contains("no such image: nobody");
    }
}
