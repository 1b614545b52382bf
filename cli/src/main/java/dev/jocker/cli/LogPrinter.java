package dev.jocker.cli;

import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.container.LogEntry;
import dev.jocker.runtime.container.LogReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes what a container wrote, byte for byte, each stream to its own. */
final class LogPrinter {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean times;
    private boolean outInLine;
    private boolean errInLine;

    /**
     * @param out null: what it wrote there is not wanted
     * @param err likewise
     * @param times whether each line begins with when it was written
     */
    LogPrinter(PrintStream out, PrintStream err, boolean times) {
        this.out = out;
        this.err = err;
        this.times = times;
    }

    /** Prints all that comes, at once as it comes. Returns whether standard output took it; it ends when that does not. */
    boolean print(LogReader log) throws IOException {
        for (LogEntry entry = log.next(); entry != null; entry = log.next()) {
            print(entry);
            if (out != null && out.checkError()) {
                return false;
            }
        }
        return true;
    }

    private void print(LogEntry entry) throws IOException {
        boolean toOut = entry.stream() == LogEntry.Stream.STDOUT;
        PrintStream stream = toOut ? out : err;
        if (stream == null) {
            return;
        }
        if (times && !(toOut ? outInLine : errInLine)) {
            stream.write(Moments.nanoseconds(entry.time()).concat(" ").getBytes(StandardCharsets.US_ASCII));
        }
        stream.write(entry.bytes());
        stream.flush();
        if (toOut) {
            outInLine = entry.partial();
        } else {
            errInLine = entry.partial();
        }
    }
}
