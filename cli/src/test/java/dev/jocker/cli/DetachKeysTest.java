package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jocker.cli.option.OptionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DetachKeysTest {
    /** {@code |}: end of one reading. What is passed on, and a {@code !} where the keys were found. */
    private static String pass(String keys, String typed) throws IOException {
        var out = new ByteArrayOutputStream();
        DetachKeys detach = DetachKeys.parse(keys);
        for (String read : typed.split("\\|")) {
            byte[] bytes = read.replace("^P", "\u0010").replace("^Q", "\u0011").getBytes(ISO_8859_1);
            if (detach.pass(bytes, bytes.length, out)) {
                out.write('!');
                break;
            }
        }
        return out.toString(ISO_8859_1).replace("\u0010", "^P").replace("\u0011", "^Q");
    }

    @ParameterizedTest
    @CsvSource({
        "'ctrl-p,ctrl-q', ab^P^Qcd, ab!",
        "'ctrl-p,ctrl-q', ab^P|^Qcd, ab!",
        "'ctrl-p,ctrl-q', a^Pb^Q, a^Pb^Q",
        "'ctrl-p,ctrl-q', a^P|b, a^Pb",
        "'ctrl-p,ctrl-q', ^P^P^Q, ^P!",
        "'ctrl-p,ctrl-q', ^P|^P|^Q, ^P!",
        "'ctrl-p,ctrl-q', ^Q^P, ^Q",
        "'a,a,b', xaaab, xa!",
        "'x', abxcd, ab!",
        "'', a^P^Qb, a^P^Qb",
    })
    void passesOnUpToTheKeys(String keys, String typed, String passed) throws IOException {
        assertThat(pass(keys, typed)).isEqualTo(passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ctrl-", "ctrl-1", "ctrl-pq", "ab", "a,", "ü"})
    void refusesWhatAreNoKeys(String keys) {
        assertThatExceptionOfType(OptionException.class)
                .isThrownBy(() -> DetachKeys.parse(keys))
                .withMessageStartingWith("--detach-keys \"" + keys + "\"");
    }
}
