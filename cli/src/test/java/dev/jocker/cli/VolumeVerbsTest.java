package dev.jocker.cli;

import static dev.jocker.cli.FakeVolumes.volume;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.volume.VolumeRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolumeVerbsTest extends CommandLineTest {
    private final FakeVolumes volumes = engine.volumes;

    @BeforeEach
    void some() {
        volumes.all.add(volume("data", Map.of("for", "tests")));
        volumes.all.add(volume("spare", Map.of()));
        volumes.links.put("data", 2);
    }

    @Test
    void createAsksForAllThatWasTyped() {
        assertThat(jocker("volume create -d local --label a --label b=1 one")).isZero();
        assertThat(out()).isEqualTo("one\n");
        assertThat(volumes.created).isEqualTo(new VolumeRequest("one", Map.of("a", "", "b", "1")));
        assertThat(jocker("volume create --label c")).isZero();
        assertThat(volumes.created.name()).matches("[0-9a-f]{64}");
        assertThat(volumes.created.labels()).containsKeys("c", "com.docker.volume.anonymous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create -d nfs one         | --driver nfs: there is only local",
                "create -o type=tmpfs one  | --opt type=tmpfs: a volume is a directory on the disk",
                "create x                  | invalid volume name \"x\"",
                "create one two            | it takes one word at most",
                "ls what                   | it takes no words",
                "ls -f dangling=maybe      | --filter dangling=maybe: expected true or false",
                "ls -f colour=red          | colour",
                "rm                        | it takes the name of a volume",
                "rm missing                | no such volume: missing",
                "inspect missing           | no such volume: missing",
                "prune what                | it takes no words",
            })
    void aWrongCommandLineDoesNothing(String line, String message) {
        assertThat(jocker("volume " + line)).isNotZero();
        assertThat(err()).contains(message);
        assertThat(volumes.calls).isEmpty();
        assertThat(volumes.created).isNull();
    }

    @Test
    void lsFiltersAndFormats() {
        assertThat(jocker("volume ls")).isZero();
        assertThat(out()).isEqualTo("DRIVER   VOLUME NAME\nlocal    data\nlocal    spare\n");
        assertThat(jocker("volume list -q -f dangling=true")).isZero();
        assertThat(out()).isEqualTo("spare\n");
        assertThat(jocker("volume ls -f label=for --format {{.Name}}:{{.Links}}:{{.Size}}:{{.Labels}}"))
                .isZero();
        assertThat(out()).isEqualTo("data:2:4kB:for=tests\n");
    }

    @Test
    void rmGoesOnAfterOneThatFails() {
        assertThat(jocker("volume rm missing spare")).isEqualTo(1);
        assertThat(volumes.calls).containsExactly("rm spare");
        assertThat(jocker("volume remove -f missing")).isZero();
    }

    @Test
    void pruneAsksAndNamesWhatWent() {
        assertThat(jocker("volume prune")).isZero();
        assertThat(out()).contains("without a chosen name").endsWith("[y/N] ");
        assertThat(volumes.pruneRequest).isNull();
        input = "y\n".getBytes(UTF_8);
        assertThat(jocker("volume prune -a --filter label=a=1")).isZero();
        assertThat(out()).endsWith("Deleted Volumes:\nold\n\nTotal reclaimed space: 1.5MB\n");
        assertThat(volumes.pruneRequest).isEqualTo(new PruneRequest(true, false, false, null, Map.of("a", "1")));
        assertThat(volumes.pruneAll).isTrue();
    }
}
