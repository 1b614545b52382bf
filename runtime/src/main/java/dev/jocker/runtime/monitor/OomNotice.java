package dev.jocker.runtime.monitor;

import dev.jocker.runtime.syscall.Argument;

/**
 * How a monitor hears that memory has run out.
 *
 * @param file the descriptor, in the monitor
 * @param counters whether it is a {@code memory.events} of version 2, for {@code POLLPRI}; else it is an {@code eventfd(2)}, not
 *     blocking, for {@code POLLIN}
 */
public record OomNotice(Argument file, boolean counters) {}
