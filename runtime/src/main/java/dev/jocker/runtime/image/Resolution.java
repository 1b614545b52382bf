package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageIndex;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.registry.Registry;
import dev.jocker.runtime.registry.RegistryDocument;
import dev.jocker.runtime.registry.RegistryException;
import java.io.IOException;
import java.util.List;

/** What a name means in a registry: from the tag or digest by way of an index to the manifest for a platform, and the configuration. */
final class Resolution {
    private static final int NESTED = 3;

    private final RegistryDocument document;
    private final Manifest manifest;
    private final byte[] config;
    private final ImageJson.Document image;

    private Resolution(RegistryDocument document, Manifest manifest, byte[] config, ImageJson.Document image) {
        this.document = document;
        this.manifest = manifest;
        this.config = config;
        this.image = image;
    }

    /** The manifest as it came. */
    RegistryDocument document() {
        return document;
    }

    /** The same, read. */
    Manifest manifest() {
        return manifest;
    }

    /** The configuration as it came. */
    byte[] config() {
        return config;
    }

    /** The same, read. */
    ImageJson.Document image() {
        return image;
    }

    /** Asks for what the name leads to, and no further. */
    static RegistryDocument ask(Registry registry, ImageReference reference) throws IOException {
        String key = reference.digest() == null ? reference.tag() : reference.digest();
        return registry.manifest(reference.repository(), key);
    }

    /** Follows {@code asked} to an image for {@code platform}. */
    static Resolution of(Registry registry, ImageReference reference, RegistryDocument asked, Platform platform)
            throws IOException {
        RegistryDocument document = asked;
        String name = "the manifest of " + reference.familiar();
        for (int i = 0; i < NESTED && MediaTypes.isIndex(document.mediaType()); i++) {
            ImageIndex index = ImageIndex.read(document.bytes(), name);
            Descriptor chosen = index.of(platform);
            if (chosen == null) {
                throw new ImageException.OtherPlatform(reference, platform, index.platforms());
            }
            document = registry.manifest(reference.repository(), chosen.digest());
        }
        if (document.mediaType().startsWith("application/vnd.docker.distribution.manifest.v1")) {
            throw new RegistryException(
                    reference.familiar() + " is in docker's format of before 2016, which is not read any more", null);
        }
        Manifest manifest = Manifest.read(document.bytes(), document.mediaType(), name);
        if (!MediaTypes.isConfig(manifest.config().mediaType())) {
            throw new RegistryException(
                    reference.familiar() + " is not an image of a container, but "
                            + manifest.config().mediaType(),
                    null);
        }
        byte[] config = registry.small(reference.repository(), manifest.config());
        ImageJson.Document image = ImageJson.read(config, "the configuration of " + reference.familiar());
        check(reference, manifest, image);
        if (!image.platform().equals(platform) && !image.platform().os().isEmpty()) {
            throw new ImageException.OtherPlatform(reference, platform, List.of(image.platform()));
        }
        return new Resolution(document, manifest, config, image);
    }

    /** Digests become names of files. */
    private static void check(ImageReference reference, Manifest manifest, ImageJson.Document image)
            throws RegistryException {
        boolean good = image.diffIds().size() == manifest.layers().size();
        for (String diffId : image.diffIds()) {
            good &= Digests.isDigest(diffId);
        }
        if (!good) {
            throw new RegistryException(
                    "the manifest and the configuration of " + reference.familiar() + " do not name the same layers",
                    null);
        }
    }
}
