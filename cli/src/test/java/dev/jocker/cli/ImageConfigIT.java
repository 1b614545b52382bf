package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an image says of how it wants to be run, in one that says nothing else: it has no layers. */
final class ImageConfigIT extends KeptTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

    @AfterEach
    void removeImage() throws IOException, InterruptedException {
        removeContainers();
        good("volume", "prune", "-a", "-f");
        good("rmi", "bare");
    }

    /** Loads an image without layers, called {@code bare}, with that {@code config} member. */
    private void load(String config) throws Exception {
        Path layout = Files.createDirectories(scratch.resolve("layout"));
        String document = "{\"architecture\":\"" + ARCHITECTURE + "\",\"os\":\"linux\",\"config\":" + config
                + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        String configBlob = blob(layout, document);
        String manifest = blob(
                layout,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":{\"mediaType\":\"" + CONFIG + "\","
                        + configBlob + "},\"layers\":[]}");
        write(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        write(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MANIFEST + "\"," + manifest
                        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"bare:latest\"}}]}");
        Path archive = scratch.resolve("bare.tar");
        Result tar = Launcher.finish(
                new ProcessBuilder("tar", "-C", layout.toString(), "-cf", archive.toString(), "."), new byte[0]);
        assertThat(tar.status()).as(tar.err()).isZero();
        good("load", "-i", archive.toString());
    }

    private static String blob(Path layout, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        write(layout.resolve("blobs/sha256/" + digest), text);
        return "\"digest\":\"sha256:" + digest + "\",\"size\":" + bytes.length;
    }

    private static String busybox() throws IOException {
        return Witness.require("busybox").toRealPath() + ":/busybox:ro";
    }

    @Test
    void anImageWithoutLayersIsARoot() throws Exception {
        load("{\"Cmd\":[\"/busybox\",\"touch\",\"/made\"]}");
        good("run", "--name", "one", "-v", busybox(), "bare");
        assertThat(good("diff", "one")).contains("A /made");
        assertThat(good("run", "--rm", "--userns", "auto", "-v", busybox(), "bare", "/busybox", "id", "-u"))
                .isEqualTo("0");
        Result none = jocker("run", "--rm", "bare", "/nothing");
        assertThat(none.status()).isEqualTo(127);
        assertThat(none.err()).isEqualTo("jocker: /nothing: not found in the container's root\n");
        assertThat(good("images")).contains("bare").contains("N/A");
    }

    @Test
    void whatRunsIsTheImages() throws Exception {
        load("""
                {"Env":["GREETING=hello","PATH=/"],"Entrypoint":["/busybox","sh","-c"],
                 "Cmd":["echo $GREETING $PWD; /busybox id -u; /busybox id -g"],
                 "WorkingDir":"/srv/deep","User":"12:34","Labels":{"kind":"bare","other":"x"}}""");
        assertThat(good("run", "--rm", "-v", busybox(), "bare")).isEqualTo("hello /srv/deep\n12\n34");
        assertThat(good(
                        "run",
                        "--rm",
                        "-v",
                        busybox(),
                        "-e",
                        "GREETING=hi",
                        "-w",
                        "/",
                        "-u",
                        "0",
                        "bare",
                        "echo $GREETING $PWD"))
                .isEqualTo("hi /");
        assertThat(good("run", "--rm", "-v", busybox(), "--entrypoint", "/busybox", "bare", "echo", "own"))
                .isEqualTo("own");
        good("create", "--name", "box", "--label", "other=mine", "-v", busybox(), "bare");
        assertThat(inspect(
                        "box",
                        "{{.Config.Labels.kind}} {{.Config.Labels.other}} {{.Config.User}} {{.Config.WorkingDir}}"))
                .isEqualTo("bare mine 12:34 /srv/deep");
        assertThat(good("ps", "-aq", "--filter", "label=kind=bare")).isNotEmpty();
    }

    @Test
    void portsVolumesAndTheStopSignalAreTheImages() throws Exception {
        load("""
                {"Cmd":["/busybox","sh","-c","trap 'echo asked; exit 3' USR1; echo up; while :; do /busybox sleep 0.05; done"],
                 "ExposedPorts":{"80/tcp":{},"53/udp":{}},"Volumes":{"/data":{}},"StopSignal":"SIGUSR1"}""");
        good("run", "-d", "--name", "box", "-P", "-v", busybox(), "bare");
        awaitLog("box", "up");
        assertThat(inspect("box", "{{json .Config.ExposedPorts}} {{.HostConfig.PublishAllPorts}}"))
                .isEqualTo("{\"80/tcp\":{},\"53/udp\":{}} true");
        assertThat(inspect("box", "{{range .Mounts}}{{.Type}}:{{.Destination}} {{end}}"))
                .contains("volume:/data");
        good("stop", "box");
        assertThat(good("logs", "box")).endsWith("asked");
        assertThat(inspect("box", "{{.State.ExitCode}}")).isEqualTo("3");
        good("run", "-d", "--name", "other", "--stop-signal", "TERM", "-v", busybox(), "bare");
        assertThat(inspect("other", "{{.Config.StopSignal}}")).isEqualTo("SIGTERM");
    }

    @Test
    void healthIsTheImagesUnlessOneSaysOtherwise() throws Exception {
        load("""
                {"Cmd":["/busybox","sleep","1000"],
                 "Healthcheck":{"Test":["CMD","/busybox","true"],"Interval":50000000,"Retries":7}}""");
        String health =
                "{{json .Config.Healthcheck.Test}} {{.Config.Healthcheck.Interval}} {{.Config.Healthcheck.Retries}}";
        good("run", "-d", "--name", "plain", "-v", busybox(), "bare");
        awaitState("plain", "{{.State.Health.Status}}", "healthy");
        assertThat(inspect("plain", health)).isEqualTo("[\"CMD\",\"/busybox\",\"true\"] 50000000 7");

        good("run", "-d", "--name", "off", "--no-healthcheck", "-v", busybox(), "bare");
        assertThat(inspect("off", "{{json .Config.Healthcheck}} {{json .State.Health}}"))
                .isEqualTo("{\"Test\":[\"NONE\"]} null");
        good("create", "--name", "times", "--health-interval", "2s", "-v", busybox(), "bare");
        assertThat(inspect("times", health)).isEqualTo("[\"CMD\",\"/busybox\",\"true\"] 2000000000 7");
        good("create", "--name", "own", "--health-cmd", "exit 1", "-v", busybox(), "bare");
        assertThat(inspect("own", health)).isEqualTo("[\"CMD-SHELL\",\"exit 1\"] 50000000 7");
        Result alone = jocker("create", "--health-interval", "2s", "host", "true");
        assertThat(alone.status()).isEqualTo(125);
        assertThat(alone.err()).hasLineCount(1).contains("the image has no health check");
    }
}
