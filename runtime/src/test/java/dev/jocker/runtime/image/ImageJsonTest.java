package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.image.ImageJson.Document;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ImageJsonTest {
    @Test
    void readsWhatItWrote() throws IOException {
        ImageConfig config = new ImageConfig(
                "www:33",
                List.of("80/tcp"),
                List.of("A=1", "B=é\"\n"),
                List.of("/entry"),
                List.of("sh", "-c", "x"),
                List.of("/data"),
                "/srv",
                Map.of("k", "v"),
                "SIGQUIT");
        Document document = new Document(
                Instant.parse("2024-01-02T03:04:05.678Z"),
                new Platform("linux", "arm", "v6"),
                List.of("sha256:1"),
                config);

        byte[] json = ImageJson.write(document, "by hand");

        assertThat(ImageJson.read(json, "it")).isEqualTo(document);
        assertThat(ImageJson.write(document, "by hand")).isEqualTo(json);
    }

    @Test
    void readsDockersWithItsNulls() throws IOException {
        Document document = ImageJson.read("""
                {"architecture":"amd64","config":{"Hostname":"","User":"","Env":["PATH=/bin"],"Cmd":["bash"],"Volumes":null,
                "WorkingDir":"/","Entrypoint":null,"OnBuild":null,"Labels":null,"Healthcheck":{"Test":["CMD","x"]}},
                "container_config":{"Cmd":["/bin/sh"]},"created":"2024-05-14T01:28:36.095Z","docker_version":"20.10.23",
                "history":[{"created":"2024-05-14T01:28:35Z","empty_layer":true}],"os":"linux",
                "rootfs":{"type":"layers","diff_ids":["sha256:a","sha256:b"]}}
                """.getBytes(StandardCharsets.UTF_8), "it");

        assertThat(document.diffIds()).containsExactly("sha256:a", "sha256:b");
        assertThat(document.created()).isEqualTo("2024-05-14T01:28:36.095Z");
        assertThat(document.config().cmd()).containsExactly("bash");
        assertThat(document.config().env()).containsExactly("PATH=/bin");
        assertThat(document.config().entrypoint()).isEmpty();
        assertThat(document.config().workingDir()).isEqualTo("/");
    }

    @Test
    void readsAnImageWithoutConfig() throws IOException {
        assertThat(ImageJson.read("{\"config\":null}".getBytes(StandardCharsets.UTF_8), "it")
                        .config())
                .isEqualTo(ImageConfig.EMPTY);
    }

    @Test
    void damageIsOneLine() {
        for (String json : List.of(
                "", "[", "{\"config\":3}", "{\"created\":\"now\"}", "{\"rootfs\":{\"diff_ids\":\"x\"}}", "{\"a\":")) {
            assertThatThrownBy(() -> ImageJson.read(json.getBytes(StandardCharsets.UTF_8), "it"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("it is damaged: ")
                    .hasMessageNotContaining("\n");
        }
    }
}
