package dev.jocker.runtime.monitor;

import java.nio.file.Path;
import java.util.List;

/**
 * What a monitor does beside starting a container's first process.
 *
 * @param directory the container's own, absolute; the monitor works in it
 * @param terminal whether the container has a terminal, whose master the monitor gets and keeps
 * @param log how much of the output is kept
 * @param journal where to tell of starts and ends, or null
 * @param oomCounters the file that counts kills for want of memory ({@code memory.events}, {@code memory.oom_control}), or null
 * @param oomNotice how it hears at once of such kills, for the journal; or null
 * @param killLeftovers the container's {@code cgroup.kill}, written to after the first process's end; or null
 * @param probing how it is found out whether the container does well, or null
 * @param farewell what the kernel is told at the end, or null
 * @param lastAct what the monitor becomes when the container has ended for good, or null: it ends
 */
public record Watch(
        Path directory,
        boolean terminal,
        LogLimit log,
        Events journal,
        Path oomCounters,
        OomNotice oomNotice,
        Path killLeftovers,
        Probing probing,
        Farewell farewell,
        LastAct lastAct) {

    /**
     * A file in the container's directory: as long as somebody has it locked, {@code flock(2)}, that one sees to what comes after the end,
     * and there is no last act.
     */
    public static final String ATTENDED = "attended";

    /** Without probes. */
    public Watch(
            Path directory,
            boolean terminal,
            LogLimit log,
            Events journal,
            Path oomCounters,
            Path killLeftovers,
            LastAct lastAct) {
        this(directory, terminal, log, journal, oomCounters, null, killLeftovers, null, null, lastAct);
    }

    /** The same with probes. */
    public Watch with(Probing probes) {
        return new Watch(
                directory, terminal, log, journal, oomCounters, oomNotice, killLeftovers, probes, farewell, lastAct);
    }

    /** The same with a farewell. */
    public Watch with(Farewell words) {
        return new Watch(
                directory, terminal, log, journal, oomCounters, oomNotice, killLeftovers, probing, words, lastAct);
    }

    /** The same, told of kills for want of memory. */
    public Watch with(OomNotice notice) {
        return new Watch(
                directory, terminal, log, journal, oomCounters, notice, killLeftovers, probing, farewell, lastAct);
    }

    /**
     * How much of the output is kept.
     *
     * @param maximum a log as long as this, in bytes, is put aside for a new one; 0: never
     * @param files how many there are at the most, the one that is written to among them; at least one
     */
    public record LogLimit(long maximum, int files) {
        /** Everything is kept, in one file. */
        public static final LogLimit NONE = new LogLimit(0, 1);

        public LogLimit {
            if (maximum < 0 || files < 1) {
                throw new IllegalArgumentException("a log of " + maximum + " bytes in " + files + " files");
            }
        }
    }

    /**
     * What the {@link Journal} is told.
     *
     * @param file absolute
     * @param id the container's
     * @param text for each of its records
     */
    public record Events(Path file, String id, String text) {}

    /**
     * A command, executed with nothing open but {@code /dev/null} as its standard streams.
     *
     * @param command its absolute path, and its arguments
     * @param environment {@code NAME=value}
     */
    public record LastAct(List<String> command, List<String> environment) {
        public LastAct {
            command = List.copyOf(command);
            environment = List.copyOf(environment);
        }
    }

    /** Only a log, and nothing else. */
    public static Watch of(Path directory) {
        return new Watch(directory, false, LogLimit.NONE, null, null, null, null);
    }
}
