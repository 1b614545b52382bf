package dev.jocker.cli.bench;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code jocker bench start}: starts a plain container many times from this JVM, in turns with a C program that makes the same system
 * calls, so that both meet the same weather on the machine.
 *
 * <p>Untraced, as production starts are: a child that is traced maps a page more and writes to it after each step. The two moments
 * compared are on one clock, CLOCK_MONOTONIC, in both: see {@link dev.jocker.runtime.process.StartTime}, and {@code floor.c}.
 */
public final class StartBenchmark {
    private static final int ROUNDS = 10;

    private final int runs;
    private final int warmUp;
    private final boolean network;
    private final Progress progress;

    /** Told before each part of the work. */
    @FunctionalInterface
    public interface Progress {
        /** {@code what} is a few words. */
        void at(String what);
    }

    /**
     * @param runs how many starts to measure
     * @param warmUp how many not to measure before: the JVM's compiler needs some hundreds
     * @param network whether each gets a network namespace of its own, or has the host's
     * @param progress told of each round
     */
    public StartBenchmark(int runs, int warmUp, boolean network, Progress progress) {
        this.runs = runs;
        this.warmUp = warmUp;
        this.network = network;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param rootfs a directory with {@code /bin/true} in it; null: a small one is made
     */
    public StartReport run(Path rootfs) throws IOException {
        Path scratch = Files.createTempDirectory("jocker-bench-");
        try {
            Path root = rootfs == null ? BenchRoot.make(scratch.resolve("rootfs")) : rootfs.toAbsolutePath();
            return measure(scratch, options(root));
        } finally {
            delete(scratch);
        }
    }

    private RunOptions options(Path root) {
        return RunOptions.rootfs(root)
                .command("/bin/true")
                .network(network ? NamespaceChoice.NONE : NamespaceChoice.HOST)
                .build();
    }

    private StartReport measure(Path scratch, RunOptions options) throws IOException {
        Floor floor = null;
        String noFloor = null;
        try {
            progress.at("compiling the C program");
            floor = Floor.compile(Files.createDirectory(scratch.resolve("floor")), options);
        } catch (Floor.Unavailable e) {
            noFloor = e.getMessage();
        }
        Containers containers = Containers.in(new Directories(scratch.resolve("data"), scratch.resolve("run")));
        progress.at("warming up");
        start(containers, options, warmUp);
        List<List<Sample>> ours = new ArrayList<>();
        List<List<Sample>> theirs = new ArrayList<>();
        int rounds = Math.min(ROUNDS, runs);
        for (int round = 0; round < rounds; round++) {
            progress.at("round " + (round + 1) + " of " + rounds);
            int size = runs / rounds + (round < runs % rounds ? 1 : 0);
            // Who is first changes, so that a machine that gets slower or faster all the time favours nobody.
            if (floor != null && round % 2 == 1) {
                theirs.add(floor.run(size));
            }
            ours.add(start(containers, options, size));
            if (floor != null && round % 2 == 0) {
                theirs.add(floor.run(size));
            }
        }
        return new StartReport(ours, theirs, noFloor, network);
    }

    private static List<Sample> start(Containers containers, RunOptions options, int count) throws IOException {
        List<Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long called = System.nanoTime();
            try (var container = containers.start(options, Stdio.none())) {
                long executed = System.nanoTime();
                Processes.Ending ending = container.await();
                long ended = System.nanoTime();
                if (ending.exitCode() != 0) {
                    throw new IOException("/bin/true ended with status " + ending.exitCode());
                }
                samples.add(new Sample(container.startTime().cloneToExecNanos(), executed - called, ended - called));
            }
        }
        return samples;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
