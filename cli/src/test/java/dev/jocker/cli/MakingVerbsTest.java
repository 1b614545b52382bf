package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.CommitOptions;
import dev.jocker.runtime.oci.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that make images and archives: what they make of their options. */
final class MakingVerbsTest extends CommandLineTest {
    @Test
    void commits() {
        assertThat(jocker(List.of(
                        "commit", "-a", "Ann", "-m", "why", "-c", "CMD ls -l", "-c", "ENV A=1", "web", "site:2")))
                .isZero();
        CommitOptions options = engine.making.options;
        assertThat(engine.making.asked).isEqualTo("commit web");
        assertThat(options.name().familiar()).isEqualTo("site:2");
        assertThat(options.author()).isEqualTo("Ann");
        assertThat(options.message()).isEqualTo("why");
        assertThat(options.pause()).isTrue();
        assertThat(options.change().apply(new JsonObject()).toString())
                .isEqualTo("{\"Cmd\":[\"/bin/sh\",\"-c\",\"ls -l\"],\"Env\":[\"A=1\"]}");
        assertThat(out()).isEqualTo("sha256:1\n");
    }

    @Test
    void commitsWithoutANameOrAPause() {
        assertThat(jocker("commit --pause=false web")).isZero();
        assertThat(engine.making.options.name()).isNull();
        assertThat(engine.making.options.pause()).isFalse();
    }

    @Test
    void commitRefusesAChangeThatIsNone() {
        assertThat(jocker(List.of("commit", "-c", "RUN rm -rf /", "web"))).isEqualTo(125);
        assertThat(err()).startsWith("jocker commit: --change:1: RUN rm -rf /: ");
        assertThat(jocker(List.of("commit", "-c", "CDM ls", "web"))).isEqualTo(125);
        assertThat(err()).contains("did you mean CMD?");
        assertThat(engine.making.asked).isNull();
    }

    @Test
    void exportsToStandardOutputOrAFile(@TempDir Path directory) throws Exception {
        assertThat(jocker("export web")).isZero();
        assertThat(out()).isEqualTo("archive");
        Path file = directory.resolve("web.tar");
        assertThat(jocker(List.of("export", "-o", file.toString(), "web"))).isZero();
        assertThat(file).hasContent("archive");
    }

    @Test
    void anArchiveThatHasNoPlaceIsCalledAsItWasAskedFor(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("missing/web.tar");
        assertThat(jocker(List.of("save", "-o", file.toString(), "box"))).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: " + file + ": its directory is not there\n");
        Path below = Files.writeString(directory.resolve("file"), "").resolve("web.tar");
        assertThat(jocker(List.of("export", "-o", below.toString(), "web"))).isEqualTo(1);
        assertThat(err()).isEqualTo("jocker: " + below + ": Not a directory\n");
    }

    @Test
    void aFailedExportLeavesTheFileAsItWas(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("web.tar"), "before");
        assertThat(jocker(List.of("export", "-o", file.toString(), "broken"))).isEqualTo(1);
        assertThat(err()).contains("it broke");
        assertThat(file).hasContent("before");
        assertThat(directory.toFile().list()).containsExactly("web.tar");
    }

    @Test
    void savesImages() {
        assertThat(jocker("save a b:1")).isZero();
        assertThat(engine.making.asked).isEqualTo("save [a, b:1] DOCKER");
        assertThat(out()).isEqualTo("archive");
        assertThat(jocker("save --format oci-archive a")).isZero();
        assertThat(engine.making.asked).isEqualTo("save [a] OCI");
        assertThat(jocker("save --format zip a")).isEqualTo(125);
        assertThat(jocker("save")).isEqualTo(125);
    }

    @Test
    void loadsImages(@TempDir Path directory) throws Exception {
        input = "piped".getBytes(UTF_8);
        assertThat(jocker("load")).isZero();
        assertThat(engine.making.asked).isEqualTo("load piped");
        assertThat(out().lines()).containsExactly("Loaded image: a:1", "Loaded image: b:1");
        Path file = Files.writeString(directory.resolve("a.tar"), "file");
        assertThat(jocker(List.of("load", "-q", "-i", file.toString()))).isZero();
        assertThat(engine.making.asked).isEqualTo("load file");
        assertThat(jocker("load a.tar")).isEqualTo(125);
    }

    @Test
    void makesAnImageOfADirectory() {
        assertThat(jocker("init /srv/root box:1")).isZero();
        assertThat(engine.making.asked).isEqualTo("init /srv/root box:1");
        assertThat(jocker("init /srv/root")).isZero();
        assertThat(engine.making.asked).isEqualTo("init /srv/root null");
        assertThat(jocker("init")).isEqualTo(125);
    }
}
