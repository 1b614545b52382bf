package dev.jocker.runtime.container;

/**
 * How a container's first process ended.
 *
 * @param exitCode its exit status, or 128 and the signal's number
 * @param oomKilled whether the kernel killed a process of it for want of memory
 */
public record ContainerExit(int exitCode, boolean oomKilled) {}
