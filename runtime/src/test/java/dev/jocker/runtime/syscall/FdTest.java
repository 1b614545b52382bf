package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FdTest {
    @Test
    void saysWhatItIs() throws IOException {
        Fd fd = open();
        String text = "/dev/null[fd " + fd.number() + "]";
        assertThat(fd).hasToString(text);
        fd.close();
        assertThat(fd).hasToString(text);
    }

    @Test
    void useAfterCloseIsRefused() throws IOException {
        Fd fd = open();
        fd.close();

        assertThatIllegalStateException().isThrownBy(fd::number).withMessage("/dev/null is closed");
        assertThatIllegalStateException().isThrownBy(fd::word);
        assertThatIllegalStateException().isThrownBy(fd::release);
        assertThatIllegalStateException().isThrownBy(() -> Descriptors.read(fd, Descriptors.buffer(1)));
    }

    @Test
    void closingClosesTheDescriptor() throws IOException {
        Fd fd = open();
        Path shown = Path.of("/proc/self/fd/" + fd.number());
        assertThat(Files.readSymbolicLink(shown)).isEqualTo(Path.of("/dev/null"));
        fd.close();

        assertThat(leadsToNull(shown)).isFalse();
    }

    @Test
    void closingTwiceDoesNotCloseAnothersDescriptor() throws IOException {
        // The second has the number of the first, as it would had the kernel given it out again.
        Fd first = open();
        Fd second = Fd.owned(Descriptors.duplicate(first).release(), "/dev/null");
        int number = first.number();
        first.close();
        Downcall.call(SystemCall.DUP3, second, Argument.number(number), Flags.of(OpenFlag.O_CLOEXEC));
        second.close();
        try (Fd again = Fd.owned(number, "/dev/null")) {
            first.close();
            assertThat(leadsToNull(Path.of("/proc/self/fd/" + again.number()))).isTrue();
        }
    }

    @Test
    void aReleasedDescriptorIsTheCallersToClose() throws IOException {
        Fd fd = open();
        int number = fd.release();
        fd.close();

        assertThat(leadsToNull(Path.of("/proc/self/fd/" + number))).isTrue();
        assertThatIllegalStateException().isThrownBy(fd::number);
        Fd.owned(number, "taken over").close();
    }

    @Test
    void theStandardStreamsStayOpen() throws IOException {
        // Not STDIN itself: others need it. An object of the same number.
        Fd.owned(0, "stdin").close();

        assertThat(Files.exists(Path.of("/proc/self/fd/0"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void aNegativeNumberIsNoDescriptor() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fd.owned(-1, "x")).withMessage("not a descriptor: -1");
    }

    private static Fd open() throws IOException {
        return Descriptors.open(Path.of("/dev/null"), Flags.none(OpenFlag.class));
    }

    private static boolean leadsToNull(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(Path.of("/dev/null"));
        } catch (IOException e) {
            return false;
        }
    }
}
