package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pull}, and runs that bring their image. */
final class PullIT extends ContainerTest {
    private LocalRegistry registry;
    private String name;

    @BeforeEach
    void fillARegistry() throws Exception {
        registry = LocalRegistry.open(scratch.resolve("registry"));
        name = registry.host() + "/box:1";
        Path root = BusyboxRoot.in(Files.createDirectory(scratch.resolve("root")));
        Path layout = scratch.resolve("layout");
        LocalRegistry.run("umoci", "init", "--layout", layout.toString());
        LocalRegistry.run("umoci", "new", "--image", layout + ":box");
        LocalRegistry.run("umoci", "insert", "--image", layout + ":box", root.toString(), "/");
        LocalRegistry.run(
                "umoci",
                "config",
                "--image",
                layout + ":box",
                "--config.cmd",
                "/bin/sh",
                "--config.cmd",
                "-c",
                "--config.cmd",
                "echo $COLOUR; pwd",
                "--config.env",
                "COLOUR=blue",
                "--config.workingdir",
                "/etc");
        LocalRegistry.skopeo("copy", "--dest-tls-verify=false", "oci:" + layout + ":box", "docker://" + name);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void whatIsPulledIsListedRunAndRemoved() throws Exception {
        Result pulled = jocker("pull", name);
        assertThat(pulled.status()).as(pulled.err()).isZero();
        assertThat(pulled.out().lines())
                .startsWith("1: Pulling from " + registry.host() + "/box")
                .endsWith("Status: Downloaded newer image for " + name, name);
        assertThat(jocker("pull", name).out()).contains("Status: Image is up to date for " + name);
        assertThat(jocker("pull", "-q", name).out()).isEqualTo(name + "\n");
        assertThat(jocker("images").out()).contains(registry.host() + "/box");

        assertThat(jocker("run", "--rm", name).out()).isEqualTo("blue\n/etc\n");

        assertThat(jocker("rmi", name).status()).isZero();
        assertThat(jocker("images", "-q").out()).isEmpty();
    }

    @Test
    void aLayerIsOnTheDiskBeforeItHasItsName() throws Exception {
        Path trace = scratch.resolve("trace");
        List<String> strace = List.of(
                Witness.require("strace").toString(),
                "-f",
                "-qq",
                "-e",
                "trace=syncfs,rename,renameat,renameat2",
                "-e",
                "signal=none",
                "-o",
                trace.toString());
        Result pulled = launcher.jockerUnder(strace, "pull", name);
        assertThat(pulled.status()).as(pulled.err()).isZero();

        List<String> calls = Files.readAllLines(trace);
        int synced = first(calls, "syncfs(");
        assertThat(first(calls, ".blob\"")).isGreaterThan(synced);
        assertThat(first(calls, "/layers/")).isGreaterThan(synced);
        assertThat(jocker("rmi", name).status()).isZero();
    }

    private static int first(List<String> calls, String part) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).contains(part) && !calls.get(i).contains(".json")) {
                return i;
            }
        }
        throw new AssertionError(part + " is not in " + calls);
    }

    @Test
    void directoriesOfCertificatesHaveToBeThere() throws Exception {
        Result refused = jocker("pull", "--cert-dir", scratch + "/nosuch", name);
        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.err()).startsWith("jocker pull: --cert-dir " + scratch + "/nosuch: no such directory\n");
    }

    @Test
    void aRunBringsWhatIsMissing() throws Exception {
        assertThat(jocker("run", "--rm", "--pull", "never", name).err())
                .isEqualTo("jocker: there is no image " + name
                        + " here: `jocker images` lists those that are, `jocker pull` brings others\n");
        Result first = jocker("run", "--rm", name);
        assertThat(first.out()).isEqualTo("blue\n/etc\n");
        assertThat(first.err()).contains("Pull complete");
        assertThat(jocker("run", "--rm", name).err()).isEmpty();
        assertThat(jocker("run", "--rm", "--pull", "always", name).out()).isEqualTo("blue\n/etc\n");
        jocker("rmi", name);

        String id = jocker("create", "-q", name).out().strip();
        assertThat(id).hasSize(64);
        jocker("rm", id);
        jocker("rmi", name);
    }

    @Test
    void whatCannotBeBroughtIsSaidInALine() throws Exception {
        Result missing = jocker("run", "--rm", registry.host() + "/none");
        assertThat(missing.status()).isEqualTo(125);
        assertThat(missing.err())
                .isEqualTo("jocker: there is no image " + registry.host() + "/none here, and " + registry.host()
                        + " has no image none with the tag \"latest\"\n");
        Result tag = jocker("pull", registry.host() + "/box:2");
        assertThat(tag.status()).isEqualTo(1);
        assertThat(tag.err()).isEqualTo("jocker: " + registry.host() + " has no image box with the tag \"2\"\n");
    }

    @Test
    void badInputIsOneLineAndLeavesTheStoreAsItWas() throws Exception {
        List<String> before = stored();
        String box = registry.host() + "/box";
        assertBad(registry.host() + " has no image none with the tag \"latest\"", registry.host() + "/none");
        assertBad(registry.host() + " has no image box with the tag \"2\"", box + ":2");
        String zeros = "sha256:" + "0".repeat(64);
        assertBad(registry.host() + " has no image box with the digest " + zeros, box + "@" + zeros);
        assertBad(name + " is not there for linux/riscv64, but for linux/", "--platform", "linux/riscv64", name);
        assertBad("no such thing", "no such thing"); // its own line says why
        Path layer = largestBlob();
        byte[] good = Files.readAllBytes(layer);
        byte[] changed = good.clone();
        changed[good.length / 2] ^= 1;
        Files.write(layer, changed);
        assertBad("it has been damaged or forged", name);
        Files.write(layer, Arrays.copyOf(good, good.length / 2));
        assertBad(" has only " + good.length / 2 + " of the " + good.length + " bytes of the layer sha256:", name);
        assertThat(stored()).isEqualTo(before);
        Files.write(layer, good);
        assertThat(jocker("pull", "-q", name).status()).isZero();
        assertThat(jocker("rmi", name).status()).isZero();
    }

    private void assertBad(String message, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("pull"));
        command.addAll(List.of(words));
        Result pull = jocker(command.toArray(new String[0]));
        assertThat(pull.status()).as(pull.out()).isEqualTo(1);
        assertThat(pull.err()).startsWith("jocker: ").contains(message).hasLineCount(1);
    }

    private Path largestBlob() throws IOException {
        try (var files = Files.walk(scratch.resolve("registry/data"))) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private List<String> stored() throws IOException {
        List<String> names = new ArrayList<>();
        for (String place : List.of("images/blobs/sha256", "layers", "tmp", "pulling")) {
            Path directory = launcher.data().resolve(place);
            if (Files.isDirectory(directory)) {
                try (var files = Files.list(directory)) {
                    files.map(Path::toString).sorted().forEach(names::add);
                }
            }
        }
        return names;
    }
}
