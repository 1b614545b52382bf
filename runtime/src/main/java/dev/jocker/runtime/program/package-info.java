/**
 * System-call programs: what a child of the JVM has to do, as data.
 *
 * <p>After a clone the child of a JVM cannot run Java: the collector, the compiler and the threads that stop the world are not in
 * it. So Java builds a {@link dev.jocker.runtime.program.Program} beforehand, and a few hundred bytes of machine code run it. Because
 * it is data, it can be printed before it runs, traced while it runs, and broken on purpose in tests.
 *
 * <p>Start at {@link dev.jocker.runtime.program.Program}, then {@link dev.jocker.runtime.program.Launch}. What a container is, is not
 * known here.
 */
package dev.jocker.runtime.program;
