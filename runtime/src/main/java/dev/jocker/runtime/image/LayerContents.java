package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.Destination;
import java.io.IOException;

/** The files of a layer that is to be. */
public interface LayerContents {
    /** Puts them, whiteouts as the image specification has them, to {@code layer}, which is not finished then. */
    void writeTo(Destination layer) throws IOException;
}
