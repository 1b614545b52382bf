package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Platform;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An image that is here.
 *
 * @param id {@code sha256:…}, the digest of its configuration
 * @param references its names, sorted; empty if all were given to others
 * @param digests by which registries have it: names with a digest instead of a tag
 * @param created null if the image does not say
 * @param size of all its layers, in bytes
 * @param platform what it runs on
 * @param diffIds its layers, the bottom one first; digests of the archives before compression
 * @param layers the directories of its layers as overlayfs wants them: the <em>top</em> one first; not to be written to. There may
 *     be one more than it has layers, see {@link Cover}
 * @param config how it wants to be run
 * @param onHost whether its layers lie on this machine's own files, as those of the image {@code host} do: then it is of no use elsewhere
 */
public record Image(
        String id,
        List<ImageReference> references,
        List<ImageReference> digests,
        Instant created,
        long size,
        Platform platform,
        List<String> diffIds,
        List<Path> layers,
        ImageConfig config,
        boolean onHost) {
    public Image {
        references = List.copyOf(references);
        digests = List.copyOf(digests);
        diffIds = List.copyOf(diffIds);
        layers = List.copyOf(layers);
    }

    /** The files of it. */
    public RootView view() {
        return RootView.of(layers);
    }
}
