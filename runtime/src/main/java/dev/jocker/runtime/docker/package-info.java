/**
 * What docker's words come to: {@link dev.jocker.runtime.options.RunOptions} and what is known of the host make an OCI specification, with
 * docker's defaults for all that is not said. Nothing of it asks the kernel.
 *
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md">OCI runtime specification, config</a>
 */
package dev.jocker.runtime.docker;
