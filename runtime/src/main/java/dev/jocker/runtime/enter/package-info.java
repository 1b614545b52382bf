/**
 * Into a container that runs: {@code exec}. Whatever wants a right of the host's is done before it joins the container's namespaces,
 * where the container does not see it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/setns.2.html">setns(2)</a>
 */
package dev.jocker.runtime.enter;
