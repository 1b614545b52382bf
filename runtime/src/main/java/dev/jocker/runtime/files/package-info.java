/**
 * The files of a container from the host's side: copies in and out of it, and what it has changed. No path of the container's leads out of
 * its root.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
 */
package dev.jocker.runtime.files;
