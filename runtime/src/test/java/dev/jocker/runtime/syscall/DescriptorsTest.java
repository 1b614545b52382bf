package dev.jocker.runtime.syscall;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jocker.bindings.poll_h;
import dev.jocker.bindings.pollfd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescriptorsTest {
    @TempDir
    Path directory;

    @Test
    void pollStructuresAreThoseOfTheBindings() {
        assertThat(new long[] {pollfd.fd$offset(), pollfd.events$offset(), pollfd.revents$offset(), pollfd.sizeof()})
                .containsExactly(0, Descriptors.POLLFD_EVENTS, Descriptors.POLLFD_REVENTS, Descriptors.POLLFD_BYTES);
    }

    @Test
    void whatIsWrittenToAPipeIsRead() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), "hello".getBytes(US_ASCII));
            ByteBuffer buffer = Descriptors.buffer(8);
            buffer.position(2);

            assertThat(Descriptors.read(pipe.readEnd(), buffer)).isEqualTo(5);
            assertThat(buffer.position()).isEqualTo(7);
            byte[] read = new byte[5];
            buffer.get(2, read);
            assertThat(new String(read, US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void readingTakesNoMoreThanTheBufferHolds() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            Descriptors.write(pipe.writeEnd(), "hello".getBytes(US_ASCII));

            assertThat(Descriptors.read(pipe.readEnd(), Descriptors.buffer(3))).isEqualTo(3);
            assertThat(Descriptors.read(pipe.readEnd(), Descriptors.buffer(3))).isEqualTo(2);
        }
    }

    @Test
    void theEndOfAPipeIsZeroBytes() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            pipe.writeEnd().close();

            assertThat(Descriptors.read(pipe.readEnd(), Descriptors.buffer(3))).isZero();
        }
    }

    @Test
    void writesAllEvenWhereThePipeIsSmaller() throws Exception {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            byte[] much = new byte[1 << 20];
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    Descriptors.write(pipe.writeEnd(), much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            int read = 0;
            ByteBuffer buffer = Descriptors.buffer(1 << 16);
            while (read < much.length) {
                read += Descriptors.read(pipe.readEnd(), buffer.clear());
            }
            writer.join();
            assertThat(read).isEqualTo(much.length);
        }
    }

    @Test
    void aBufferOnTheHeapIsRefused() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Descriptors.read(pipe.readEnd(), ByteBuffer.allocate(1)))
                    .withMessage("the buffer is not direct");
        }
    }

    @Test
    void pollSeesWhatIsReady() throws IOException {
        try (Descriptors.Pipe empty = Descriptors.pipe();
                Descriptors.Pipe full = Descriptors.pipe();
                Descriptors.Pipe ended = Descriptors.pipe()) {
            Descriptors.write(full.writeEnd(), new byte[1]);
            ended.writeEnd().close();
            Fd[] all = {empty.readEnd(), full.readEnd(), ended.readEnd()};

            assertThat(Descriptors.poll(all, Descriptors.pollIn(), -1))
                    .containsExactly(0, poll_h.POLLIN(), poll_h.POLLHUP());
        }
    }

    @Test
    void pollWaitsAsLongAsItIsToldTo() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            long start = System.nanoTime();
            assertThat(Descriptors.poll(pipe.readEnd(), Descriptors.pollIn(), 50))
                    .isZero();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
        }
    }

    @Test
    void aLockIsHadOnceUntilItIsClosed() throws IOException {
        Path file = Files.createFile(directory.resolve("lock"));
        Fd first = Descriptors.open(file, Flags.of(OpenFlag.O_RDWR));
        try (Fd second = Descriptors.open(file, Flags.of(OpenFlag.O_RDWR))) {
            assertThat(Descriptors.tryLock(first)).isTrue();
            assertThat(Descriptors.tryLock(first)).isTrue();
            assertThat(Descriptors.tryLock(second)).isFalse();
            first.close();
            assertThat(Descriptors.tryLock(second)).isTrue();
        }
    }

    @Test
    void everyDescriptorIsClosedOnExec() throws IOException {
        try (Descriptors.Pipe pipe = Descriptors.pipe();
                Sockets.Pair pair = Sockets.pair();
                Fd file = Descriptors.open(Path.of("/dev/null"), Flags.none(OpenFlag.class));
                Fd path = Descriptors.openPath(Path.of("/"));
                Fd memory = Descriptors.memoryFile("m", Flags.none(MemfdFlag.class));
                Fd copy = Descriptors.duplicate(file);
                Fd process = Processes.open((int) ProcessHandle.current().pid())) {
            Fd[] all = {pipe.readEnd(), pipe.writeEnd(), pair.ours(), pair.theirs(), file, path, memory, copy, process};
            for (Fd fd : all) {
                assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + fd.number()))
                                .lines())
                        .as(fd.toString())
                        .anySatisfy(line -> assertThat(line).matches("flags:\\s+0[1-7]?2[0-7]{6}"));
            }
        }
    }

    @Test
    void aPathDescriptorCanOnlyBeNamed() throws IOException {
        try (Fd root = Descriptors.openPath(Path.of("/etc/passwd"))) {
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> Descriptors.read(root, Descriptors.buffer(1)))
                    .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        }
    }

    @Test
    void aNewFileHasItsMode() throws IOException {
        Path file = directory.resolve("new");
        Descriptors.open(file, Flags.of(OpenFlag.O_CREAT, OpenFlag.O_WRONLY), 0600)
                .close();

        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
