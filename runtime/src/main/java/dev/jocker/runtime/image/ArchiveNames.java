package dev.jocker.runtime.image;

/** What archives of images call their files, and how they write names. */
final class ArchiveNames {
    static final String LAYOUT = "oci-layout";
    static final String INDEX = "index.json";
    static final String DOCKER = "manifest.json";
    static final String BLOBS = "blobs/sha256/";
    static final String LAYOUT_TEXT = "{\"imageLayoutVersion\":\"1.0.0\"}";

    /** A tag, by the specification; some tools write the whole name. */
    static final String TAG = "org.opencontainers.image.ref.name";
    /** The whole name, where docker and containerd write it. */
    static final String NAME = "io.containerd.image.name";

    private ArchiveNames() {}
}
