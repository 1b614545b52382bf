/**
 * The one downcall and one method per system call. No policy, no retries other than EINTR, no logging.
 *
 * <p>Man pages: {@code syscalls(2)}, {@code errno(3)}.
 */
package dev.jocker.runtime.syscall;
