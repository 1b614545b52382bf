/**
 * {@code jocker bench}: what a container start costs, beside C that makes the same system calls. Begin with {@link
 * dev.jocker.cli.bench.StartBenchmark}. No production code depends on this package.
 */
package dev.jocker.cli.bench;
