package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MainTest extends CommandLineTest {
    @Test
    void helpListsEveryVerbInItsGroup() {
        assertThat(jocker("--help")).isZero();
        assertThat(err()).isEmpty();
        for (Command command : Command.values()) {
            assertThat(out()).containsPattern("(?m)^  " + command.word() + " +" + beginning(command));
        }
        for (Command.Group group : Command.Group.values()) {
            assertThat(out()).contains("\n" + group.heading() + ":\n");
        }
        String help = out();
        assertThat(jocker("")).isZero();
        assertThat(out()).isEqualTo(help);
        assertThat(jocker("help")).isZero();
        assertThat(out()).isEqualTo(help);
    }

    @Test
    void helpFitsATerminalOfEightyColumns() {
        assertThat(Overview.text(80).lines()).allMatch(line -> line.length() <= 80);
        for (Command command : Command.values()) {
            assertThat(command.verb().help(80).lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void helpOfAVerbListsAllItsOptions(Command command) {
        assertThat(jocker(command.word() + " --help")).isZero();
        assertThat(out()).startsWith("Usage: jocker " + command.word()).contains(beginning(command));
        for (var option : command.verb().options.spec().options()) {
            for (String name : option.names()) {
                assertThat(out()).contains(name);
            }
            assertThat(option.description()[0]).isNotBlank().doesNotContain("%").doesNotMatch(".*[^.]\\.");
        }
        String help = out();
        assertThat(jocker("help " + command.word())).isZero();
        assertThat(out()).isEqualTo(help);
    }

    @Test
    void versionIsThePoms() throws IOException {
        assertThat(jocker("--version")).isZero();
        assertThat(out()).isEqualTo("jocker " + Version.NUMBER + System.lineSeparator());
        String pom = Files.readString(Path.of(System.getProperty("jocker.root"), "pom.xml"));
        assertThat(pom).contains("<version>" + Version.NUMBER + "</version>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rnu            | jocker: 'rnu' is not a jocker command; did you mean 'run'?",
                "imagse         | jocker: 'imagse' is not a jocker command; did you mean 'images'?",
                "RUN            | jocker: 'RUN' is not a jocker command",
                "xyzzy          | jocker: 'xyzzy' is not a jocker command",
                "--foo run      | jocker: unknown option: --foo",
                "run --foo host | jocker run: unknown option: --foo",
                "run            | jocker run: it takes an image (\"host\" is there without a download), or --rootfs DIR",
                "run --env      | jocker run: --env needs a value: KEY[=VALUE]",
                "explain        | jocker explain: it takes the run to explain: jocker explain run host true",
                "explain images | jocker explain: it takes the run to explain: jocker explain run host true",
                "images --format {{.X | jocker images: --format: at 1:1: '{{' without '}}'",
                "help rum       | jocker help: 'rum' is not a jocker command; did you mean 'run'?",
                "import         | jocker import: it takes an archive (- for standard input), and a name for the image if it is to have one",
                "rmi            | jocker rmi: it takes the name or id of an image, or several",
            })
    void aWrongCommandLineIsOneLineAndAHint(String line, String message) {
        assertThat(jocker(line)).isEqualTo(125);
        assertThat(out()).isEmpty();
        String program = message.substring(0, message.indexOf(':'));
        assertThat(err().lines()).containsExactly(message, "See '" + program + " --help'.");
    }

    @Test
    void aWordThatWantsAnotherListsThem() {
        for (String word : Management.words()) {
            assertThat(jocker(word)).isZero();
            String help = out();
            assertThat(help).startsWith("Usage: jocker " + word + " COMMAND");
            Management.verbs(word)
                    .forEach((verb, command) ->
                            assertThat(help).containsPattern("(?m)^  " + verb + " +" + beginning(command)));
            for (String line : List.of(word + " --help", "help " + word)) {
                assertThat(jocker(line)).isZero();
                assertThat(out()).isEqualTo(help);
            }
        }
        assertThat(Management.verbs("container").keySet())
                .contains("ls", "prune")
                .doesNotContain("ps", "events");
        assertThat(jocker("image run")).isEqualTo(125);
        assertThat(err())
                .startsWith("jocker image: there is no 'run'; there are ")
                .contains(", ls, ", "rm");
        assertThat(jocker("system ifno")).isEqualTo(125);
        assertThat(err())
                .startsWith("jocker system: there is no 'ifno'; did you mean 'info'? There are df, ")
                .endsWith("\nSee 'jocker system --help'.\n");
        assertThat(jocker("help image run")).isEqualTo(125);
        assertThat(err()).startsWith("jocker help: there is no 'jocker image run'; there are ");
        assertThat(jocker("container foo")).isEqualTo(125);
        assertThat(err()).startsWith("jocker container: there is no 'foo'; there are attach, cp, create, ");
    }

    @Test
    void whatFailsIsOneLine() {
        engine.failure = new IOException("mount(\"overlay\", ...): EINVAL\n(second line)");
        assertThat(jocker("run host true")).isEqualTo(125);
        assertThat(err().lines()).containsExactly("jocker: mount(\"overlay\", ...): EINVAL (second line)");
    }

    @Test
    void onlyWhereACommandWasToBeRunItsStatusIsKeptFree() {
        List<String> free = new ArrayList<>();
        for (Command command : Command.values()) {
            int status = command.verb().failureStatus();
            if (status != 1) {
                free.add(command.word() + " " + status);
            }
        }
        assertThat(free)
                .containsExactlyInAnyOrder(
                        "run 125", "create 125", "exec 125", "explain 125", "ns unshare 125", "ns enter 125", "ip 2");
    }

    @Test
    void anExceptionThatIsOnlyAPathSaysWhatItMeans() {
        engine.failure = new NoSuchFileException("/nowhere");
        assertThat(jocker("images")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: /nowhere: no such file or directory");
        engine.failure = new AccessDeniedException("/secret");
        assertThat(jocker("images")).isEqualTo(1);
        assertThat(err().lines()).containsExactly("jocker: /secret: permission denied");
    }

    @Test
    void aMistakeOfJockersOwnSaysSo() {
        engine.mistake = new IllegalStateException("closed");
        assertThat(jocker("run host true")).isEqualTo(125);
        assertThat(err())
                .startsWith(
                        "jocker: this is a mistake in Jocker, please report it: java.lang.IllegalStateException: closed")
                .contains("JOCKER_DEBUG=1");
    }

    /** As much as surely stands in the first line. */
    private static String beginning(Command command) {
        return command.summary().substring(0, Math.min(20, command.summary().length()));
    }

    @Test
    void completionKnowsEveryVerbAndOption() {
        assertThat(jocker("completion bash")).isZero();
        for (Command command : Command.values()) {
            assertThat(out()).contains(command.word());
        }
        assertThat(out()).contains("--hostname").contains("--no-trunc");
        assertThat(jocker("completion zsh")).isEqualTo(125);
    }
}
