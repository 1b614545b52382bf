package dev.jocker.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
    private final Options options = new Options("try", "[OPTIONS] IMAGE [COMMAND...]", "Try it").stopAtFirstWord();
    private final Switch interactive = options.flag("Keep standard input open", "-i", "--interactive");
    private final Switch terminal = options.flag("Give it a terminal", "-t", "--tty");
    private final Switch bells = options.flagOnByDefault("Ring", "--bells");
    private final Text name = options.text("NAME", "Its name", "--name");
    private final Texts environment = options.texts("KEY=VALUE", "A variable", "-e", "--env");
    private final OptionalText trace = options.optionalText("FILE", "Trace it", "--trace");

    private boolean parse(String line) {
        return options.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void takesTheWordsThatDockerTakes() {
        assertThat(parse("-it -e A=1 -eB=2 --env=C=3 --env D=4 -e=E=5 --name=web host"))
                .isTrue();
        assertThat(interactive.on()).isTrue();
        assertThat(terminal.on()).isTrue();
        assertThat(name.value()).isEqualTo("web");
        assertThat(environment.values()).containsExactly("A=1", "B=2", "C=3", "D=4", "E=5");
        assertThat(options.words()).containsExactly("host");
    }

    @Test
    void aShortSwitchMayLeadAShortOptionWithAValue() {
        assertThat(parse("-ite A=1 host")).isTrue();
        assertThat(terminal.on()).isTrue();
        assertThat(environment.values()).containsExactly("A=1");
    }

    @Test
    void passesEverythingAfterTheFirstWordThrough() {
        assertThat(parse("-i host ls -l --help --name=x @file -- -t ${HOME} %s"))
                .isTrue();
        assertThat(options.words())
                .containsExactly("host", "ls", "-l", "--help", "--name=x", "@file", "--", "-t", "${HOME}", "%s");
        assertThat(terminal.on()).isFalse();
        assertThat(name.given()).isFalse();
    }

    @Test
    void aDoubleDashEndsTheOptions() {
        assertThat(parse("-i -- -host ls")).isTrue();
        assertThat(options.words()).containsExactly("-host", "ls");
    }

    @Test
    void aSwitchTakesNoWordButAnAttachedOne() {
        assertThat(parse("-i true false")).isTrue();
        assertThat(interactive.on()).isTrue();
        assertThat(options.words()).containsExactly("true", "false");
    }

    @ParameterizedTest
    @CsvSource({
        "-i=false, false",
        "--interactive=true, true",
        "-i --interactive=false, false",
        "--interactive=0 -i, true"
    })
    void theLastOfSeveralSwitchesCounts(String line, boolean on) {
        assertThat(parse(line)).isTrue();
        assertThat(interactive.on()).isEqualTo(on);
        assertThat(interactive.given()).isTrue();
    }

    @Test
    void aSwitchThatIsOnByDefaultCanBeTurnedOff() {
        assertThat(parse("")).isTrue();
        assertThat(bells.on()).isTrue();
        assertThat(bells.given()).isFalse();
        assertThat(parse("--bells=false")).isTrue();
        assertThat(bells.on()).isFalse();
    }

    @Test
    void theLastOfSeveralValuesCounts() {
        assertThat(parse("--name a --name b")).isTrue();
        assertThat(name.value()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"--name -i host, -i", "--name --tty host, --tty", "--name= host, ''"})
    void whatFollowsAnOptionIsItsValueWhateverItLooksLike(String line, String value) {
        assertThat(parse(line)).isTrue();
        assertThat(name.value()).isEqualTo(value);
        assertThat(options.words()).containsExactly("host");
        assertThat(interactive.on() || terminal.on()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"--trace host, true, ", "--trace=a.json host, true, a.json", "host, false, ", "--trace= host, true, ''"
    })
    void anOptionalValueMustBeAttached(String line, boolean given, String value) {
        assertThat(parse(line)).isTrue();
        assertThat(trace.given()).isEqualTo(given);
        assertThat(trace.value()).isEqualTo(value);
        assertThat(options.words()).containsExactly("host");
    }

    @Test
    void forgetsTheLastCommandLine() {
        parse("-i --name a -e A=1 --trace=x host ls");
        assertThat(parse("box")).isTrue();
        assertThat(interactive.on() || name.given() || trace.given() || environment.given())
                .isFalse();
        assertThat(options.words()).containsExactly("box");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo host            | unknown option: --foo",
                "-x host               | unknown option: -x",
                "--foo=1 host          | unknown option: --foo=1",
                "-ix host              | unknown option: -x",
                "--name                | --name needs a value: NAME",
                "-e                    | --env needs a value: KEY=VALUE",
                "--interactive=perhaps | invalid boolean value 'perhaps'",
            })
    void saysWhatIsWrongInOneLine(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(OptionException.class)
                .hasMessage(message);
    }

    @Test
    void helpIsAskedForAnywhereBeforeTheFirstWord() {
        assertThat(parse("--help")).isFalse();
        assertThat(parse("-i --help host")).isFalse();
        assertThat(parse("host --help")).isTrue();
    }

    @Test
    void helpShowsUsageAndEachOptionInItsSection() {
        options.section("More");
        options.flag(
                "Last of all, and with so many words that no terminal of eighty columns has them in a line", "--last");
        assertThat(options.help(80)).isEqualTo("""
                Usage: jocker try [OPTIONS] IMAGE [COMMAND...]

                Try it.

                Options:
                  -i, --interactive     Keep standard input open
                  -t, --tty             Give it a terminal
                      --bells           Ring
                      --name NAME       Its name
                  -e, --env KEY=VALUE   A variable
                      --trace[=FILE]    Trace it
                      --help            Print this and exit

                More:
                      --last            Last of all, and with so many words that no terminal of
                                          eighty columns has them in a line
                """);
    }
}
