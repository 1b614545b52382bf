package dev.jocker.runtime.container;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.files.ChangedFiles;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.OwnChild;
import dev.jocker.runtime.process.Resources;
import dev.jocker.runtime.process.StartTime;
import dev.jocker.runtime.process.StartTrace;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A container that runs as long as this JVM does, or shorter. Close it, always: that ends its processes and frees what it had
 * on the host. The first process's end is that of all others in its pid namespace; those of a container that uses the host's or
 * another's pid namespace go on until the close, which knows them by their control group.
 *
 * <p>Safe for use by several threads.
 */
public final class RunningContainer implements AutoCloseable {
    private static final int SIGKILL = signal_h.SIGKILL();

    private final Plan plan;
    private final PreparedRoot root;
    private final OwnChild child;
    private final StartTrace trace;
    private final StartTime time;
    private final String note;
    private final Resources resources;

    RunningContainer(Plan plan, PreparedRoot root, Start.Started started, String note, Resources resources) {
        this.plan = plan;
        this.root = root;
        this.child = new OwnChild(started.child(), started.terminal());
        this.trace = started.trace();
        this.time = started.time();
        this.note = note;
        this.resources = resources;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return plan.id();
    }

    /** The first process's id on the host. */
    public int pid() {
        return child.pid();
    }

    /** The master of the container's terminal, or null if it has none. It is closed with the container. */
    public Fd terminal() {
        return child.terminal();
    }

    /** What the start did, or null if it was not traced. */
    public StartTrace trace() {
        return trace;
    }

    /** When it was cloned and when its command began to run. Always known, unlike {@link #trace}. */
    public StartTime startTime() {
        return time;
    }

    /** One line that a user should know about this container's root, or null. */
    public String note() {
        return note;
    }

    /**
     * Waits until the command has ended, and with it, where it had a pid namespace of its own, all other processes. Another
     * thread's {@link #close} ends the wait.
     */
    public Processes.Ending await() throws IOException {
        return child.await();
    }

    /** As {@link #await()}, but no longer than {@code time}, in milliseconds; empty if the command still runs then. */
    public Optional<Processes.Ending> await(Duration time) throws IOException {
        return child.await(time);
    }

    /** How it ended; null while it runs. */
    Processes.Ending ending() {
        return child.ending();
    }

    /**
     * Puts what it has changed in its root to {@code layer}, as the files of a layer; {@code layer} is not finished then. To be asked after
     * the end, and before the close.
     *
     * @param places what the start had to make to put mounts on, relative: no change, as long as it is empty
     */
    public void writeChanges(Destination layer, Set<String> places) throws IOException {
        if (note != null) {
            throw new ContainerException.NotSupported(note, null); // they are not on the disk
        }
        ChangedFiles.write(plan.directory(), root, plan.spec().linux(), places, layer);
    }

    /** Sends a signal to the first process; one that has ended is left in peace. */
    public void signal(int signal) throws IOException {
        child.signal(signal);
    }

    /**
     * Whether a signal would have no effect though nobody asked for that: process 1 of a pid namespace gets only those that it has a
     * handler for, waits for or blocks, beside SIGKILL and SIGSTOP from outside, {@code pid_namespaces(7)}. A signal that it
     * ignores explicitly is not one of these.
     */
    public boolean wouldMiss(int signal) throws IOException {
        return wouldMiss(pid(), signal);
    }

    /** Whether that process of a container would not notice the signal, as {@link #wouldMiss(int)} says. */
    public static boolean wouldMiss(int pid, int signal) throws IOException {
        long dealtWith = 0;
        boolean first = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("NSpid:")) {
                first = line.endsWith("\t1");
            } else if (line.startsWith("SigBlk:") || line.startsWith("SigIgn:") || line.startsWith("SigCgt:")) {
                dealtWith |= Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16);
            }
        }
        return first && (dealtWith >>> (signal - 1) & 1) == 0;
    }

    /** Whether one of its processes has been killed because it wanted more memory than its limit allows. To be asked before the close. */
    public boolean wasOutOfMemory() throws IOException {
        return plan.cgroup().cgroup().oomKills() > 0;
    }

    /** How much memory it may use, in bytes; -1: as much as there is. */
    public long memoryLimit() {
        dev.jocker.runtime.oci.Resources limits = plan.spec().linux().resources();
        boolean limited =
                limits != null && limits.memory() != null && limits.memory().limit() != null;
        return limited ? limits.memory().limit() : -1;
    }

    /**
     * Kills the first process if it still runs, then all others that are left; frees what the container had on the host. The second time does nothing.
     */
    @Override
    public void close() throws IOException {
        try {
            // Before the pidfd is our own: those who wait for the end have it, and this makes the end come.
            signal(SIGKILL);
        } finally {
            child.close(resources);
        }
    }
}
