package dev.jocker.runtime.process;

import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.Trace;

/**
 * What a start did, call by call: first the launch in the JVM's memory, then the child in its own.
 *
 * @param launch the program that cloned
 * @param launchTrace its results and times
 * @param child the program that became the command
 * @param childTrace likewise
 * @param nanosPerTick how long a tick of the traces' clock is
 * @param executedTicks when jocker learnt that the command runs (or that the start failed)
 */
public record StartTrace(
        Program launch, Trace launchTrace, Program child, Trace childTrace, double nanosPerTick, long executedTicks) {}
