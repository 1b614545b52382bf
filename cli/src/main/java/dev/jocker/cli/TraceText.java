package dev.jocker.cli;

import dev.jocker.runtime.process.StartTrace;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.program.Trace;
import java.io.PrintStream;
import java.util.Locale;

/** A start that has happened, for people: when each call ended, how long after the one before it, and what it returned. */
final class TraceText {
    private TraceText() {}

    static void print(StartTrace trace, PrintStream out) {
        long start = trace.launchTrace().ticks(0);
        out.println("       at      took  (microseconds; the child's calls run while jocker's clone3 waits)");
        long end = print(trace.launch(), trace.launchTrace(), trace, start, start, out);
        out.println("── " + trace.child().name());
        long first = Math.min(end, firstTicks(trace.childTrace()));
        print(trace.child(), trace.childTrace(), trace, start, first, out);
        out.println(micros(trace, trace.executedTicks() - start) + "            the command runs, and jocker knows");
    }

    private static long firstTicks(Trace trace) {
        for (int step = 0; step < trace.steps(); step++) {
            if (trace.ran(step)) {
                return trace.ticks(step);
            }
        }
        return Long.MAX_VALUE;
    }

    private static long print(
            Program program, Trace steps, StartTrace trace, long start, long before, PrintStream out) {
        long previous = before;
        int index = 0;
        for (Instruction step : program.steps()) {
            if (steps.ran(index)) {
                long ticks = steps.ticks(index);
                out.println(micros(trace, ticks - start) + micros(trace, Math.max(0, ticks - previous)) + "  "
                        + ProgramText.of(step) + " = " + ProgramText.resultOf(step, steps.result(index)));
                previous = ticks;
            }
            index++;
        }
        return previous;
    }

    private static String micros(StartTrace trace, long ticks) {
        return String.format(Locale.ROOT, "%10.1f", ticks * trace.nanosPerTick() / 1000);
    }
}
