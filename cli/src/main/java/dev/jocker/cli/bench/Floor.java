package dev.jocker.cli.bench;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.Containers.StartRequest;
import dev.jocker.runtime.container.Explanation;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C program that makes the system calls of a container's start: {@link FloorSource} compiled, and run in batches. */
final class Floor {
    /** A process that has just begun pays for its first page faults; that is not what is compared. */
    private static final int WARM_UP = 5;

    private final Path program;

    private Floor(Path program) {
        this.program = program;
    }

    /** There is no floor on this machine, and why. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String why) {
            super(why);
        }
    }

    /**
     * Makes the program.
     *
     * @param directory an empty one that is there, for everything it needs
     * @param options of the containers to compare with
     * @throws Unavailable without a C compiler that knows this kernel's calls
     */
    static Floor compile(Path directory, RunOptions options) throws IOException, Unavailable {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Explanation start = Containers.in(directories).explain(options, new StartRequest(Stdio.none(), null, false));
        Files.createDirectories(start.preparation().directory().getParent());
        Path source = directory.resolve("floor.c");
        Path program = directory.resolve("floor");
        Files.writeString(source, FloorSource.of(harness(), start));
        compile(source, program);
        return new Floor(program);
    }

    /** Starts {@code runs} containers, one after the other. */
    List<Sample> run(int runs) throws IOException {
        Process process = new ProcessBuilder(program.toString(), Integer.toString(runs), Integer.toString(WARM_UP))
                .redirectErrorStream(true)
                .start();
        String text = output(process);
        if (exitStatus(process) != 0) {
            throw new IOException("the C program failed: " + text.strip());
        }
        List<Sample> samples = new ArrayList<>(runs);
        for (String line : text.split("\n")) {
            int blank = line.indexOf(' ');
            long executed = Long.parseLong(line, 0, blank, 10);
            long ended = Long.parseLong(line, blank + 1, line.length(), 10);
            samples.add(new Sample(executed, executed, ended)); // C has nothing to do before the clone
        }
        return samples;
    }

    private static void compile(Path source, Path program) throws IOException, Unavailable {
        Process gcc;
        try {
            gcc = new ProcessBuilder("gcc", "-O2", "-w", "-o", program.toString(), source.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new Unavailable("there is no gcc here");
        }
        String text = output(gcc);
        if (exitStatus(gcc) != 0) {
            throw new Unavailable("gcc cannot compile it: " + text.strip());
        }
    }

    static String harness() throws IOException {
        try (InputStream in = Floor.class.getResourceAsStream("floor.c")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String output(Process process) throws IOException {
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int exitStatus(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
