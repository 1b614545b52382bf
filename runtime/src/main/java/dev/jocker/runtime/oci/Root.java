package dev.jocker.runtime.oci;

/**
 * The root file system.
 *
 * @param path a directory on the host; relative ones count from the bundle
 * @param readonly whether the container can't write there
 */
public record Root(String path, boolean readonly) {}
