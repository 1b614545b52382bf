/**
 * From an OCI specification to a process that runs: {@code Plan} says what will be done, {@code ChildProgram} what the child will do, and
 * {@code Start} or {@code DetachedStart} opens what is needed, clones, and waits for the exec. Beside it, a container's root, control
 * groups and networks are made ready.
 *
 * <p>Up to {@code ChildProgram} nothing is changed on the host, so that {@code Containers.explain} can stop there. What is kept of a
 * container, and what its name is, is {@code container}'s.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/clone3.2.html">clone3(2)</a>
 */
package dev.jocker.runtime.launch;
