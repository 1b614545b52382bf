/**
 * What a container sees of the file system: its root, the kernel's views under {@code /proc}, {@code /sys} and {@code /dev}, volumes,
 * masked paths.
 *
 * <p>Everything is a {@link dev.jocker.runtime.mount.MountStep}: a value that says what is wanted and knows the system calls that do
 * it. Steps are decided first and carried out by the child. Sources of bind mounts are opened before {@code pivot_root}, targets
 * are looked up after the old root is gone: so no symbolic link of an image leads a mount outside. Reading {@code config.json} is
 * not done here.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/mount_namespaces.7.html">mount_namespaces(7)</a>
 */
package dev.jocker.runtime.mount;
