/**
 * Containers from their making to their removal: names and records, the verbs, and who may do what at one time.
 *
 * <p>Programs that embed Jocker need {@link dev.jocker.runtime.container.Containers}, {@link
 * dev.jocker.runtime.options.RunOptions}, {@link dev.jocker.runtime.process.Stdio} and {@link
 * dev.jocker.runtime.container.RunningContainer}, and no more. To read how it works, begin at {@code Containers.start} and follow one
 * way down, through the rooms:
 *
 * <pre>
 *   options         docker             launch                                            container
 *   RunOptions ──► DockerSpec ─► Spec ─► Plan ─► ChildProgram ─► Start ─────────────────► RunningContainer
 *   asked for       docker's             RootPlan                opens, clones,
 *                   defaults             MountPlan               waits for the exec
 * </pre>
 *
 * <p>What a container has on the host is written down before it is made: {@code ContainerDirectory} says where, and how what a killed
 * Jocker left is found.
 *
 * <p>This room composes the ones below it. How a mount is made, a capability dropped or a process cloned is their business, and what
 * to print is nobody's here.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/namespaces.7.html">namespaces(7)</a>
 */
package dev.jocker.runtime.container;
