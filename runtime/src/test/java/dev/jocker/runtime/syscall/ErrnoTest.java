package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.errno_h;
import dev.jocker.testing.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErrnoTest {
    private static final Set<Errno> NAMED = EnumSet.complementOf(EnumSet.of(Errno.UNKNOWN));

    @Test
    void eachHasTheNumberOfTheBindings() throws ReflectiveOperationException {
        for (Errno errno : NAMED) {
            assertThat(errno.number())
                    .as(errno.name())
                    .isEqualTo(errno_h.class.getMethod(errno.name()).invoke(null));
        }
    }

    @Test
    void noneIsForgotten() throws ReflectiveOperationException {
        Set<Integer> numbers = new HashSet<>();
        NAMED.forEach(errno ->
                assertThat(numbers.add(errno.number())).as(errno.name()).isTrue());

        for (var method : errno_h.class.getMethods()) {
            if (method.getName().matches("E[A-Z0-9]+") && method.getParameterCount() == 0) {
                assertThat(numbers).as(method.getName()).contains((Integer) method.invoke(null));
            }
        }
    }

    /** The C library's own words, said by the C library. */
    @Test
    void wordsAreThoseOfTheCLibrary(@TempDir Path directory) throws Exception {
        String gcc = Witness.require("gcc").toString();
        Path source = directory.resolve("words.c");
        Files.writeString(source, """
                #include <stdio.h>
                #include <string.h>
                int main(void) { for (int i = 1; i < 134; i++) printf("%d %s\\n", i, strerror(i)); }
                """);
        Path program = directory.resolve("words");
        run(directory, gcc, "-o", program.toString(), source.toString());
        Set<String> said =
                new HashSet<>(run(directory, program.toString()).lines().toList());

        for (Errno errno : NAMED) {
            assertThat(said).contains(errno.number() + " " + errno.words());
        }
    }

    @Test
    void isFoundByItsNumber() {
        assertThat(Errno.of(2)).isEqualTo(Errno.ENOENT);
        assertThat(Errno.of(11)).isEqualTo(Errno.EAGAIN);
        assertThat(Errno.of(999)).isEqualTo(Errno.UNKNOWN);
        assertThat(Errno.of(0)).isEqualTo(Errno.UNKNOWN);
    }

    @Test
    void isDescribedByNameAndWords() {
        assertThat(Errno.describe(2)).isEqualTo("ENOENT (No such file or directory)");
        assertThat(Errno.describe(999)).isEqualTo("errno 999");
    }

    private static String run(Path directory, String... command) throws Exception {
        Path output = directory.resolve("output");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
