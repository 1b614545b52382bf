package dev.jocker.runtime.image;

/** How {@code save} writes images. */
public enum ArchiveFormat {
    /** An OCI layout with docker's list of images beside it, as docker writes it since version 25: every tool reads that. */
    DOCKER,
    /** An OCI layout and nothing else. */
    OCI
}
