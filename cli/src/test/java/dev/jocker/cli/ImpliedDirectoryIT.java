package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.runtime.oci.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A layer with files of directories that it does not name, on bases of which each has other ones: a container finds those of its base. */
final class ImpliedDirectoryIT extends ContainerTest {
    private static final String LOOK = "stat -c %n:%a:%u:%g /tmp /srv/deep; ls /tmp /srv/deep";
    private static final String ONES = "/tmp:1777:0:0\n/srv/deep:2750:7:9\n/srv/deep:\nold\nx\n\n/tmp:\nx\n";
    private static final String OTHERS = "/tmp:700:5:6\n/srv/deep:755:0:0\n/srv/deep:\nx\n\n/tmp:\nx\n";

    private Path parts;

    @BeforeEach
    void twoImagesWithOneLayerOnTop() throws Exception {
        parts = Files.createDirectory(scratch.resolve("parts"));
        Path one = busyboxRoot("one");
        sh(one, "mkdir -p tmp srv/deep; chmod 1777 tmp; chown 7:9 srv/deep; chmod 2750 srv/deep; touch srv/deep/old");
        Path other = busyboxRoot("other");
        sh(other, "mkdir -p tmp; chmod 700 tmp; chown 5:6 tmp");
        Path upper = Files.createDirectory(scratch.resolve("upper"));
        sh(upper, "mkdir -p tmp srv/deep; touch tmp/x srv/deep/x");
        tar(one, "one.tar", ".");
        tar(other, "other.tar", ".");
        tar(upper, "upper.tar", "tmp/x", "srv/deep/x");
        load("one");
        load("other");
    }

    @AfterEach
    void removeImages() throws IOException, InterruptedException {
        for (String id : jocker("ps", "-aq").out().lines().toList()) {
            good("rm", "-f", id);
        }
        for (String id :
                jocker("images", "-q", "--no-trunc").out().lines().distinct().toList()) {
            good("rmi", "-f", id);
        }
        try (var left = Files.list(directory.resolve("data/layers"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void areAsInTheBase() throws Exception {
        assertThat(run("one", LOOK)).isEqualTo(ONES);
        assertThat(run("other", LOOK)).isEqualTo(OTHERS);
        assertThat(good("run", "--rm", "--network", "none", "--userns", "auto", "one", "sh", "-c", LOOK))
                .isEqualTo(ONES);
    }

    @Test
    void areSoInWhatIsMadeOfTheImage() throws Exception {
        good("run", "--network", "none", "--name", "maker", "one", "touch", "/tmp/y");
        assertThat(good("diff", "maker")).isEqualTo("C /tmp\nA /tmp/y\n");
        good("commit", "maker", "made");
        Files.writeString(
                parts.resolve("Dockerfile"), "FROM one\nRUN (" + LOOK + ") >/srv/seen\nCOPY Dockerfile /srv/deep/\n");
        good("build", "--network", "none", "-t", "built", parts.toString());

        assertThat(run("made", "stat -c %a /tmp /srv/deep; ls /tmp")).isEqualTo("1777\n2750\nx\ny\n");
        assertThat(run("built", "cat /srv/seen; stat -c %a:%g /srv/deep")).isEqualTo(ONES + "2750:9\n");
    }

    @Test
    void stayAsLongAsAContainerNeedsThem() throws Exception {
        good("create", "--network", "none", "--name", "user", "one", "sh", "-c", LOOK);
        good("commit", "user", "made"); // which has all layers of it
        good("tag", "one", "further");
        good("rmi", "one");
        Result refused = jocker("rmi", "further");
        assertThat(refused.status()).isNotZero();
        assertThat(good("start", "-a", "user")).isEqualTo(ONES);
    }

    private String run(String image, String script) throws IOException, InterruptedException {
        return good("run", "--rm", "--network", "none", image, "sh", "-c", script);
    }

    private String good(String... words) throws IOException, InterruptedException {
        Result result = jocker(words);
        assertThat(result.status())
                .as("status of %s; %s", List.of(words), result.err())
                .isZero();
        return result.out();
    }

    /** An archive as docker writes it, of the layers {@code base} and upper. */
    private void load(String base) throws IOException, InterruptedException {
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + digest(base + ".tar") + "\",\"" + digest("upper.tar") + "\"]}}";
        Files.writeString(parts.resolve(base + ".json"), config);
        Files.writeString(
                parts.resolve("manifest.json"),
                "[{\"Config\":\"" + base + ".json\",\"RepoTags\":[\"" + base + ":latest\"],\"Layers\":[\"" + base
                        + ".tar\",\"upper.tar\"]}]");
        tar(parts, "image", base + ".json", "manifest.json", base + ".tar", "upper.tar");
        good("load", "-i", parts.resolve("image").toString());
    }

    private String digest(String file) throws IOException {
        return Digests.of(Files.readAllBytes(parts.resolve(file)));
    }

    private static void sh(Path directory, String script) throws IOException, InterruptedException {
        tool(directory, "sh", "-e", "-c", script);
    }

    private void tar(Path directory, String archive, String... files) throws IOException, InterruptedException {
        String[] words = new String[files.length + 3];
        words[0] = "tar";
        words[1] = "-cf";
        words[2] = parts.resolve(archive).toString();
        System.arraycopy(files, 0, words, 3, files.length);
        tool(directory, words);
    }

    private static void tool(Path directory, String... words) throws IOException, InterruptedException {
        Result result = Launcher.finish(new ProcessBuilder(words).directory(directory.toFile()), new byte[0]);
        assertThat(result.status()).as(result.err()).isZero();
    }
}
