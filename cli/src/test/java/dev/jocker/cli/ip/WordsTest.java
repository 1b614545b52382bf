package dev.jocker.cli.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is typed, as {@code ip(8)} understands it. */
final class WordsTest {
    @Test
    void aBeginningStandsForTheFirstWordThatHasIt() {
        assertThat(Words.match("s", "add", "set", "show")).isEqualTo("set");
        assertThat(Words.match("sh", "add", "set", "show")).isEqualTo("show");
        assertThat(Words.match("showing", "add", "set", "show")).isNull();
        assertThat(Words.match("", "add")).isNull();
    }

    @Test
    void aValueThatIsMissingIsTold() {
        var words = new Words(List.of("mtu"));
        assertThat(words.take("dev")).isFalse();
        assertThat(words.take("mtu")).isTrue();
        assertThatThrownBy(() -> words.value("mtu"))
                .isInstanceOf(UsageException.class)
                .hasMessage("\"mtu\" needs a value");
    }

    @Test
    void whatIsStillToComeCanBeLookedAt() {
        var words = new Words(List.of("default", "via", "fd00::1", "dev", "via"));
        words.next();
        assertThat(words.behind("via")).isEqualTo("fd00::1");
        assertThat(words.behind("src")).isNull();
        assertThat(words.peek()).isEqualTo("via");
        assertThat(words.rest()).containsExactly("via", "fd00::1", "dev", "via");
        assertThat(words.hasNext()).isFalse();
    }

    @Test
    void numbersAreInTheirRange() {
        assertThat(Values.number("mtu", "0x10", 0, 100)).isEqualTo(16);
        for (String each : new String[] {"", "x", "-1", "101", "0x", "99999999999999999999"}) {
            assertThatThrownBy(() -> Values.number("mtu", each, 0, 100))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("mtu is a number from 0 to 100, not \"" + each + "\"");
        }
    }

    @Test
    void namesThatNoLinkCanHaveAreRefused() {
        assertThat(Values.linkName("eth0.5")).isEqualTo("eth0.5");
        for (String each : new String[] {"", ".", "..", "a/b", "a:b", "a b", "1234567890123456"}) {
            assertThatThrownBy(() -> Values.linkName(each)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void patternsAreAShells() {
        assertThat(AddressFilter.matches("eth*", "eth0:1")).isTrue();
        assertThat(AddressFilter.matches("e?h0", "eth0")).isTrue();
        assertThat(AddressFilter.matches("*:*", "eth0:1")).isTrue();
        assertThat(AddressFilter.matches("eth", "eth0")).isFalse();
        assertThat(AddressFilter.matches("eth0?", "eth0")).isFalse();
        assertThat(AddressFilter.matches("*", "")).isTrue();
    }
}
