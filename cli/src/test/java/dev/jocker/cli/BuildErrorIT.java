package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Builds that fail: one line that points at the instruction, and the store as it was; and contexts that mean harm. */
final class BuildErrorIT extends BuildTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "COPY nothing /x ~ there is no nothing in the context",
                "COPY *.none /x ~ nothing in the context matches *.none",
                "COPY ../x /x ~ ../x leads out of the context",
                "COPY a b /x ~ with several sources the destination has to be a directory, and end with a slash: /x",
                "COPY --chmod=rwx a /x ~ --chmod is octal digits such as 755, not rwx",
                "COPY --from=7 a /x ~ there is no stage 7 before this one",
                "COPY --from=s nothing /x ~ there is no nothing in s",
                "COPY --nope a /x ~ COPY has no option --nope",
                "COPY [x ~ there is no [x in the context",
                "ENV ~ ENV needs something after it",
                "RUNN x ~ there is no instruction RUNN; did you mean RUN?",
                "ENV A=${B:?unset} ~ B: unset",
                "EXPOSE 99999 ~ expected PORT[-PORT][/tcp|/udp|/sctp], not 99999",
                "USER a:b:c ~ USER \"a:b:c\": expected NAME|UID[:GROUP|GID], numbers from 0 to 2147483647",
                "COPY --chown=1: a /x ~ --chown \"1:\": expected NAME|UID[:GROUP|GID], numbers from 0 to 2147483647",
                "STOPSIGNAL SIGFOO ~ expected the name of a signal or its number, not SIGFOO",
                "STOPSIGNAL RTM ~ expected the name of a signal or its number, not RTM",
                "RUN --mount=type=ssh true ~ --mount type is bind, cache, tmpfs or secret, not ssh",
                "RUN --mount=type=secret true ~ --mount of a secret needs its id: id=NAME",
                "RUN --mount=type=secret,id=x,required true ~ there is no secret x: --secret id=x,src=FILE gives it",
                "RUN --mount=target=/x,source=nothing true ~ there is no nothing in the context",
                "COPY .wh.a /x/ ~ x/.wh.a has a name that no file of an image can have: it means a deletion",
            })
    void saysWhatIsWrongAndWhere(String line, String why) throws Exception {
        file("a", "1");
        file("b", "1");
        file(".wh.a", "1");
        String told = failure("FROM scratch AS s", "FROM scratch", "# comment", line);
        if (line.equals("COPY [x")) {
            assertThat(told).startsWith("jocker: Dockerfile:4: COPY [x: ");
        } else {
            assertThat(told).isEqualTo("jocker: Dockerfile:4: " + line + ": " + why);
        }
        assertThat(good("images", "-q")).isEmpty();
        assertThat(names(directory.resolve("data/layers"))).isEmpty();
    }

    @Test
    void commandsThatFailSayHow() throws Exception {
        box();
        Path layers = directory.resolve("data/layers");
        List<String> before = names(layers);
        assertThat(failure("FROM box", "RUN echo said; exit 2"))
                .isEqualTo("jocker: Dockerfile:2: RUN echo said; exit 2: exited with 2");
        assertThat(failure("FROM box", "RUN [\"/nope\"]"))
                .startsWith("jocker: Dockerfile:2: RUN [\"/nope\"]: ")
                .contains("not found");
        String nobody = " \"nobody-here\": the container's /etc/passwd has no user \"nobody-here\"";
        assertThat(failure("FROM box", "USER nobody-here", "RUN true"))
                .isEqualTo("jocker: Dockerfile:3: RUN true: USER of line 2" + nobody);
        assertThat(failure("FROM box", "USER nobody-here", "WORKDIR /new"))
                .isEqualTo("jocker: Dockerfile:3: WORKDIR /new: USER of line 2" + nobody);
        assertThat(failure("FROM box", "COPY --chown=nobody-here Dockerfile /x"))
                .isEqualTo("jocker: Dockerfile:2: COPY --chown=nobody-here Dockerfile /x: --chown" + nobody);
        assertThat(failure("FROM box", "COPY --chown=0:nobody Dockerfile /x"))
                .endsWith(": --chown \"0:nobody\": the container's /etc/group has no group \"nobody\"");
        assertThat(failure("FROM box", "COPY Dockerfile /bin/sh/x")).contains("is a file, not a directory");
        assertThat(failure("FROM box", "COPY Dockerfile /etc/passwd/")).contains("is a file, not a directory");
        assertThat(names(layers)).isEqualTo(before);
        assertThat(good("images", "-q").lines()).hasSize(1);
    }

    @Test
    void theOutputComesBeforeTheLine() throws Exception {
        box();
        dockerfile("FROM box", "RUN echo said; exit 2");
        String said = build().err();
        assertThat(said).containsPattern("#3 \\d+\\.\\d said\n#3 ERROR ");
    }

    @Test
    void whateverFailsIsShown() throws Exception {
        for (String line : List.of("EXPOSE 99999", "ENV A=${B:?unset}", "STOPSIGNAL FOO", "ARG A=${B:?unset}")) {
            dockerfile("FROM scratch", line);
            assertThat(build().err()).as(line).contains("\n#3 " + line + "\n#3 ERROR ");
        }
        dockerfile("FROM scratch AS a", "WORKDIR /w", "FROM scratch AS b", "COPY --from=a /w /w", "USER a:");
        assertThat(build().err()).containsPattern("#(\\d) \\[b] USER a:\n#\\1 ERROR ");
        dockerfile("FROM scratch", "WORKDIR /x", "NOPE");
        assertThat(build().err()).containsPattern("#1 \\[internal] load build definition\n#1 ERROR ");
    }

    @Test
    void wrongDockerfilesAreTold() throws Exception {
        assertThat(failure("")).isEqualTo("jocker: Dockerfile:1: the file is empty");
        assertThat(failure("RUN x"))
                .isEqualTo("jocker: Dockerfile:1: RUN x: the first instruction has to be FROM, but for ARG");
        assertThat(failure("FROM a:b:c")).startsWith("jocker: Dockerfile:1: FROM a:b:c: invalid image name");
        assertThat(failure("FROM scratch AS a", "FROM scratch AS a"))
                .isEqualTo("jocker: Dockerfile:2: FROM scratch AS a: there is a stage a already");
        assertThat(failure("FROM host", "COPY <<E /x", "text")).contains("Dockerfile:2: the heredoc E has no end");
        assertThat(failure("FROM --platform=linux/arm64 host"))
                .contains("Dockerfile:1: ", "the image host is for linux/amd64, not linux/arm64");
        Files.write(context.resolve("Dockerfile"), new byte[] {'F', (byte) 0xff});
        assertThat(build().err()).endsWith("Dockerfile is not text in UTF-8\n");
        Files.delete(context.resolve("Dockerfile"));
        assertThat(build().err().lines().toList().getLast())
                .isEqualTo("jocker: there is no Dockerfile: -f names the Dockerfile if it is called otherwise");
    }

    @Test
    void wrongCommandLinesAreTold() throws Exception {
        dockerfile("FROM scratch");
        for (List<String> words : List.of(
                List.of("build"),
                List.of("build", "a", "b"),
                List.of("build", scratch.resolve("nowhere").toString()),
                List.of("build", "--progress", "loud", context.toString()),
                List.of("build", "--platform", "x/y/z/w", context.toString()),
                List.of("build", "--build-arg", "=x", context.toString()),
                List.of("build", "--add-host", "x", context.toString()),
                List.of("build", "--network", "a=b", context.toString()),
                List.of("build", "--secret", "src=x", context.toString()),
                List.of("build", "--secret", "id=x,src=" + scratch.resolve("nowhere"), context.toString()),
                List.of("build", "--secret", "id=x,env=JOCKER_NOT_SET", context.toString()),
                List.of("build", "https://example.com/a.git"),
                List.of("build", "-f", "-", "-"))) {
            Result result = jocker(words.toArray(new String[0]));
            assertThat(result.status()).as("%s: %s", words, result.err()).isEqualTo(125);
            assertThat(result.err().lines()).hasSize(2);
        }
    }

    @Test
    void linksDoNotLeadOutOfTheContext() throws Exception {
        box();
        Path secret = scratch.resolve("secret");
        Files.writeString(secret, "secret");
        Files.createSymbolicLink(context.resolve("absolute"), secret);
        Files.createSymbolicLink(context.resolve("relative"), Path.of("../secret"));
        Files.createSymbolicLink(context.resolve("directory"), scratch);
        for (String path : List.of("absolute", "relative", "directory/secret", "directory")) {
            assertThat(failure("FROM box", "COPY " + path + " /x"))
                    .isEqualTo("jocker: Dockerfile:2: COPY " + path + " /x: there is no " + path + " in the context");
            assertThat(failure("FROM box", "RUN --mount=target=/x,source=" + path + " cat /x"))
                    .contains("there is no " + path + " in the context");
        }
        dockerfile("FROM box", "COPY . /all");
        built();
        assertThat(sh("readlink /all/absolute; readlink /all/relative")).isEqualTo(secret + "\n../secret");
    }

    @Test
    void theDockerfileOfAnArchiveIsInIt() throws Exception {
        Path secret = scratch.resolve("Dockerfile");
        Files.writeString(secret, "FROM scratch\nLABEL secret=1\n");
        Files.createSymbolicLink(context.resolve("Dockerfile"), Path.of("../Dockerfile"));
        Result result = launcher.jockerReads(tar(context), "build", "-t", "t", "-");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines().toList().getLast()).startsWith("jocker: there is no Dockerfile");
    }

    @Test
    void archivesThatClimbOutAreRefused() throws Exception {
        Path files = Files.createDirectory(scratch.resolve("files"));
        write(files.resolve("a"), "1");
        byte[] climbing = tar(files, "--transform", "s,a,../../climbed,");
        Result result = launcher.jockerReads(climbing, "build", "-t", "t", "-");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines().toList().getLast()).startsWith("jocker: ");
        Files.write(context.resolve("a.tar"), climbing);
        assertThat(failure("FROM scratch", "ADD a.tar /x")).startsWith("jocker: Dockerfile:2: ADD a.tar /x: ");
        assertThat(directory.resolve("data/climbed")).doesNotExist();
        assertThat(scratch.resolve("climbed")).doesNotExist();
    }

    @Test
    void aLinkInAStageDoesNotLeadOutOfIt() throws Exception {
        box();
        assertThat(failure(
                        "FROM box AS a",
                        "RUN ln -s " + scratch + " /out; ln -s /../../.." + context + "/Dockerfile /up",
                        "FROM box",
                        "COPY --from=a /up /x"))
                .endsWith("there is no /up in a");
        dockerfile("FROM box", "RUN ln -s " + scratch + " /out", "COPY Dockerfile /out/x");
        built();
        assertThat(scratch.resolve("x")).doesNotExist();
        assertThat(run("cat", scratch + "/x")).startsWith("FROM box");
    }

    @Test
    void noFileIsLeftWhereTheIdWasToBe() throws IOException, InterruptedException {
        dockerfile("FROM scratch", "COPY nothing /");
        Path id = scratch.resolve("id");
        Files.writeString(id, "old");
        assertThat(build("--iidfile", id.toString()).status()).isEqualTo(1);
        assertThat(id).doesNotExist();
    }
}
