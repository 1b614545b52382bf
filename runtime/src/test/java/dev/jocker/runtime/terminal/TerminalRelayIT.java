package dev.jocker.runtime.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * On real pseudo-terminals. The test is the program in the container, by {@code container.peer()}, and the user, by
 * two pipes.
 */
@Timeout(60)
final class TerminalRelayIT {
    private static final int MUCH = 1 << 20;

    private PseudoTerminal container;
    private Descriptors.Pipe keyboard;
    private Descriptors.Pipe screen;

    @BeforeEach
    void open() throws SyscallException {
        container = PseudoTerminal.openRaw();
        keyboard = Descriptors.pipe();
        screen = Descriptors.pipe();
    }

    @AfterEach
    void close() {
        screen.close();
        keyboard.close();
        container.close();
    }

    @Test
    void passesOutputOnToTheLastByte() throws Exception {
        byte[] sent = randomBytes();
        CompletableFuture<byte[]> seen = inBackground(() -> PseudoTerminal.read(screen.readEnd(), Integer.MAX_VALUE));
        try (var relay = TerminalRelay.start(container.master(), keyboard.readEnd(), screen.writeEnd())) {
            Descriptors.write(container.peer(), sent);
            container.peer().close(); // with bytes on the way
            relay.awaitOutputEnd();
            screen.writeEnd().close();
        }
        assertThat(seen.get()).isEqualTo(sent);
    }

    @Test
    void passesInputOn() throws Exception {
        try (var relay = TerminalRelay.start(container.master(), keyboard.readEnd(), screen.writeEnd())) {
            Descriptors.write(keyboard.writeEnd(), "ls\r\3".getBytes(UTF_8));
            assertThat(PseudoTerminal.read(container.peer(), 4)).isEqualTo("ls\r\3".getBytes(UTF_8));
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void inputThatNobodyReadsDoesNotHoldUpOutput() throws Exception {
        byte[] sent = randomBytes();
        CompletableFuture<Void> typing = inBackground(() -> {
            Descriptors.write(keyboard.writeEnd(), new byte[MUCH]);
            return null;
        });
        CompletableFuture<byte[]> seen = inBackground(() -> PseudoTerminal.read(screen.readEnd(), MUCH));
        try (var relay = TerminalRelay.start(container.master(), keyboard.readEnd(), screen.writeEnd())) {
            Descriptors.write(container.peer(), sent);
            assertThat(seen.get()).isEqualTo(sent);
            assertThat(typing).isNotDone(); // or the test would show nothing
            assertThat(relay).isNotNull();
        }
        PseudoTerminal.read(keyboard.readEnd(), MUCH / 2); // lets the typist end
    }

    @Test
    void inputGoesOnAfterTheProgramWasSlow() throws Exception {
        byte[] typed = randomBytes();
        CompletableFuture<Void> typing = inBackground(() -> {
            Descriptors.write(keyboard.writeEnd(), typed);
            return null;
        });
        try (var relay = TerminalRelay.start(container.master(), keyboard.readEnd(), screen.writeEnd())) {
            Thread.sleep(200); // until everything between them is full
            assertThat(PseudoTerminal.read(container.peer(), MUCH)).isEqualTo(typed);
            assertThat(typing.get()).isNull(); // and did not fail
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void endOfInputEndsTheInputThreadAndNothingElse() throws Exception {
        keyboard.writeEnd().close();
        try (var relay = TerminalRelay.start(container.master(), keyboard.readEnd(), screen.writeEnd())) {
            awaitNoThread("terminal input");
            Descriptors.write(container.peer(), "still there".getBytes(UTF_8));
            assertThat(PseudoTerminal.read(screen.readEnd(), 11)).asString().isEqualTo("still there");
            container.peer().close();
            relay.awaitOutputEnd();
        }
        awaitNoThread("terminal output");
    }

    @Test
    void aDescriptorThatIsNotOpenIsAnEndOfInput() throws Exception {
        Fd closed = Fd.owned(1_000_000, "closed standard input");
        try (var relay = TerminalRelay.start(container.master(), closed, screen.writeEnd())) {
            awaitNoThread("terminal input");
            container.peer().close();
            relay.awaitOutputEnd();
        }
    }

    @Test
    void closePassesOnWhatIsThereThoughTheProgramLives() throws Exception {
        TerminalRelay relay = TerminalRelay.start(container.master(), null, screen.writeEnd());
        Descriptors.write(container.peer(), "last words".getBytes(UTF_8));
        relay.close();
        relay.close(); // the second time does nothing
        screen.writeEnd().close();
        assertThat(PseudoTerminal.read(screen.readEnd(), 100)).asString().isEqualTo("last words");
        awaitNoThread("terminal output");
    }

    @Test
    void aReaderThatLeftDoesNotHoldUpTheProgram() throws Exception {
        screen.readEnd().close();
        try (var relay = TerminalRelay.start(container.master(), null, screen.writeEnd())) {
            Descriptors.write(container.peer(), randomBytes());
            container.peer().close();
            relay.awaitOutputEnd();
        }
    }

    @Test
    void aFullDiskIsReported() throws Exception {
        try (Fd full = Descriptors.open(Path.of("/dev/full"), Flags.of(OpenFlag.O_WRONLY));
                var relay = TerminalRelay.start(container.master(), null, full)) {
            Descriptors.write(container.peer(), "lost".getBytes(UTF_8));
            container.peer().close();
            assertThatThrownBy(relay::awaitOutputEnd)
                    .isInstanceOfSatisfying(
                            SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
        }
    }

    @Test
    void passesTheWindowSizeOnAtTheStartAndWhenItChanges() throws Exception {
        try (var user = PseudoTerminal.openRaw()) {
            new WindowSize(24, 80).applyTo(user.master());
            try (var relay = TerminalRelay.start(container.master(), null, user.peer())) {
                assertThat(WindowSize.of(container.peer())).isEqualTo(new WindowSize(24, 80));
                new WindowSize(50, 132).applyTo(user.master());
                // The kernel tells the terminal's foreground processes; this one is none, so it is told by hand.
                try (Fd self = Processes.open((int) ProcessHandle.current().pid())) {
                    Processes.signal(self, Signals.WINCH);
                }
                for (int i = 0; i < 500 && WindowSize.of(container.peer()).rows() != 50; i++) {
                    Thread.sleep(10);
                }
                assertThat(WindowSize.of(container.peer())).isEqualTo(new WindowSize(50, 132));
                assertThat(relay).isNotNull();
            }
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[MUCH];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void awaitNoThread(String name) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (hasThread(name)) {
            assertThat(System.nanoTime()).as("thread %s still runs", name).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static boolean hasThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private static <T> CompletableFuture<T> inBackground(Work<T> work) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.run());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
