/**
 * Containers: what a user asks for, what that means on this host, the start, and the end.
 *
 * <p>Programs that embed Jocker need {@link dev.jocker.runtime.container.Containers}, {@link
 * dev.jocker.runtime.container.RunOptions}, {@link dev.jocker.runtime.container.Stdio} and {@link
 * dev.jocker.runtime.container.RunningContainer}, and no more. To read how it works, begin at {@code Containers.start} and follow one
 * way down:
 *
 * <pre>
 *   RunOptions ─► DockerSpec ─► Spec ─► Plan ─► ChildProgram ─► Start ─► RunningContainer
 *   asked for     docker's              RootPlan               opens,
 *                 defaults              MountPlan              clones,
 *                                       Confinement            waits for the exec
 * </pre>
 *
 * <p>Up to {@code ChildProgram} nothing is changed on the host, so that {@code Containers.explain} can stop there. What a container has
 * on the host is written down before it is made: {@code ContainerDirectory} says where, and how what a killed Jocker left is found.
 *
 * <p>This room composes the ones below it. How a mount is made, a capability dropped or a process cloned is their business, and what
 * to print is nobody's here.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md">OCI runtime specification, config</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
package dev.jocker.runtime.container;
