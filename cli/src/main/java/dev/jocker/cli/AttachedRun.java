package dev.jocker.cli;

import dev.jocker.runtime.container.Attachment;
import dev.jocker.runtime.container.ContainerExit;
import dev.jocker.runtime.container.LogReader;
import dev.jocker.runtime.container.RunningContainer;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.runtime.terminal.RawMode;
import dev.jocker.runtime.terminal.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A container with a monitor, in the foreground for a while: what it writes is printed, what is typed, the window's size and our signals go
 * to it, until it ends or the detach keys are typed. If we are killed, it goes on.
 */
final class AttachedRun implements Signals.Follower {
    private static final int SIGKILL = 9;
    private static final int BY_SIGNAL = 128;
    private static final int CHUNK = 4096;

    private final KeptContainers containers;
    private final String id;
    private final Streams streams;
    private final DetachKeys detachKeys;
    private final List<Integer> early = new ArrayList<>();
    private Attachment attachment;
    private LogReader output;
    private Long memoryLimit;
    private volatile boolean detached;
    private volatile boolean hungUp;
    private volatile int killedFor;

    /** What our signals do to the container. */
    enum Passing {
        NOTHING,
        /** They are sent to it, and the kernel may drop them; a hang-up only leaves it alone. */
        PLAINLY,
        /** As in a run that is ours alone, one that process 1 would not notice ends it; a hang-up only leaves it alone. */
        TO_ITS_END,
        /** So does a hang-up: nobody wants to come back to what is removed at its end. */
        WITH_HANG_UP
    }

    /**
     * What is connected.
     *
     * @param in whether input is passed on
     * @param out whether its standard output is printed
     * @param err whether its standard error is printed
     * @param signals what our signals do
     */
    record Streams(boolean in, boolean out, boolean err, Passing signals) {}

    AttachedRun(KeptContainers containers, String id, Streams streams, DetachKeys detachKeys) {
        this.containers = containers;
        this.id = id;
        this.streams = streams;
        this.detachKeys = detachKeys;
    }

    /** Tells the limit of its memory, or null, for a container that may be gone when it is asked for. */
    AttachedRun withMemoryLimit(Long limit) {
        memoryLimit = limit;
        return this;
    }

    /** Starts it, and stays until it ends or is left alone. Returns its exit status, or 0. */
    int startAndStay(Console console) throws IOException {
        return stay(console, true);
    }

    /** Stays with one that runs. */
    int stay(Console console) throws IOException {
        return stay(console, false);
    }

    private int stay(Console console, boolean start) throws IOException {
        try (SignalForwarding _ = streams.signals() == Passing.NOTHING ? null : SignalForwarding.to(this);
                Attachment attached =
                        start ? containers.startAttached(id, streams.in()) : containers.attach(id, streams.in());
                LogReader log = attached.output()) {
            begin(attached, log);
            boolean printed = print(console, log);
            if (hungUp) {
                return BY_SIGNAL + Signals.HUP;
            }
            if (detached) {
                console.err().println();
                console.err()
                        .println("jocker: left the container alone, it goes on: jocker attach "
                                .concat(ContainerRow.shortId(id)));
                return ExitStatus.SUCCESS;
            }
            return printed ? ended(console) : ExitStatus.SUCCESS; // it goes on without one who reads
        }
    }

    private boolean print(Console console, LogReader log) throws IOException {
        boolean terminal = attachment.terminal();
        boolean typed = streams.in() && attachment.stdin() != null;
        boolean raw = streams.in()
                && terminal
                && Terminals.isTerminal(Fd.STDIN); // also if it has ended: its lines end in \r\n
        try (RawMode _ = raw ? RawMode.enter(Fd.STDIN) : null;
                WindowFollower _ = terminal ? WindowFollower.of(attachment) : null) {
            if (typed) {
                new Typing(console.in()).start();
            }
            return new LogPrinter(streams.out() ? console.out() : null, streams.err() ? console.err() : null, false)
                    .print(log);
        }
    }

    private int ended(Console console) throws IOException {
        ContainerExit exit = attachment.await();
        if (killedFor != 0) {
            return BY_SIGNAL + killedFor;
        }
        if (exit.oomKilled() && exit.exitCode() == BY_SIGNAL + SIGKILL) {
            console.err().println(OutOfMemory.line(memoryLimit()));
        }
        return exit.exitCode();
    }

    private long memoryLimit() throws IOException {
        if (memoryLimit != null) {
            return memoryLimit;
        }
        try {
            return OutOfMemory.limit(containers.inspectJson(id));
        } catch (ContainerException.NotFound e) {
            return -1; // it has been removed meanwhile
        }
    }

    private synchronized void begin(Attachment attached, LogReader log) {
        attachment = attached;
        output = log;
        for (int signal : early) {
            pass(signal);
        }
    }

    /** A signal of ours is the container's; one that comes before it is there waits for it. */
    @Override
    public synchronized void received(int signal) {
        if (attachment == null) {
            early.add(signal);
        } else {
            pass(signal);
        }
    }

    private void pass(int signal) {
        try {
            if (signal == Signals.HUP && streams.signals() != Passing.WITH_HANG_UP) {
                hungUp = true;
                output.close(); // ends the printing
            } else if (signal != Signals.CONT
                    && streams.signals() != Passing.PLAINLY
                    && RunningContainer.wouldMiss(containers.snapshot(id).pid(), signal)) {
                killedFor = signal;
                containers.kill(id, SIGKILL);
            } else {
                containers.kill(id, signal);
            }
        } catch (IOException | ContainerException e) {
            // it has ended meanwhile
        }
    }

    /** Passes on what is typed. A daemon: who wants to end does not wait for the user to type something. */
    private final class Typing extends Thread {
        private final InputStream from;

        Typing(InputStream from) {
            super("input");
            setDaemon(true);
            this.from = from;
        }

        @Override
        public void run() {
            byte[] typed = new byte[CHUNK];
            try (OutputStream to = attachment.stdin()) {
                for (int length = from.read(typed); length >= 0; length = from.read(typed)) {
                    if (detachKeys.pass(typed, length, to)) {
                        detached = true;
                        output.close(); // ends the printing
                        return;
                    }
                }
                if (attachment.terminal()) {
                    return; // as docker: the end of our input is none for a terminal
                }
            } catch (IOException e) {
                // It has ended, or closed its input: what is typed reaches nobody now.
            }
        }
    }
}
