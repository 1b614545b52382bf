package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A layer that is here.
 *
 * @param diffId the digest of its archive before compression
 * @param blob leads to its archive
 * @param directory its tree, not to be written to
 * @param created when it was made; null if that is not known
 */
public record StoredLayer(String diffId, Descriptor blob, Path directory, Instant created) {}
