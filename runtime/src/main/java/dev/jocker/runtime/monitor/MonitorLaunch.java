package dev.jocker.runtime.monitor;

import dev.jocker.runtime.program.DetachedLaunch;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileAttributes;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a monitor, which starts its container. */
public final class MonitorLaunch {
    private final Watch watch;
    private final Program program;
    private final Program health;
    private final byte[] childImage;
    private final List<Fd> more;
    private final boolean keepsInput;
    private Fd input;
    private int owner;

    /**
     * What came of it.
     *
     * @param monitor its pid, as it was then
     * @param pid of the container's first process, or 0
     * @param failure null where the container runs
     */
    public record Outcome(int monitor, int pid, MonitorState.Failure failure) {}

    /**
     * A monitor to start.
     *
     * @param health that of the process that runs probes; null: nobody asks how it does
     * @param childImage what the container's first process executes, the bytes of a {@link SealedImage}
     * @param more descriptors that the monitor gets as {@link MonitorDescriptors#MORE} and so on; they stay the caller's
     * @param keepsInput whether the container's standard input is to be kept open, for somebody to write to
     */
    public MonitorLaunch(
            Watch watch, Program program, Program health, byte[] childImage, List<Fd> more, boolean keepsInput) {
        this.watch = watch;
        this.program = program;
        this.health = health;
        this.childImage = childImage.clone();
        this.more = List.copyOf(more);
        this.keepsInput = keepsInput;
    }

    /** Lets the container read from the pipe's end {@code end}, which stays the caller's: it comes to its end with the caller's other one. */
    public MonitorLaunch readingFrom(Fd end) {
        input = end;
        return this;
    }

    /** Lets the user {@code uid} of the host open the pipes of the container's streams by their names, {@code /dev/stdout}. */
    public MonitorLaunch ownedBy(int uid) {
        owner = uid;
        return this;
    }

    /**
     * Starts it, and returns when the container runs or could not be started. Before that the {@link Control} has to be in the
     * container's directory.
     *
     * @param lock held on the container as long as anything has it open: the monitor has it from now on, and the caller can close it
     */
    public Outcome start(Fd lock) throws IOException {
        writeImages();
        List<Fd> opened = new ArrayList<>();
        try (Sockets.Pair pair = Sockets.pair();
                Fd nothing = Descriptors.open(Path.of("/dev/null"), Flags.of(OpenFlag.O_RDWR))) {
            List<Fd> descriptors = descriptors(lock, pair.theirs(), nothing, opened);
            int monitor;
            try (Fd image = SealedImage.seal(program)) {
                monitor = new DetachedLaunch(image, descriptors).start();
            }
            pair.theirs().close();
            return outcome(monitor, pair.ours());
        } finally {
            opened.forEach(Fd::close);
        }
    }

    /** The launch as it would be, to be shown. */
    public static Program launchProgram(List<? extends Argument> more) {
        List<Argument> shown = new ArrayList<>();
        for (String each : List.of(
                "/dev/null",
                "/dev/null",
                "/dev/null",
                "lock",
                "channel",
                "output",
                "errors",
                "output's end",
                "errors' end",
                "input",
                "input's end")) {
            shown.add(Argument.named(-1, "<" + each + ">"));
        }
        shown.addAll(more);
        return new DetachedLaunch(Argument.named(-1, "<the monitor's image>"), shown).program();
    }

    private void writeImages() throws IOException {
        writeImage(Birth.IMAGE, childImage);
        if (health != null) {
            writeImage(Probing.IMAGE, watch.probing().image());
            writeImage(Probing.PROGRAM, SealedImage.bytes(health));
        }
    }

    /** Another file, not the old one's bytes: the kernel does not let go of what is executed (ETXTBSY). */
    private void writeImage(String name, byte[] image) throws IOException {
        Path file = watch.directory().resolve(name);
        Files.deleteIfExists(file);
        try (Fd made = Descriptors.open(file, Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_EXCL), 0500)) {
            Descriptors.write(made, image);
        }
    }

    /** In the order of their numbers, {@link MonitorDescriptors}. */
    private List<Fd> descriptors(Fd lock, Fd channel, Fd nothing, List<Fd> opened) throws IOException {
        Fd output = nothing;
        Fd error = nothing;
        Fd outputEnd = nothing;
        Fd errorEnd = nothing;
        Fd writtenTo = nothing;
        Fd readFrom = input == null ? nothing : input;
        if (!watch.terminal()) {
            Descriptors.Pipe pipe = pipe(opened);
            output = pipe.readEnd();
            outputEnd = pipe.writeEnd();
            Descriptors.setNonBlocking(
                    output); // a process of the container could take from the pipe what was announced
            pipe = pipe(opened);
            error = pipe.readEnd();
            errorEnd = pipe.writeEnd();
            Descriptors.setNonBlocking(error);
            if (keepsInput && input == null) {
                pipe = pipe(opened);
                writtenTo = pipe.writeEnd();
                readFrom = pipe.readEnd();
            }
        }
        List<Fd> all = new ArrayList<>(List.of(
                nothing, nothing, nothing, lock, channel, output, error, outputEnd, errorEnd, writtenTo, readFrom));
        all.addAll(more);
        if (all.size() > MonitorDescriptors.CHILD) {
            throw new IllegalArgumentException(more.size() + " descriptors are too many for a monitor");
        }
        return all;
    }

    private Descriptors.Pipe pipe(List<Fd> opened) throws IOException {
        Descriptors.Pipe pipe = Descriptors.pipe();
        opened.add(pipe.readEnd());
        opened.add(pipe.writeEnd());
        if (owner != 0) {
            FileAttributes.chown(pipe.readEnd(), owner, -1); // both ends are one file
        }
        return pipe;
    }

    private Outcome outcome(int monitor, Fd channel) throws IOException {
        ByteBuffer report = Descriptors.buffer(MonitorProgram.REPORT_BYTES);
        if (Sockets.receive(channel, report).length() != MonitorProgram.REPORT_BYTES) {
            return written(monitor);
        }
        long who = report.getLong(MonitorProgram.REPORT_WHO);
        if (who == 0) {
            return new Outcome(monitor, (int) report.getLong(MonitorProgram.REPORT_PID), null);
        }
        Sockets.receive(channel, Descriptors.buffer(1)); // its end: nothing is left
        int errno = (int) -report.getLong(Long.BYTES);
        return new Outcome(
                monitor,
                0,
                new MonitorState.Failure(who == MonitorProgram.CHILD_FAILED, (int) report.getLong(0), errno));
    }

    /** It could not tell: then its state does, unless it was killed before. */
    private Outcome written(int monitor) throws IOException {
        MonitorState state = MonitorState.read(watch.directory());
        if (state == null || state.monitor() != monitor) {
            throw new IOException("the container's monitor, process " + monitor + ", was killed");
        }
        return new Outcome(monitor, state.failure() == null ? state.pid() : 0, state.failure());
    }
}
