package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.monitor.MonitorDescriptors;
import dev.jocker.runtime.program.Child;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SystemCall;
import dev.jocker.runtime.syscall.Terminals;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who attaches to a container, with a process in place of its monitor that has its descriptors. */
@NeedsRoot
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalAccessIT {
    @Test
    void aTerminalIsWrittenToAndResized() throws IOException {
        try (Fd master = Terminals.openMaster(Path.of("/dev/ptmx"));
                Fd slave = Terminals.openPeer(master);
                Monitor monitor = Monitor.with(master, MonitorDescriptors.TERMINAL);
                TerminalAccess access = TerminalAccess.of(monitor.child.pidfd(), true)) {
            access.write(bytes("hello\n"), 0, 6);
            assertThat(read(slave)).isEqualTo("hello\n");
            access.resize(new Terminals.Winsize(11, 22, 0, 0));
            assertThat(Terminals.windowSize(slave)).isEqualTo(new Terminals.Winsize(11, 22, 0, 0));
            assertThat(access.isTerminal()).isTrue();
        }
    }

    /** More than a pipe holds; the monitor's setting, not to wait, is ours too. */
    @Test
    void allIsWrittenHoweverFullItIs() throws Exception {
        Descriptors.Pipe pipe = Descriptors.pipe();
        try (pipe;
                Monitor monitor = Monitor.with(pipe.writeEnd(), MonitorDescriptors.INPUT)) {
            Terminals.setNonBlocking(pipe.writeEnd());
            String text = "0123456789".repeat(50_000);
            Thread writer = Thread.ofPlatform().start(() -> {
                try (TerminalAccess access = TerminalAccess.of(monitor.child.pidfd(), false)) {
                    access.resize(new Terminals.Winsize(1, 1, 0, 0)); // means nothing here
                    access.write(bytes("x" + text), 1, text.length());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            var got = new StringBuilder();
            while (got.length() < text.length()) {
                got.append(read(pipe.readEnd()));
            }
            writer.join();
            assertThat(got.toString()).isEqualTo(text);
        }
    }

    @Test
    void aMonitorThatHasEndedHasNone() throws IOException {
        try (Fd master = Terminals.openMaster(Path.of("/dev/ptmx"));
                Monitor monitor = Monitor.with(master, MonitorDescriptors.TERMINAL)) {
            Processes.signal(monitor.child.pidfd(), 9);
            Descriptors.poll(monitor.child.pidfd(), Descriptors.pollIn(), -1);
            assertThatThrownBy(() -> TerminalAccess.of(monitor.child.pidfd(), true))
                    .isInstanceOf(ContainerException.NotFound.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String read(Fd fd) throws IOException {
        var buffer = Descriptors.buffer(1 << 16);
        byte[] bytes = new byte[Descriptors.read(fd, buffer)];
        buffer.flip().get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** A process that has {@code fd} as its descriptor {@code number}, and waits. */
    private record Monitor(Child child) implements AutoCloseable {
        static Monitor with(Fd fd, int number) throws IOException {
            var ready = Descriptors.pipe();
            Program program = Program.named("monitor")
                    .call("take it", SystemCall.DUP3, Operand.of(fd), Operand.of(number), Operand.of(0))
                    .call(
                            "be ready",
                            SystemCall.WRITE,
                            Operand.of(ready.writeEnd()),
                            Operand.string("x"),
                            Operand.of(1))
                    .call("wait", SystemCall.PPOLL, Operand.NULL, Operand.of(0), Operand.NULL, Operand.NULL)
                    .append(Instruction.Call.of("end", SystemCall.EXIT_GROUP, Operand.of(0))
                            .ignoringErrors())
                    .build();
            try (ready;
                    Fd image = SealedImage.seal(program)) {
                Child child = LaunchThread.call(() -> new Launch(
                                image, Flags.none(CloneFlag.class), List.of(fd, ready.writeEnd()), List.of(), null)
                        .start()
                        .child());
                Descriptors.read(ready.readEnd(), Descriptors.buffer(1));
                return new Monitor(child);
            }
        }

        @Override
        public void close() throws IOException {
            try (child) {
                Processes.signal(child.pidfd(), 9);
                Processes.await(child.pidfd());
            }
        }
    }
}
