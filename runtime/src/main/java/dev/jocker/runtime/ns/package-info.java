/**
 * Namespaces without a container: a command in new ones, or in those of any process or file, as {@code unshare(1)} and {@code nsenter(1)}
 * run it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
package dev.jocker.runtime.ns;
