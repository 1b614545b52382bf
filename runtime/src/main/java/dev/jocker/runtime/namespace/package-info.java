/**
 * Namespaces: their kinds, those that exist already and what keeps them ({@link dev.jocker.runtime.namespace.NamespaceList}), those that a
 * file keeps ({@link dev.jocker.runtime.namespace.KeptNamespaces}), network namespaces with a name ({@link
 * dev.jocker.runtime.namespace.NetworkNamespaces}), user namespaces with their id mappings. Not who runs in them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
package dev.jocker.runtime.namespace;
