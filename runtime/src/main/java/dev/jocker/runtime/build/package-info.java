/**
 * Builds images of a Dockerfile: its text becomes {@link dev.jocker.runtime.build.Statement}s and {@link dev.jocker.runtime.build.Instruction}s,
 * these a plan of stages, and that is carried out with containers.
 *
 * <p>Start at {@link dev.jocker.runtime.build.Dockerfile}. All but the carrying out is pure.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
package dev.jocker.runtime.build;
