package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Engine.ImageRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageVerbsTest extends CommandLineTest {
    private static final String ID = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String OTHER = "sha256:" + "fedcba9876543210".repeat(4);

    @BeforeEach
    void twoImages() {
        Instant then = Instant.now().minusSeconds(2 * 3600 + 60);
        engine.images.add(new ImageRow("alpine", "3.20", ID, then, 7_800_000));
        engine.images.add(new ImageRow("alpine", "latest", ID, then, 7_800_000));
        engine.images.add(new ImageRow(null, null, OTHER, then, 1_000));
    }

    @Test
    void listsImages() {
        assertThat(jocker("images")).isZero();
        assertThat(out()).isEqualTo("""
                REPOSITORY   TAG      IMAGE ID       CREATED       SIZE
                alpine       3.20     0123456789ab   2 hours ago   7.8MB
                alpine       latest   0123456789ab   2 hours ago   7.8MB
                <none>       <none>   fedcba987654   2 hours ago   1kB
                """);
    }

    @Test
    void listsIdsOnceEach() {
        assertThat(jocker("images -q")).isZero();
        assertThat(out().lines()).containsExactly("0123456789ab", "fedcba987654");
        assertThat(jocker("images -q --no-trunc")).isZero();
        assertThat(out().lines()).containsExactly(ID, OTHER);
    }

    @Test
    void listsThoseOfAName() {
        assertThat(jocker("images alpine:3.20")).isZero();
        assertThat(out().lines()).hasSize(2).last().asString().startsWith("alpine       3.20");
        assertThat(jocker("images alpine")).isZero();
        assertThat(out().lines()).hasSize(3);
        assertThat(jocker("images debian")).isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(jocker("images a b")).isEqualTo(125);
    }

    @Test
    void listsAsJson() {
        assertThat(jocker("images --format json alpine:3.20")).isZero();
        assertThat(out())
                .isEqualTo("{\"Repository\":\"alpine\",\"Tag\":\"3.20\",\"ID\":\"0123456789ab\",\"CreatedAt\":\""
                        + engine.images.getFirst().created()
                        + "\",\"CreatedSince\":\"2 hours ago\",\"Size\":\"7.8MB\"}\n");
    }

    @Test
    void importsAFile(@TempDir Path directory) throws Exception {
        Path archive = Files.writeString(directory.resolve("root.tar"), "bytes");
        assertThat(jocker(List.of("import", archive.toString(), "box:1"))).isZero();
        assertThat(engine.imported).isEqualTo("box:1");
        assertThat(engine.archive).asString(UTF_8).isEqualTo("bytes");
        assertThat(out().lines()).containsExactly("sha256:0123456789abcdef");
    }

    @Test
    void importsStandardInput() {
        input = "piped".getBytes(UTF_8);
        assertThat(jocker("import - box")).isZero();
        assertThat(engine.archive).asString(UTF_8).isEqualTo("piped");
    }

    @Test
    void importOfAFileThatIsNotThereSaysWhich() {
        assertThat(jocker("import /nowhere/root.tar box")).isEqualTo(125);
        assertThat(err().lines()).containsExactly("jocker: /nowhere/root.tar: no such file or directory");
    }

    @Test
    void removesAllItCanAndReportsEachThatFailed() {
        assertThat(jocker("rmi a missing b missing2")).isEqualTo(125);
        assertThat(engine.removed).containsExactly("a", "b");
        assertThat(out().lines()).containsExactly("Untagged: a", "Untagged: b");
        assertThat(err().lines()).containsExactly("jocker: missing: no such image", "jocker: missing2: no such image");
    }
}
