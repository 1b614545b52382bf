package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.build.Instruction.Pair;
import dev.jocker.runtime.build.Instruction.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DockerfileTest {
    private static List<Dockerfile.Step> steps(String text) throws DockerfileException {
        return Dockerfile.parse("Dockerfile", text).steps();
    }

    /** The instruction after {@code FROM scratch}. */
    private static Instruction one(String text) throws DockerfileException {
        List<Dockerfile.Step> steps = steps("FROM scratch\n" + text);
        assertThat(steps).hasSize(2);
        return steps.getLast().instruction();
    }

    private static String line(String text) throws DockerfileException {
        return ((Instruction.Run) one(text)).command().words().getFirst();
    }

    @Test
    void knowsLines() throws Exception {
        List<Dockerfile.Step> steps = steps("""
                # a comment

                ARG V=1
                FROM a
                  run echo \\
                # not this
                    b

                CMD c
                """);
        assertThat(steps).extracting(step -> step.statement().line()).containsExactly(3, 4, 5, 9);
        assertThat(steps).extracting(step -> step.statement().keyword()).containsExactly("ARG", "FROM", "RUN", "CMD");
    }

    @Test
    void putsContinuedLinesTogether() throws Exception {
        assertThat(line("RUN a \\\n  b\\\nc")).isEqualTo("a   bc");
        assertThat(line("RUN a \\  \n b")).isEqualTo("a  b");
        assertThat(line("RUN a \\\n\n b")).isEqualTo("a  b");
        assertThat(line("RUN a \\\n # comment\n# another\n b")).isEqualTo("a  b");
        assertThat(line("RUN echo \\\\")).isEqualTo("echo \\\\");
        assertThat(line("RUN a # b")).isEqualTo("a # b");
        assertThat(line("RUN a \\")).isEqualTo("a");
    }

    @Test
    void readsParserDirectives() throws Exception {
        List<Dockerfile.Step> steps = steps("# syntax=docker/dockerfile:1\n# escape=`\nFROM a\nRUN b `\n c\\\n");
        assertThat(((Instruction.Run) steps.getLast().instruction()).command().words())
                .containsExactly("b  c\\");
        assertThat(steps.getLast().statement().escape()).isEqualTo('`');
    }

    @Test
    void aDirectiveAfterACommentIsAComment() throws Exception {
        assertThat(steps("# x\n# escape=`\nFROM a\nRUN b \\\n c")).hasSize(2);
        assertThat(steps("\n# escape=`\nFROM a\nRUN b \\\n c")).hasSize(2);
    }

    @Test
    void readsFrom() throws Exception {
        assertThat(steps("FROM --platform=linux/arm64 a:1 AS Build").getFirst().instruction())
                .isEqualTo(new Instruction.From("a:1", "build", "linux/arm64"));
        assertThat(steps("from a").getFirst().instruction()).isEqualTo(new Instruction.From("a", null, null));
    }

    @Test
    void tellsTheExecFormFromTheShellForm() throws Exception {
        assertThat(one("CMD [\"a\", \"b c\"]")).isEqualTo(new Instruction.Cmd(new Command(List.of("a", "b c"), false)));
        assertThat(one("CMD [ -f x ] && y"))
                .isEqualTo(new Instruction.Cmd(new Command(List.of("[ -f x ] && y"), true)));
        assertThat(one("CMD ['a']")).isEqualTo(new Instruction.Cmd(new Command(List.of("['a']"), true)));
        assertThat(one("CMD [\"a\", 1]")).isEqualTo(new Instruction.Cmd(new Command(List.of("[\"a\", 1]"), true)));
        assertThat(one("ENTRYPOINT []")).isEqualTo(new Instruction.Entrypoint(new Command(List.of(), false)));
    }

    @Test
    void readsRun() throws Exception {
        assertThat(one("RUN --mount=type=cache,target=/c --network=none --mount=type=tmpfs,target=/t make all"))
                .isEqualTo(new Instruction.Run(
                        new Command(List.of("make all"), true),
                        List.of("type=cache,target=/c", "type=tmpfs,target=/t"),
                        "none"));
    }

    @Test
    void readsHeredocs() throws Exception {
        List<Dockerfile.Step> steps = steps("""
                FROM a
                RUN <<EOF cat - <<-'END' | tr a b
                # not a comment
                one \\
                EOF
                \tin \t$A
                \tEND
                RUN echo "<<EOF" $((1<<2)) <<<word
                COPY <<a.txt <<b.txt /dir/
                first
                a.txt
                b.txt
                """);
        assertThat(steps).hasSize(4);
        assertThat(steps.get(1).statement().heredocs())
                .containsExactly(
                        new Heredoc("EOF", true, "# not a comment\none \\\n"), new Heredoc("END", false, "in \t$A\n"));
        assertThat(steps.get(2).statement().heredocs()).isEmpty();
        var copy = (Instruction.Copy) steps.get(3).instruction();
        assertThat(copy.sources())
                .containsExactly(
                        new Source.Inline(new Heredoc("a.txt", true, "first\n")),
                        new Source.Inline(new Heredoc("b.txt", true, "")));
    }

    @Test
    void readsCopyAndAdd() throws Exception {
        assertThat(one("COPY --from=0 --chown=1:2 --chmod=755 --exclude=*.o --exclude=x a b c/"))
                .isEqualTo(new Instruction.Copy(
                        false,
                        List.of(new Source.Named("a"), new Source.Named("b")),
                        "c/",
                        new Instruction.CopyFlags("0", "1:2", "755", false, List.of("*.o", "x"), null)));
        assertThat(one("ADD [\"a b\", \"c\"]"))
                .isEqualTo(new Instruction.Copy(
                        true,
                        List.of(new Source.Named("a b")),
                        "c",
                        new Instruction.CopyFlags(null, null, null, false, List.of(), null)));
    }

    @Test
    void readsPairs() throws Exception {
        assertThat(one("ENV a=1 b=\"2 3\" c=4\\ 5"))
                .isEqualTo(new Instruction.Env(
                        List.of(new Pair("a", "1"), new Pair("b", "\"2 3\""), new Pair("c", "4\\ 5"))));
        assertThat(one("ENV a  1 2=3 ")).isEqualTo(new Instruction.Env(List.of(new Pair("a", "1 2=3"))));
        assertThat(one("LABEL \"a.b\"=c")).isEqualTo(new Instruction.Label(List.of(new Pair("\"a.b\"", "c"))));
        assertThat(one("ARG a b=c d="))
                .isEqualTo(new Instruction.Arg(List.of(new Pair("a", null), new Pair("b", "c"), new Pair("d", ""))));
    }

    @Test
    void readsTheOthers() throws Exception {
        assertThat(one("EXPOSE 80 443/udp")).isEqualTo(new Instruction.Expose(List.of("80", "443/udp")));
        assertThat(one("VOLUME [\"/a b\"]")).isEqualTo(new Instruction.Volume(List.of("/a b")));
        assertThat(one("VOLUME /a /b")).isEqualTo(new Instruction.Volume(List.of("/a", "/b")));
        assertThat(one("SHELL [\"bash\", \"-c\"]")).isEqualTo(new Instruction.Shell(List.of("bash", "-c")));
        assertThat(one("STOPSIGNAL 9")).isEqualTo(new Instruction.StopSignal("9"));
        assertThat(one("HEALTHCHECK --interval=1m30s --retries=2 CMD a b"))
                .isEqualTo(new Instruction.HealthCheck(
                        new Command(List.of("a b"), true), Duration.ofSeconds(90), null, null, null, 2));
        assertThat(one("HEALTHCHECK none")).isEqualTo(new Instruction.HealthCheck(null, null, null, null, null, 0));
        var trigger = (Instruction.OnBuild) one("ONBUILD copy . /src");
        assertThat(trigger.trigger()).hasToString("COPY . /src");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | Dockerfile:1: the file is empty",
                "ARG a | Dockerfile:1: there is no FROM",
                "RUN a | Dockerfile:1: RUN a: the first instruction has to be FROM, but for ARG",
                "FROM | Dockerfile:1: FROM: FROM needs something after it",
                "FROM a b | Dockerfile:1: FROM a b: expected FROM IMAGE or FROM IMAGE AS NAME",
                "FROM a as 1 | Dockerfile:1: FROM a as 1: the name of a stage is letters, digits, _ . -, and begins with a letter: not 1",
                "`FROM a\n\nCPOY . /` | Dockerfile:3: CPOY . /: there is no instruction CPOY; did you mean COPY?",
                "`FROM a\nXYZZY` | Dockerfile:2: XYZZY: there is no instruction XYZZY",
                "`FROM a\nCOPY x` | Dockerfile:2: COPY x: expected at least a source and a destination",
                "`FROM a\nCOPY --form=x a b` | Dockerfile:2: COPY --form=x a b: COPY has no option --form=x",
                "`FROM a\nCOPY --from a b` | Dockerfile:2: COPY --from a b: --from needs a value: --from=…",
                "`FROM a\nRUN --network=x y` | Dockerfile:2: RUN --network=x y: --network is default, none or host, not x",
                "`FROM a\nRUN <<EOF\nx` | Dockerfile:2: the heredoc EOF has no end: a line with nothing but EOF",
                "`FROM a\nENV a` | Dockerfile:2: ENV a: expected NAME=VALUE",
                "`FROM a\nENV a=b c` | Dockerfile:2: ENV a=b c: expected NAME=VALUE, not c",
                "`FROM a\nONBUILD FROM b` | Dockerfile:2: ONBUILD FROM b: FROM cannot be a trigger",
                "`FROM a\nSHELL bash` | `Dockerfile:2: SHELL bash: expected the exec form: SHELL [\"/bin/sh\", \"-c\"]`",
                "`FROM a\nHEALTHCHECK --interval=1 CMD b` | Dockerfile:2: HEALTHCHECK --interval=1 CMD b: --interval is a time such as 30s or 1m30s, not 1",
            })
    void says(String text, String message) {
        assertThatThrownBy(() -> steps(text))
                .isInstanceOf(DockerfileException.class)
                .hasMessage(message);
    }
}
