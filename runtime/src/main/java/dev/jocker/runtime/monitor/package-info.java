/**
 * Monitors of detached containers: a system-call program in a process of its own that starts a container's first process, copies its
 * output into a log, starts it again if it is to, and writes down how it ended. No daemon and no JVM stays.
 *
 * <pre>
 *   jocker run -d ──► monitor ──► first process
 *        ▲               │  ▲           │
 *        └── runs ───────┘  └─ output ──┘
 *                        │
 *                        ▼ writes          reads
 *                state  log  health      control  child
 * </pre>
 *
 * <p>{@link dev.jocker.runtime.monitor.MonitorProgram} is the program. What it writes has a class each to read it: {@link
 * dev.jocker.runtime.monitor.MonitorState}, {@link dev.jocker.runtime.monitor.LogCursor}, {@link
 * dev.jocker.runtime.monitor.HealthLog}, {@link dev.jocker.runtime.monitor.Journal}; what it reads, {@link
 * dev.jocker.runtime.monitor.Control}, one to write it. What a container is, is not known here.
 */
package dev.jocker.runtime.monitor;
