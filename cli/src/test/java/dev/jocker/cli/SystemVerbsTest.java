package dev.jocker.cli;

import static dev.jocker.cli.FakeContainers.container;
import static dev.jocker.cli.FakeContainers.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.Engine.StoredImage;
import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.container.ContainerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code info}, {@code system df}. */
final class SystemVerbsTest extends CommandLineTest {
    @BeforeEach
    void some() {
        engine.containers.all.add(container("ab", "web", ContainerStatus.RUNNING));
        engine.containers.all.add(container("cd", "frozen", ContainerStatus.PAUSED));
        engine.containers.all.add(ended(container("ef", "old", ContainerStatus.EXITED), 137, true));
        engine.images.add(new ImageRow("box", "1", "sha256:12", Instant.EPOCH, 5, null, Map.of()));
        engine.images.add(new ImageRow("box", "2", "sha256:12", Instant.EPOCH, 5, null, Map.of()));
    }

    @Test
    void infoCountsAndTellsOfTheHost() {
        assertThat(jocker("info")).as(err()).isZero();
        assertThat(out())
                .startsWith("""
                        Containers: 3
                         Running: 1
                         Paused: 1
                         Stopped: 1
                        Images: 1
                        """)
                .contains("Cgroup Version: 1\nCgroup Layout: hybrid\n  blkio: version 2\n")
                .contains("CPUs: 2\nTotal Memory: 4GiB\nName: box\n")
                .endsWith("WARNING: No limits of the controller cpuset\n");
    }

    @Test
    void infoHasDockersNames() {
        assertThat(jocker("system info --format {{.ContainersRunning}}-{{.NCPU}}-{{.MemoryLimit}}-{{.CPUSet}}"))
                .isZero();
        assertThat(out()).isEqualTo("1-2-true-false\n");
        assertThat(jocker("info --format json")).isZero();
        assertThat(out().lines()).hasSize(1);
        assertThat(((Map<?, ?>) JsonText.parse(out())).get("DockerRootDir")).isEqualTo("/data");
        assertThat(jocker("info --format {{.Nothing}}")).isEqualTo(125);
        assertThat(jocker("info web")).isEqualTo(125);
    }

    @Test
    void aLayerThatTwoImagesHaveIsCountedOnce() {
        engine.containers.all.add(
                FakeContainers.of(container("12", "user", ContainerStatus.EXITED), "sha256:" + "1".repeat(64)));
        engine.stored.add(new StoredImage(
                List.of("box:1"), "sha256:" + "1".repeat(64), Instant.EPOCH, Map.of("a", 1000L, "b", 200L)));
        engine.stored.add(new StoredImage(
                List.of("box:2"), "sha256:" + "2".repeat(64), Instant.EPOCH, Map.of("a", 1000L, "c", 300L)));
        assertThat(jocker("system df")).as(err()).isZero();
        assertThat(out()).isEqualTo("""
                TYPE            TOTAL   ACTIVE   SIZE    RECLAIMABLE
                Images          2       1        1.5kB   300B (20%)
                Containers      4       2        4kB     2kB (50%)
                Local Volumes   0       0        0B      0B
                Build Cache     3       1        2kB     2kB (100%)
                """);
        assertThat(jocker(List.of(
                        "system",
                        "df",
                        "-v",
                        "--format",
                        "{{range .Images}}{{.Tag}}:{{.SharedSize}}:{{.UniqueSize}}:{{.Containers}} {{end}}")))
                .isZero();
        assertThat(out()).isEqualTo("1:1kB:200B:1 2:1kB:300B:0 \n");
        assertThat(jocker("system df -v")).isZero();
        assertThat(out())
                .containsPattern("(?m)^box +2 +222222222222 .* 1.3kB +1kB +300B +0$")
                .containsPattern("(?m)^abababababab +host .* 1kB .* web$");
        assertThat(jocker("system df --format {{.Type}}={{.TotalCount}}")).isZero();
        assertThat(out().lines()).containsExactly("Images=2", "Containers=4", "Local Volumes=0", "Build Cache=3");
    }
}
