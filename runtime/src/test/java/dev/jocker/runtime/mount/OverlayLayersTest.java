package dev.jocker.runtime.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverlayLayersTest {
    private static final Path UPPER = Path.of("/c/upper");
    private static final Path WORK = Path.of("/c/work");

    @Test
    void namesTheTopmostLayerFirst() {
        var layers = new OverlayLayers(
                List.of(Path.of("/top"), Path.of("/bottom")), UPPER, WORK, List.of("index=off", "volatile"));

        assertThat(layers.mountData())
                .isEqualTo("lowerdir=/top:/bottom,upperdir=/c/upper,workdir=/c/work,index=off,volatile");
    }

    @Test
    void escapesWhatSeparates() {
        var layers = new OverlayLayers(List.of(Path.of("/a:b,c\\d")), Path.of("/u:v,w"), WORK, List.of());

        assertThat(layers.mountData()).isEqualTo("lowerdir=/a\\:b\\,c\\\\d,upperdir=/u:v\\,w,workdir=/c/work");
    }

    @Test
    void withoutALowerLayerThereIsNoOverlay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverlayLayers(List.of(), UPPER, WORK, List.of()))
                .withMessage("an overlay needs a lower directory");
    }
}
