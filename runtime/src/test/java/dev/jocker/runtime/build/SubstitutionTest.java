package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubstitutionTest {
    private static final Map<String, String> VARIABLES =
            Map.of("A", "one", "EMPTY", "", "PATH", "/usr/bin:/bin", "FILE", "a.tar.gz", "B_2", "two");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$A | one",
                "x${A}y | xoney",
                "$Ay | ``",
                "$A.b | one.b",
                "$B_2 | two",
                "$ | $",
                "a$ b | a$ b",
                "$1 | ``",
                "'$A' | $A",
                "\"$A\" | one",
                "a\"b c\"d'e f' | ab cde f",
                "\\$A | $A",
                "\"\\$A\" | $A",
                "\"\\x\" | \\x",
                "\\x | x",
                "'\\x' | \\x",
                "\\\\ | \\",
                "${A:-else} | one",
                "${NO:-else} | else",
                "${NO-else} | else",
                "${EMPTY:-else} | else",
                "${EMPTY-else} | ``",
                "${A:+instead} | instead",
                "${NO:+instead} | ``",
                "${EMPTY:+instead} | ``",
                "${EMPTY+instead} | instead",
                "${NO:-${A}!} | one!",
                "${NO:-$A-$B_2} | one-two",
                "${NO:-\"a}b\"} | a}b",
                "${A:?message} | one",
                "${PATH#*/} | usr/bin:/bin",
                "${PATH##*/} | bin",
                "${FILE%.*} | a.tar",
                "${FILE%%.*} | a",
                "${FILE#b} | a.tar.gz",
                "${FILE/tar/zip} | a.zip.gz",
                "${PATH//bin/sbin} | /usr/sbin:/sbin",
                "${PATH/bin} | /usr/:/bin",
            })
    void replaces(String word, String result) {
        assertThat(Substitution.of(word, '\\', VARIABLES::get)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A | } ",
                "${} | name",
                "${NO:?say it} | NO: say it",
                "${NO?} | NO: it is not set",
                "\"open | double quote",
                "${A^^} | not known",
                "${A:x} | not known",
            })
    void says(String word, String why) {
        assertThatThrownBy(() -> Substitution.of(word, '\\', VARIABLES::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why.strip());
    }

    @Test
    void anotherEscapeLeavesBackslashesAlone() {
        assertThat(Substitution.of("c:\\$A`$A", '`', VARIABLES::get)).isEqualTo("c:\\one$A");
    }

    @Test
    void quotesOfATextStay() {
        assertThat(Substitution.ofText("it's \"$A\" \\$A\n", VARIABLES::get)).isEqualTo("it's \"one\" $A\n");
    }
}
