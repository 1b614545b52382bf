/**
 * Registries of images: finding one, being somebody there, fetching and giving manifests and blobs. Whatever comes out of here has the
 * digest that it was asked for by.
 *
 * <p>Not what a name of an image means, and not where its parts are kept: that is {@code image}. Start at
 * {@link dev.jocker.runtime.registry.Registry}, then {@code Session}; {@code BlobStream} goes on after a broken connection.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution specification</a>
 */
package dev.jocker.runtime.registry;
