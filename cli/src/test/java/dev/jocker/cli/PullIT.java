package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.LocalRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
