package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer that is here.
 *
 * @param diffId the digest of its archive before compression
 * @param blob leads to its archive
 * @param directories its tree, not to be written to; the one to lay on top first where there is a {@link Cover}
 * @param created when it was made; null if that is not known
 */
public record StoredLayer(String diffId, Descriptor blob, List<Path> directories, Instant created) {
    public StoredLayer {
        directories = List.copyOf(directories);
    }

    /** The same with a directory laid on it. */
    StoredLayer under(Path cover) {
        List<Path> more = new ArrayList<>(directories);
        more.addFirst(cover);
        return new StoredLayer(diffId, blob, more, created);
    }
}
