/**
 * Namespaces: their kinds, those that exist already, user namespaces with their id mappings, network namespaces with names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
package dev.jocker.runtime.namespace;
