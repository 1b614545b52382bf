package dev.jocker.runtime.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the store has of an image cannot be read. A pull or a removal of it mends that; the message is one line for a person. */
public final class DamagedImageException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedImageException(String id, List<ImageReference> names, Path file, IOException cause) {
        super(
                "the configuration of image "
                        + (names.isEmpty() ? id : names.getFirst().familiar()) + " is damaged (" + file
                        + "): get the image anew, or remove it",
                cause);
    }
}
