package dev.jocker.runtime.monitor;

import dev.jocker.bindings.signal_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A monitor over a child of a few system calls, in a directory of its own. Close it: that ends both. */
final class Monitored implements AutoCloseable {
    private static final Argument CHANNEL = Argument.number(MonitorDescriptors.CHILD);
    private static final int TURNS = 3000;

    final Path directory;
    private final List<Instruction> steps = new ArrayList<>();
    private final List<Argument> inherited = new ArrayList<>();
    private Watch watch;
    private Control control = Control.of(Control.Policy.NO, 0);
    private boolean keepsInput;
    private Fault fault;
    private Flags<CloneFlag> flags = Flags.none(CloneFlag.class);
    private MonitorLaunch.Outcome outcome;

    Monitored(Path directory) {
        this.directory = directory;
        this.watch = Watch.of(directory);
        inherited.add(MonitorDescriptors.output());
        inherited.add(MonitorDescriptors.error());
        // With its monitor, as containers do; and the command is there when the channel ends.
        steps.add(Call.of("", SystemCall.PRCTL, Operand.of(1), Operand.of(signal_h.SIGKILL())));
        steps.add(Call.of("", SystemCall.CLOSE, Operand.of(CHANNEL)));
    }

    Monitored with(Watch other) {
        watch = other;
        return this;
    }

    Monitored with(Control other) {
        control = other;
        return this;
    }

    Monitored withNamespaces(Flags<CloneFlag> kinds) {
        flags = kinds;
        return this;
    }

    Monitored with(Fault other) {
        fault = other;
        return this;
    }

    Monitored keepingInput() {
        keepsInput = true;
        inherited.add(MonitorDescriptors.input());
        return this;
    }

    Monitored step(Instruction step) {
        steps.add(step);
        return this;
    }

    Monitored call(SystemCall call, Operand... operands) {
        return step(Call.of("", call, operands).ignoringErrors());
    }

    Monitored says(String text) {
        return writes(MonitorDescriptors.output(), text);
    }

    Monitored complains(String text) {
        return writes(MonitorDescriptors.error(), text);
    }

    private Monitored writes(Argument fd, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return step(Call.of("", SystemCall.WRITE, Operand.of(fd), Operand.string(text), Operand.of(length)));
    }

    Monitored sleeps(Duration time) {
        Datum nap = Datum.structure("nap", 16).set64(0, time.toSeconds()).set64(8, time.toNanosPart());
        return call(SystemCall.NANOSLEEP, Operand.address(nap), Operand.NULL);
    }

    Monitored exits(int status) {
        return step(Call.of("", SystemCall.EXIT_GROUP, Operand.of(status)));
    }

    Program program() {
        return MonitorProgram.of(watch, birth(image().length));
    }

    private byte[] image() {
        var program = Program.named("child").append(steps);
        return SealedImage.bytes(program.append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(0)))
                .build());
    }

    private Birth birth(int bytes) {
        return new Birth(bytes, List.of(), flags, inherited, List.of(), null);
    }

    /** Starts it, and returns when the child runs, or did not come to run. */
    Monitored start() throws IOException {
        return start(image(), program());
    }

    /** With something else in place of the child's program. */
    Monitored startImage(byte[] image) throws IOException {
        return start(image, MonitorProgram.of(watch, birth(image.length)));
    }

    private Monitored start(byte[] image, Program program) throws IOException {
        control.write(directory);
        try (Fd lock = lock()) {
            if (!Descriptors.tryLock(lock)) {
                throw new IllegalStateException("runs already");
            }
            outcome = new MonitorLaunch(
                            watch,
                            fault == null ? program : program.withFault(fault),
                            watch.probing() == null ? null : HealthProgram.of(watch.probing(), watch.journal()),
                            image,
                            List.of(),
                            keepsInput)
                    .start(lock);
        }
        return this;
    }

    private Fd lock() throws IOException {
        return Descriptors.open(directory.resolve("lock"), Flags.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT), 0600);
    }

    MonitorLaunch.Outcome outcome() {
        return outcome;
    }

    MonitorState state() throws IOException {
        return MonitorState.read(directory);
    }

    boolean lives() throws IOException {
        try (Fd lock = lock()) {
            return !Descriptors.tryLock(lock);
        }
    }

    /** Waits for the monitor's end. */
    MonitorState awaitEnd() throws IOException {
        await(() -> !lives());
        return state();
    }

    /** Waits for the child to be in that phase. */
    MonitorState await(MonitorState.Phase phase) throws IOException {
        await(() -> state() != null && state().phase() == phase);
        return state();
    }

    /** Something that comes about. */
    interface Event {
        boolean hasHappened() throws IOException;
    }

    static void await(Event event) throws IOException {
        for (int turn = 0; !event.hasHappened(); turn++) {
            if (turn == TURNS) {
                throw new AssertionError("it has not come about");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    String output() throws IOException {
        return text(false);
    }

    String errors() throws IOException {
        return text(true);
    }

    private String text(boolean error) throws IOException {
        var text = new ByteArrayOutputStream();
        for (LogPiece piece : pieces()) {
            if (piece.error() == error) {
                text.writeBytes(piece.bytes());
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    List<LogPiece> pieces() throws IOException {
        List<LogPiece> pieces = new ArrayList<>();
        try (LogCursor cursor = LogCursor.atBegin(directory)) {
            for (LogPiece each = cursor.next(false); each != null; each = cursor.next(false)) {
                pieces.add(each);
            }
        }
        return pieces;
    }

    void write(Control other) throws IOException {
        other.write(directory);
    }

    /** Wakes the monitor. */
    void wake() throws IOException {
        try (Fd pidfd = Processes.open(outcome.monitor())) {
            Processes.signal(pidfd, Control.WAKE);
        }
    }

    void killMonitor() throws IOException {
        try (Fd pidfd = Processes.open(outcome.monitor())) {
            Processes.signal(pidfd, signal_h.SIGKILL());
        }
        await(() -> !lives());
    }

    void killChild(int signal) throws IOException {
        try (Fd pidfd = Processes.open(state().pid())) {
            Processes.signal(pidfd, signal);
        }
    }

    /** What a process of ours is, by its pid: gone, or a zombie that its parent has not taken leave of. */
    static boolean isGone(int pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) {
            return true;
        }
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException e) {
            return true; // ENOENT; or ESRCH, in the middle of it
        }
    }

    @Override
    public void close() throws IOException {
        if (outcome != null && lives()) {
            killMonitor();
        }
    }
}
