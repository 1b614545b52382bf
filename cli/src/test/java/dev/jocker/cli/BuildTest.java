package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Builds in a context of their own; what a test leaves of images and of the cache is removed, and that has to leave no layer and no blob. */
abstract class BuildTest extends KeptTest {
    /** The digest of an archive that holds nothing: 1024 zeros. docker's empty layers have it, too. */
    static final String EMPTY_LAYER = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

    Path context;

    @BeforeEach
    void makeTheContext() throws IOException {
        context = Files.createDirectory(scratch.resolve("context"));
    }

    @AfterEach
    void removeImages() throws IOException, InterruptedException {
        removeContainers();
        for (String line :
                jocker("images", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}").lines()) {
            good("rmi", line.split(" ", -1)[line.startsWith("<none>") ? 1 : 0]);
        }
        good("builder", "prune", "-f");
        for (String place : List.of("data/layers", "data/images/blobs/sha256", "data/tmp", "data/caches")) {
            assertThat(names(directory.resolve(place))).as(place).isEmpty();
        }
    }

    static List<String> names(Path place) {
        try (Stream<Path> files = Files.exists(place) ? Files.list(place) : Stream.empty()) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void file(String path, String text) throws IOException {
        write(context.resolve(path), text);
    }

    void dockerfile(String... lines) throws IOException {
        file("Dockerfile", String.join("\n", lines) + "\n");
    }

    /** The image {@code box}: busybox, and what a build wants of it. */
    void box() throws IOException, InterruptedException {
        Path root = busyboxRoot("box");
        for (String applet : List.of("rm", "chmod", "chown", "find", "sort", "sleep", "date", "cp", "wc", "test")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        good("init", root.toString(), "box");
    }

    /** {@code jocker build WORDS… -t t CONTEXT}. */
    Result build(String... words) throws IOException, InterruptedException {
        return jocker(words(words));
    }

    private String[] words(String... words) {
        List<String> all = new ArrayList<>(List.of("build", "-t", "t", "--progress", "plain"));
        all.addAll(List.of(words));
        all.add(context.toString());
        return all.toArray(new String[0]);
    }

    /** A build that has to succeed: what it said. */
    String built(String... words) throws IOException, InterruptedException {
        Result result = build(words);
        assertThat(result.status()).as(result.err()).isZero();
        return result.err();
    }

    /** A build of these lines that has to fail with status 1: the last line of what it said. */
    String failure(String... lines) throws IOException, InterruptedException {
        dockerfile(lines);
        Result result = build();
        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        return result.err().lines().toList().getLast();
    }

    /** What a command prints in a container of the image that was built. */
    String run(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("run", "--rm", "t"));
        all.addAll(List.of(words));
        return good(all.toArray(new String[0]));
    }

    String sh(String script) throws IOException, InterruptedException {
        return run("sh", "-c", script);
    }

    String id() throws IOException, InterruptedException {
        return inspect("t", "{{.Id}}");
    }

    /** How many steps a build took over from an earlier one. */
    static long cached(String said) {
        return said.lines().filter(line -> line.endsWith(" CACHED")).count();
    }

    /** A tar archive of a directory's files. */
    static byte[] tar(Path directory, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("tar", "-C", directory.toString(), "-c"));
        words.addAll(List.of(options));
        words.add(".");
        return Launcher.finish(new ProcessBuilder(words), new byte[0]).bytes();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
