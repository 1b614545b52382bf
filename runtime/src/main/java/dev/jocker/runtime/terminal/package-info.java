/**
 * The user's terminal and the container's: raw mode, window size, and the bytes between them.
 *
 * <p>Start at {@link dev.jocker.runtime.terminal.TerminalRelay}. How a pseudo-terminal is made and becomes a
 * container's console is not here: the child does that, in its own devpts. Man pages: {@code pty(7)}, {@code
 * termios(3)}, {@code ioctl_tty(2)}.
 */
package dev.jocker.runtime.terminal;
