package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jocker.cli.Launcher.Result;
import dev.jocker.runtime.oci.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each instruction of a Dockerfile does. */
final class BuildInstructionIT extends BuildTest {
    @BeforeEach
    void makeTheBox() throws IOException, InterruptedException {
        box();
    }

    private void build(List<String> lines, String... words) throws Exception {
        dockerfile(lines.toArray(new String[0]));
        built(words);
    }

    @Test
    void theConfigurationIsTheImages() throws Exception {
        build(List.of(
                "FROM box",
                "ENV A=1 B=\"two words\" PATH=$PATH:/own",
                "LABEL x=$A",
                "WORKDIR /w",
                "WORKDIR sub",
                "EXPOSE 80 53/udp",
                "VOLUME /v",
                "STOPSIGNAL INT",
                "SHELL [\"/bin/sh\", \"-ec\"]",
                "HEALTHCHECK --interval=5s CMD true",
                "USER 7:8",
                "ENTRYPOINT [\"/bin/sh\", \"-c\"]",
                "CMD [\"id -u; pwd; echo $B\"]"));
        assertThat(run()).isEqualTo("7\n/w/sub\ntwo words");
        assertThat(inspect("t", "{{json .Config.ExposedPorts}} {{json .Config.Volumes}} {{.Config.Labels.x}}"))
                .isEqualTo("{\"80/tcp\":{},\"53/udp\":{}} {\"/v\":{}} 1");
        assertThat(inspect("t", "{{json .Config.Env}}")).contains(":/bin:/own\"");
    }

    @Test
    void theHistoryHasTheValuesOfVariables() throws Exception {
        build(
                List.of("FROM box", "ARG V=2", "ENV A=1 B=$V", "WORKDIR /bin/$A/..", "CMD echo $A"),
                "--build-arg",
                "V=3");
        assertThat(good("history", "--no-trunc", "--format", "{{.CreatedBy}}", "t")
                        .lines())
                .startsWith("CMD [\"/bin/sh\" \"-c\" \"echo $A\"]", "WORKDIR /bin", "ENV A=1 B=3", "ARG V=3");
    }

    @Test
    void anImageHasAPathWhateverItIsMadeOf() throws Exception {
        String path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        for (String base : List.of("scratch", "box", "host")) {
            build(List.of("FROM " + base, "ENV A=1"));
            assertThat(inspect("t", "{{json .Config.Env}}")).as(base).isEqualTo("[\"PATH=" + path + "\",\"A=1\"]");
        }
        build(List.of("FROM t AS a", "ENV PATH=/own:$PATH", "FROM a"));
        assertThat(inspect("t", "{{json .Config.Env}}")).isEqualTo("[\"PATH=/own:" + path + "\",\"A=1\"]");
    }

    @Test
    void aCommandSeesArgumentsTheEnvironmentAndItsUser() throws Exception {
        build(
                List.of(
                        "FROM box",
                        "ARG A=1",
                        "ARG B=$A-x",
                        "ARG GIVEN",
                        "ENV A=2",
                        "USER 5",
                        "WORKDIR /home",
                        "RUN echo $A $B $GIVEN $(id -u) $(pwd) $(hostname 2>/dev/null || cat /proc/sys/kernel/hostname) > said",
                        "USER 0",
                        "RUN [\"sh\", \"-c\", \"echo $0 $TARGETARCH\", \"exec\"]"),
                "--build-arg",
                "GIVEN=yes");
        assertThat(run("cat", "/home/said")).isEqualTo("2 1-x yes 5 /home build");
        assertThat(run("stat", "-c", "%u %a", "/home")).isEqualTo("5 755");
    }

    @Test
    void theEnvironmentOfARunIsNoPartOfTheImage() throws Exception {
        build(List.of("FROM box", "ARG SECRET=s", "RUN echo $SECRET > /s"));
        assertThat(run("cat", "/s")).isEqualTo("s");
        assertThat(run("env")).doesNotContain("SECRET");
        assertThat(sh("ls -a / | sort")).doesNotContain(".dockerenv/");
    }

    @Test
    void aLayerIsWhatHasBeenChanged() throws Exception {
        build(List.of(
                "FROM box",
                "RUN mkdir /d; echo 1 > /d/a; echo 2 > /d/b; chmod 4711 /d/b",
                "RUN rm /d/a; rm -r /tmp; mkdir /tmp; echo 3 > /d/c"));
        assertThat(sh("ls /d; stat -c %a /d/b; ls /tmp | wc -l")).isEqualTo("b\nc\n4711\n0");
    }

    @Test
    void copiesFilesAndDirectoriesAsDockerDoes() throws Exception {
        file("a", "1");
        file("d/b", "2");
        file("d/sub/c", "3");
        Files.createSymbolicLink(context.resolve("d/link"), Path.of("b"));
        Files.createLink(context.resolve("d/hard"), context.resolve("d/b"));
        Files.setPosixFilePermissions(context.resolve("d/b"), PosixFilePermissions.fromString("rwx--x---"));
        build(List.of(
                "FROM box",
                "WORKDIR /w",
                "COPY a x",
                "COPY a y/",
                "COPY d z",
                "COPY d/ .",
                "COPY a d/b several/",
                "COPY --chown=3:4 --chmod=600 a owned",
                "COPY [\"a\", \"with space\"]",
                "COPY d/* globbed/",
                "COPY ?/b question/"));
        assertThat(sh("cd /w; find . -type f | sort")).isEqualTo("""
                        ./b
                        ./globbed/b
                        ./globbed/c
                        ./globbed/hard
                        ./globbed/link
                        ./hard
                        ./owned
                        ./question/b
                        ./several/a
                        ./several/b
                        ./sub/c
                        ./with space
                        ./x
                        ./y/a
                        ./z/b
                        ./z/hard
                        ./z/sub/c""");
        assertThat(sh("cd /w; readlink z/link; stat -c '%a %u:%g' z/b owned; stat -c %h z/b"))
                .isEqualTo("b\n710 0:0\n600 3:4\n2");
    }

    @Test
    void aDirectoryThatIsThereStaysAsItIs() throws Exception {
        file("d/a", "1");
        build(List.of(
                "FROM box",
                "RUN mkdir /d /real; chmod 700 /d; chown 9 /d; ln -s real /link; echo old > /real/old",
                "COPY d /d",
                "COPY d /link",
                "COPY d/a /link/sub/b"));
        assertThat(sh("stat -c '%a %u' /d; readlink /link; ls /real /real/sub"))
                .isEqualTo("700 9\nreal\n/real:\na\nold\nsub\n\n/real/sub:\nb");
    }

    @Test
    void ownersAreLookedUpInTheStage() throws Exception {
        file("a", "1");
        build(List.of(
                "FROM box",
                "RUN echo 'joe:x:12:34::/:/bin/sh' >> /etc/passwd; echo 'staff:x:50:' >> /etc/group",
                "COPY --chown=joe:staff a /a",
                "COPY --chown=joe a /b"));
        assertThat(sh("stat -c %u:%g /a /b")).isEqualTo("12:50\n12:12");
    }

    @Test
    void stagesGiveFilesWithTheirOwners() throws Exception {
        build(List.of(
                "FROM box AS a",
                "RUN mkdir /d; echo 1 > /d/x; chown 5:6 /d/x; ln -s /d/x /l; echo gone > /d/y",
                "RUN rm /d/y; mkdir /e; echo 2 > /e/z",
                "FROM box",
                "COPY --from=a /d /d",
                "COPY --from=0 /l /followed",
                "COPY --from=box /etc/passwd /p"));
        assertThat(sh("ls /d; stat -c %u:%g /d/x; cat /followed; cat /p"))
                .isEqualTo("x\n5:6\n1\nroot:x:0:0:root:/root:/bin/sh");
    }

    @Test
    void addUnpacksArchives() throws Exception {
        Path files = Files.createDirectory(scratch.resolve("files"));
        write(files.resolve("in/a"), "1");
        Files.createSymbolicLink(files.resolve("out"), Path.of("/etc"));
        Files.write(context.resolve("a.tar"), tar(files, "--owner=3", "--group=4"));
        Files.write(context.resolve("a.tgz"), tar(files, "-z"));
        file("plain.gz", "\u001f\u008bnot really");
        build(List.of("FROM box", "ADD a.tar /one", "ADD a.tgz /two/", "ADD plain.gz /plain/", "COPY a.tar /three"));
        assertThat(
                        sh(
                                "cat /one/in/a /two/in/a; echo; stat -c %u:%g /one/in/a; readlink /one/out; ls /plain; stat -c %F /three"))
                .isEqualTo("11\n3:4\n/etc\nplain.gz\nregular file");
    }

    @Test
    void addFetchesWhatHasADigest() throws Exception {
        byte[] content = bytes("from afar");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/x/", exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/x/file");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
        try {
            String at = "http://127.0.0.1:" + server.getAddress().getPort();
            String digest = Digests.of(content);
            build(List.of(
                    "FROM box",
                    "ADD --checksum=" + digest + " " + at + "/x/name /d/",
                    "ADD --checksum=" + digest + " " + at + "/moved /e"));
            assertThat(sh("cat /d/name /e; stat -c %a /e")).isEqualTo("from afarfrom afar600");
            assertThat(failure("FROM box", "ADD " + at + "/x/name /d/"))
                    .endsWith("what comes from an address needs --checksum=sha256:…, to be the same tomorrow");
            assertThat(failure("FROM box", "ADD --checksum=sha256:" + "0".repeat(64) + " " + at + "/x/name /d/"))
                    .contains(" has the digest " + digest + ", not ");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void textsInTheDockerfileAreScriptsAndFiles() throws Exception {
        build(List.of(
                "FROM box",
                "ENV WHO=me",
                "RUN <<EOF",
                "echo one > /a",
                "echo $WHO >> /a",
                "EOF",
                "RUN <<EOF",
                "#!/bin/cat",
                "EOF",
                "RUN cat <<A > /b && cat <<\"B\" >> /b",
                "first $WHO",
                "A",
                "second $WHO",
                "B",
                "COPY <<F <<\"G\" /texts/",
                "f $WHO",
                "F",
                "g $WHO",
                "G"));
        assertThat(sh("cat /a /b /texts/F /texts/G")).isEqualTo("one\nme\nfirst me\nsecond $WHO\nf me\ng $WHO");
    }

    @Test
    void cachesOutliveABuildAndAreNoPartOfTheImage() throws Exception {
        String keep = "RUN --mount=type=cache,target=/var/keep/x echo %s >> /var/keep/x/log; cp /var/keep/x/log /log";
        build(List.of("FROM box", keep.formatted("one")));
        build(List.of("FROM box", keep.formatted("two")));
        assertThat(sh("cat /log; ls -d /var/keep 2>/dev/null || echo none")).isEqualTo("one\ntwo\nnone");
        good("builder", "prune", "-f");
        build(List.of("FROM box", keep.formatted("three")));
        assertThat(run("cat", "/log")).isEqualTo("three");
    }

    @Test
    void bindsShowTheContextAndOtherStages() throws Exception {
        file("d/a", "1");
        file("d/ignored", "2");
        file(".dockerignore", "**/ignored\n");
        build(List.of(
                "FROM box AS a",
                "RUN echo 3 > /b",
                "FROM box",
                "RUN --mount=target=/c,source=d,rw --mount=from=a,source=/b,target=/m/b"
                        + " ls /c > /ls; cat /c/a /m/b > /said; echo x > /c/new; ! echo x > /m/b",
                "RUN --mount=type=tmpfs,target=/t,size=1m echo x > /t/x"));
        assertThat(sh("cat /ls /said; ls -d /c /m /t/x 2>/dev/null | wc -l")).isEqualTo("a\n13\n0");
        assertThat(context.resolve("d/new")).doesNotExist();

        file("d/ignored", "other");
        assertThat(cached(built())).as("what is ignored makes no difference").isEqualTo(3);
        file("d/a", "changed");
        assertThat(cached(built())).isEqualTo(1);
    }

    @Test
    void secretsAreSeenByACommandAndKeptNowhere() throws Exception {
        write(scratch.resolve("token"), "hush-7361");
        List<String> lines = List.of(
                "FROM box",
                "RUN --mount=type=secret,id=token cat /run/secrets/token | wc -c > /said; stat -c %a /run/secrets/token >> /said",
                "RUN --mount=type=secret,id=token,target=/etc/t,mode=0444,uid=5 stat -c '%a %u' /etc/t > /owner",
                "RUN --mount=type=secret,id=other,env=WORD --mount=type=secret,id=missing"
                        + " echo ${#WORD} > /length; ls /run/secrets 2>/dev/null || echo none > /dir");
        build(lines, "--secret", "id=token,src=" + scratch.resolve("token"), "--secret", "id=other,env=PATH");
        assertThat(sh("cat /said /owner /dir; test $(cat /length) -gt 3 && echo long"))
                .isEqualTo("9\n400\n444 5\nnone\nlong");
        assertThat(sh("ls -d /run /etc/t 2>/dev/null | wc -l")).isEqualTo("0");
        Result found = Launcher.finish(
                new ProcessBuilder(
                        "grep",
                        "-r",
                        "-l",
                        "hush-7361",
                        directory.resolve("data").toString()),
                new byte[0]);
        assertThat(found.out()).as("files with the secret").isEmpty();

        write(scratch.resolve("token"), "another-one");
        assertThat(cached(built("--secret", "id=token,src=" + scratch.resolve("token"))))
                .as("another secret is no change")
                .isEqualTo(3);
    }

    @Test
    void whatIsIgnoredIsNotInTheContext() throws Exception {
        file("a.log", "1");
        file("d/b.log", "2");
        file("d/c", "3");
        file("keep.log", "4");
        file("out/x/deep", "5");
        file("out/y", "6");
        file(".dockerignore", "# comment\n**/*.log\n!keep.log\nout\n!out/x\n");
        build(List.of("FROM box", "COPY . /all"));
        assertThat(sh("cd /all; find . -type f | sort"))
                .isEqualTo("./.dockerignore\n./Dockerfile\n./d/c\n./keep.log\n./out/x/deep");
        assertThat(failure("FROM box", "COPY a.log /"))
                .isEqualTo("jocker: Dockerfile:2: COPY a.log /: there is no a.log in the context");

        file("other.Dockerfile", "FROM box\nCOPY . /all\n");
        file("other.Dockerfile.dockerignore", "d\nout\n");
        built("-f", context.resolve("other.Dockerfile").toString());
        assertThat(sh("cd /all; ls")).contains("a.log", "keep.log").doesNotContain("out");
    }

    @Test
    void triggersAreCarriedOutByWhoeverBuildsFromIt() throws Exception {
        file("a", "1");
        build(List.of("FROM box", "ONBUILD COPY a /triggered", "ONBUILD RUN echo 2 >> /triggered"));
        good("build", "-q", "-t", "base", context.toString());
        assertThat(sh("ls -d /triggered 2>/dev/null || echo none")).isEqualTo("none");
        build(List.of("FROM base", "RUN echo 3 >> /triggered"));
        assertThat(run("cat", "/triggered")).isEqualTo("12\n3");
        build(List.of("FROM t", "RUN test $(wc -l < /triggered) = 2"));
    }

    @Test
    void aStageFromNothingRunsWhatWasCopiedThere() throws Exception {
        build(List.of("FROM scratch", "COPY --from=box /bin /bin", "RUN [\"/bin/busybox\", \"touch\", \"/made\"]"));
        assertThat(sh("ls -d /made")).isEqualTo("/made");
    }

    @Test
    void hostsAndNetworksAreAsTheCommandLineSays() throws Exception {
        build(
                List.of("FROM box", "RUN cat /etc/hosts > /seen; ls /sys/class/net > /links"),
                "--add-host",
                "far:10.1.2.3",
                "--network",
                "none");
        assertThat(sh("cat /seen; cat /links")).contains("10.1.2.3\tfar").endsWith("lo");
    }

    @Test
    void anArgumentThatNobodyDeclaresIsTold() throws Exception {
        dockerfile("FROM box", "ARG A");
        Result result = build("--build-arg", "TYPO=1", "--build-arg", "A=1", "--build-arg", "HTTP_PROXY=x");
        assertThat(result.err()).contains("jocker: no ARG declares what --build-arg sets: TYPO\n");
    }
}
