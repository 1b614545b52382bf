/**
 * What is asked of a container, in docker's words: {@link dev.jocker.runtime.options.RunOptions} and the values that it is made of, each
 * with the reader of its text. What is refused here is refused before anything is done.
 *
 * <p>Pure values. What they mean on this host is the business of {@code docker} and {@code launch}.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/">docker run</a>
 */
package dev.jocker.runtime.options;
