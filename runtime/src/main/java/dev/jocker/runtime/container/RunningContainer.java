package dev.jocker.runtime.container;

import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A container that runs as long as this JVM does, or shorter. Close it, always: that ends what still runs in it and frees what it
 * had on the host.
 */
public final class RunningContainer implements AutoCloseable {
    private static final int SIGKILL = 9;

    private final String id;
    private final Child child;
    private final Fd terminal;
    private final StartTrace trace;
    private final StartTime time;
    private final String note;
    private final Resources resources;
    private Processes.Ending ending;
    private boolean closed;

    RunningContainer(String id, Start.Started started, String note, Resources resources) {
        this.id = id;
        this.child = started.child();
        this.terminal = started.terminal();
        this.trace = started.trace();
        this.time = started.time();
        this.note = note;
        this.resources = resources;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** The first process's id on the host. */
    public int pid() {
        return child.pid();
    }

    /** The master of the container's terminal, or null if it has none. It is closed with the container. */
    public Fd terminal() {
        return terminal;
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

    /** Waits until the command has ended, and with it, where it had a pid namespace of its own, all other processes. */
    public synchronized Processes.Ending await() throws IOException {
        if (ending == null) {
            ending = Processes.await(child.pidfd());
        }
        return ending;
    }

    /** Sends a signal to the first process; one that has ended is left in peace. */
    public void signal(int signal) throws IOException {
        try {
            Processes.signal(child.pidfd(), signal);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    /**
     * Whether a signal would have no effect though nobody asked for that: process 1 of a pid namespace gets only those that it has a
     * handler for, waits for or blocks, beside SIGKILL and SIGSTOP from outside, {@code pid_namespaces(7)}. A signal that it
     * ignores explicitly is not one of these.
     */
    public boolean wouldMiss(int signal) throws IOException {
        long dealtWith = 0;
        boolean first = false;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith("NSpid:")) {
                first = line.endsWith("\t1");
            } else if (line.startsWith("SigBlk:") || line.startsWith("SigIgn:") || line.startsWith("SigCgt:")) {
                dealtWith |= Long.parseUnsignedLong(line.substring(line.indexOf('\t') + 1), 16);
            }
        }
        return first && (dealtWith >>> (signal - 1) & 1) == 0;
    }

    /** Kills what still runs, and frees what the container had on the host. The second time does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (child;
                terminal) {
            if (ending == null) {
                signal(SIGKILL);
                await();
            }
        } finally {
            resources.free();
        }
    }
}
