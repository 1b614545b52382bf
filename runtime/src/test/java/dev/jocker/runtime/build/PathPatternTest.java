package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a a true",
                "a ab false",
                "*.c x.c true",
                "*.c d/x.c false",
                "d/*.c d/x.c true",
                "? a true",
                "? / false",
                "[a-c]x bx true",
                "[^a-c]x bx false",
                "[]]x ]x true",
                "[a-]x -x true",
                "\\*x *x true",
                "\\*x ax false",
                "**/x x true",
                "**/x a/b/x true",
                "a/**/b a/b true",
                "a/**/b a/c/d/b true",
                "a/** a/b/c true",
                "a/** a false",
                "**/*.c a/b.c true",
                "**/*.c b.c true",
                "a**c a/b/c true",
                "* a/b false",
            })
    void matches(String pattern, String path, boolean matches) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(matches);
    }

    @Test
    void saysWhatIsNoPattern() {
        assertThatThrownBy(() -> PathPattern.of("[a")).hasMessage("the pattern [a has no end");
        assertThatThrownBy(() -> PathPattern.of("a\\")).isInstanceOf(IllegalArgumentException.class);
        assertThat(PathPattern.isOne("a/b.c")).isFalse();
        assertThat(PathPattern.isOne("a/*.c")).isTrue();
    }

    @Test
    void theLastRuleThatMatchesCounts() throws Exception {
        var rules = IgnoreRules.parse(".dockerignore", "# all\n*\n!/src/\n\n src/*.o \n!src/keep.o\n**/.git\n");
        assertThat(rules.ignores("README")).isTrue();
        assertThat(rules.ignores("src")).isFalse();
        assertThat(rules.ignores("src/a.c")).isFalse();
        assertThat(rules.ignores("src/a.o")).isTrue();
        assertThat(rules.ignores("src/keep.o")).isFalse();
        assertThat(rules.ignores("src/deep/.git/x")).isTrue();
        assertThat(rules.hasExceptions()).isTrue();
    }

    @Test
    void aRuleThatIsNoneIsSaidWithItsLine() {
        assertThatThrownBy(() -> IgnoreRules.parse(".dockerignore", "a\n[b"))
                .hasMessage(".dockerignore:2: the pattern [b has no end");
    }
}
