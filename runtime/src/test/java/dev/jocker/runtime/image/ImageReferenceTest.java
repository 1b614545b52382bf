package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "debian,                      docker.io/library/debian:latest,          debian:latest",
        "debian:12,                   docker.io/library/debian:12,              debian:12",
        "library/debian,              docker.io/library/debian:latest,          debian:latest",
        "me/tool:v1.0-rc_2,           docker.io/me/tool:v1.0-rc_2,              me/tool:v1.0-rc_2",
        "docker.io/debian,            docker.io/library/debian:latest,          debian:latest",
        "index.docker.io/a/b,         docker.io/a/b:latest,                     a/b:latest",
        "localhost/a,                 localhost/a:latest,                       localhost/a:latest",
        "localhost:5000/a/b/c:1,      localhost:5000/a/b/c:1,                   localhost:5000/a/b/c:1",
        "ghcr.io/x/y_z/a__b/c---d,    ghcr.io/x/y_z/a__b/c---d:latest,          ghcr.io/x/y_z/a__b/c---d:latest",
        "[::1]:5000/a,                '[::1]:5000/a:latest',                    '[::1]:5000/a:latest'",
        "Registry/a,                  Registry/a:latest,                        Registry/a:latest",
    })
    void readsAsDockerDoes(String text, String full, String familiar) {
        ImageReference reference = ImageReference.parse(text);

        assertThat(reference).hasToString(full);
        assertThat(reference.familiar()).isEqualTo(familiar);
        assertThat(ImageReference.parse(full)).isEqualTo(reference);
    }

    @Test
    void aDigestNeedsNoTag() {
        assertThat(ImageReference.parse("debian@" + DIGEST).tag()).isNull();
        assertThat(ImageReference.parse("debian:12@" + DIGEST).familiar()).isEqualTo("debian:12@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "debian:",
                ":12",
                "@",
                "Debian",
                "a//b",
                "/a",
                "a/",
                "a b",
                "-a",
                "a-",
                "a..b",
                "a___b",
                "a._b",
                "a:b:c",
                "a:-x",
                "a:.x",
                "a@sha256:12",
                "a@md5:" + "00000000000000000000000000000000",
                "é",
                "localhost:/a",
                "-x.y/a",
                "../etc/passwd",
                "a/../b",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "a\nb"
            })
    void refusesInOneLine(String text) {
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(ImageException.InvalidReference.class)
                .hasMessageStartingWith("invalid image name ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(256))).hasMessageContaining("255");
        assertThatThrownBy(() -> ImageReference.parse("a:" + "b".repeat(129))).hasMessageContaining("128");
    }
}
