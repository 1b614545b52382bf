/**
 * Images: their names, the store that keeps them, the unpacking of layers, the built-in image {@code host}, and a look into a root that is
 * not mounted.
 *
 * <p>Not how a root is mounted (that is {@code mount}), nor who uses it. Start at {@link dev.jocker.runtime.image.ImageStore}, then
 * {@code LayerUnpacker} and {@code LayerWriter}; or at {@link dev.jocker.runtime.image.HostImage}; or at
 * {@link dev.jocker.runtime.image.RootView}.
 *
 * <p>How an image comes from a registry: {@code Pull}, then {@code LayerPull}. What the registry is asked is the room {@code registry}'s affair.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image layers</a>
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
package dev.jocker.runtime.image;
