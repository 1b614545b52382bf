package dev.jocker.runtime.container;

import dev.jocker.runtime.enter.Exec;
import dev.jocker.runtime.enter.ExecTarget;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A container to enter. */
public final class Entering implements AutoCloseable {
    private final RunningContainer container;
    private final Fd pidfd;
    private final Host host;
    private final ExecTarget target;

    private Entering(RunningContainer container, Fd pidfd, Host host, ExecTarget target) {
        this.container = container;
        this.pidfd = pidfd;
        this.host = host;
        this.target = target;
    }

    /** What a command wrote, and how it ended. */
    public record Result(String out, String err, int exitCode) {}

    public static Entering start(Path directory, RunOptionsBuilder options, List<Path> cgroups, List<String> groupAdd)
            throws IOException {
        var directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Containers containers = Containers.in(directories);
        RunOptions built = options.build();
        var request = new Containers.StartRequest(Stdio.none(), null, false);
        RunningContainer container = containers.start(built, request);
        // The start is over when the kernel has taken the program's memory away: its name goes a moment later.
        while (Files.readString(Path.of("/proc/" + container.pid() + "/comm")).equals("jocker-child\n")) {
            FaultRoom.sleep(Duration.ofMillis(1));
        }
        Fd pidfd = Processes.open(container.pid());
        var target = new ExecTarget(
                container.pid(), pidfd, containers.explain(built, request).spec(), cgroups, groupAdd);
        return new Entering(container, pidfd, Host.find(directories), target);
    }

    public static Entering start(Path directory, RunOptionsBuilder options) throws IOException {
        return start(directory, options, List.of(), List.of());
    }

    public RunningContainer container() {
        return container;
    }

    public ExecTarget target() {
        return target;
    }

    public Host host() {
        return host;
    }

    public RunningExec exec(ExecOptions options, Stdio stdio) throws IOException {
        return Exec.start(target, options, host, stdio, new Process.ConsoleSize(30, 100));
    }

    public int detach(ExecOptions options) throws IOException {
        return Exec.detach(target, options, host);
    }

    public Result run(String... command) throws IOException {
        return run(ExecOptions.command(command).build());
    }

    /** Runs a command to its end. */
    public Result run(ExecOptions options) throws IOException {
        Descriptors.Pipe out = Descriptors.pipe();
        Descriptors.Pipe err = Descriptors.pipe();
        try (out;
                err) {
            try (RunningExec exec = exec(options, new Stdio(null, out.writeEnd(), err.writeEnd()))) {
                out.writeEnd().close();
                err.writeEnd().close();
                String text = readAll(out.readEnd());
                String errors = readAll(err.readEnd());
                return new Result(text, errors, exec.await().exitCode());
            }
        }
    }

    public static String readAll(Fd from) throws IOException {
        var text = new StringBuilder();
        ByteBuffer buffer = Descriptors.buffer(1 << 16);
        while (Descriptors.read(from, buffer.clear()) > 0) {
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        try (pidfd) {
            container.close();
        }
    }
}
