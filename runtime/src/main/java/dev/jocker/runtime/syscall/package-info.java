/**
 * System calls: one method for each, with typed arguments, and {@link dev.jocker.runtime.syscall.SyscallException} when the kernel
 * says no.
 *
 * <p>Start at {@code MachineCode} (how a call leaves the JVM), then {@code Downcall}, then any family such as {@code Mounts}.
 * Nothing above this package and {@code program} sees {@code java.lang.foreign}. No policy here, no retries but EINTR's, no logging.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
package dev.jocker.runtime.syscall;
