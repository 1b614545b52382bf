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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        if (MediaTypes.isIndex(document.mediaType())) {
            Set<Platform> there = new LinkedHashSet<>();
            document = chosen(registry, reference, document, platform, there, NESTED);
            if (document == null) {
                throw new ImageException.OtherPlatform(reference, platform, List.copyOf(there));
            }
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

    /**
     * The first manifest of an index that is for the platform, or of an index in it that does not say what it is for; null if there is none.
     *
     * @param there gets what there is
     * @param depth how many more indexes may be in each other
     */
    private static RegistryDocument chosen(
            Registry registry,
            ImageReference reference,
            RegistryDocument document,
            Platform platform,
            Set<Platform> there,
            int depth)
            throws IOException {
        ImageIndex index = ImageIndex.read(document.bytes(), "the manifest of " + reference.familiar());
        there.addAll(index.platforms());
        Descriptor named = index.of(platform);
        List<Descriptor> candidates = new ArrayList<>(named == null ? List.of() : List.of(named));
        for (Descriptor each : index.manifests()) {
            if (each.platform() == null && MediaTypes.isIndex(each.mediaType())) {
                candidates.add(each);
            }
        }
        for (Descriptor each : candidates) {
            RegistryDocument led = registry.manifest(reference.repository(), each.digest());
            if (MediaTypes.isIndex(led.mediaType())) {
                led = depth == 1 ? null : chosen(registry, reference, led, platform, there, depth - 1);
            }
            if (led != null) {
                return led;
            }
        }
        return null;
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
