package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whole builds: stages, the cache, reproducibility, progress, and what is left when one is ended. */
final class BuildIT extends BuildTest {
    @Test
    void aProgramIsCompiledInOneStageAndRunInAnother() throws Exception {
        Witness.require("gcc");
        file("hello.c", "#include <stdio.h>\nint main(void) { puts(\"hello \" WHO); return 0; }\n");
        dockerfile(
                "ARG WHO=world",
                "FROM host AS compile",
                "ARG WHO",
                "WORKDIR /src",
                "COPY hello.c .",
                "RUN gcc -static -DWHO=\"\\\"$WHO\\\"\" -o /hello hello.c",
                "FROM scratch AS texts",
                "COPY <<END /etc/motd",
                "welcome",
                "END",
                "FROM scratch",
                "COPY --from=compile /hello /bin/hello",
                "COPY --from=texts /etc/motd /etc/motd",
                "ENTRYPOINT [\"/bin/hello\"]");
        built("--build-arg", "WHO=jocker");
        assertThat(run()).isEqualTo("hello jocker");
        assertThat(inspect("t", "{{len .RootFS.Layers}}")).isEqualTo("2");
    }

    @Test
    void whatWasDoneIsNotDoneAgain() throws Exception {
        box();
        file("a", "1");
        dockerfile("FROM box", "RUN echo ran > /ran", "COPY a /a", "RUN cat /a > /b");
        assertThat(cached(built())).isZero();
        String first = id();
        assertThat(cached(built())).isEqualTo(3);
        assertThat(id()).isEqualTo(first);

        Files.setLastModifiedTime(context.resolve("a"), FileTime.fromMillis(0)); // a time makes no difference
        assertThat(cached(built())).isEqualTo(3);

        file("a", "2");
        assertThat(cached(built())).isEqualTo(1);
        assertThat(run("cat", "/b")).isEqualTo("2");

        assertThat(cached(built("--no-cache"))).isZero();
        dockerfile("FROM box", "ENV X=1", "RUN echo ran > /ran");
        assertThat(cached(built())).as("another environment").isZero();
    }

    @Test
    void aFilesModeIsPartOfTheKey() throws Exception {
        file("a", "1");
        dockerfile("FROM scratch", "COPY a /a");
        built();
        assertThat(cached(built())).isEqualTo(1);
        assertThat(context.resolve("a").toFile().setExecutable(true, false)).isTrue();
        assertThat(cached(built())).isZero();
    }

    @Test
    void theStepsOfAFailedBuildAreKnownToTheNext() throws Exception {
        box();
        assertThat(failure("FROM box", "RUN echo once > /once", "RUN exit 3"))
                .isEqualTo("jocker: Dockerfile:3: RUN exit 3: exited with 3");
        dockerfile("FROM box", "RUN echo once > /once", "RUN true");
        assertThat(cached(built())).isEqualTo(1);
    }

    @Test
    void anImagesStepsAreForgottenWithIt() throws Exception {
        box();
        dockerfile("FROM box AS a", "RUN echo a > /a", "FROM box", "COPY --from=a /a /b");
        built();
        int layers = names(directory.resolve("data/layers")).size();
        good("rmi", "t");
        assertThat(names(directory.resolve("data/layers"))).hasSizeLessThan(layers);
        assertThat(cached(built())).isZero();

        good("system", "prune", "-f");
        assertThat(cached(built())).as("the first stage's layer is no image's").isEqualTo(1);
        assertThat(run("cat", "/b")).isEqualTo("a");
        good("builder", "prune", "-a", "-f");
        assertThat(cached(built())).isZero();
    }

    @Test
    void pruningSparesWhatWasUsedLast() throws Exception {
        box();
        String big = "RUN /bin/busybox dd if=/dev/zero of=/%s bs=1k count=%s";
        assertThat(failure("FROM box", big.formatted("one", 2000), "RUN exit 3"))
                .contains("exited with 3");
        assertThat(failure("FROM box", big.formatted("two", 3000), "RUN exit 3"))
                .contains("exited with 3");
        assertThat(good("system", "df")).containsPattern("Build Cache +2 +0 +10.2MB");
        assertThat(good("builder", "prune", "-f", "--filter", "until=1h")).isEqualTo("Total reclaimed space: 0B");
        assertThat(good("builder", "prune", "-f", "--keep-storage", "10m")).isEqualTo("Total reclaimed space: 0B");
        assertThat(good("builder", "prune", "-f", "--keep-storage", "8m")).startsWith("Total reclaimed space: 4.1");
        dockerfile("FROM box", big.formatted("two", 3000));
        assertThat(cached(built())).isEqualTo(1);
        dockerfile(
                "FROM box", "RUN --mount=type=cache,target=/c /bin/busybox dd if=/dev/zero of=/c/x bs=1k count=1000");
        built();
        assertThat(good("builder", "prune", "-f", "--filter", "until=1h")).isEqualTo("Total reclaimed space: 0B");
        assertThat(names(directory.resolve("data/caches"))).hasSize(1);
        assertThat(good("builder", "prune", "-f")).startsWith("Total reclaimed space: 1.0");
        assertThat(names(directory.resolve("data/caches"))).isEmpty();

        for (List<String> bad : List.of(
                List.of("--filter", "until=never"),
                List.of("--filter", "label=x"),
                List.of("--keep-storage", "much"))) {
            List<String> words = new ArrayList<>(List.of("builder", "prune", "-f"));
            words.addAll(bad);
            Result result = jocker(words.toArray(new String[0]));
            assertThat(result.status()).as("%s: %s", bad, result.err()).isEqualTo(125);
            assertThat(result.err().lines()).hasSize(2);
        }
    }

    @Test
    void theSameInputGivesTheSameImage() throws Exception {
        box();
        file("d/a", "1");
        file("d/b", "2");
        dockerfile(
                "FROM box", "COPY d /new/d", "WORKDIR /w/x", "RUN echo x > /x; mkdir /y; echo z > /etc/z", "ENV A=1");
        String first = buildAt("1000000000");
        good("rmi", "t");
        good("builder", "prune", "-f");
        Files.setLastModifiedTime(context.resolve("d/a"), FileTime.from(Instant.now()));
        assertThat(buildAt("1000000000")).isEqualTo(first);
        assertThat(inspect("t", "{{.Created}}")).isEqualTo("2001-09-09T01:46:40Z");
        assertThat(sh("date -r /x +%s; date -r /w +%s")).isEqualTo("1000000000\n1000000000");
        assertThat(buildAt("1000000001")).isNotEqualTo(first);
    }

    @Test
    void copiedFilesGiveTheSameLayerWhenever() throws Exception {
        file("a", "1");
        Files.setLastModifiedTime(context.resolve("a"), FileTime.fromMillis(1_000_000));
        dockerfile("FROM scratch", "WORKDIR /w", "COPY a /d/a", "COPY <<E /e/", "text", "E");
        built();
        String layers = inspect("t", "{{json .RootFS.Layers}}");
        built("--no-cache");
        assertThat(inspect("t", "{{json .RootFS.Layers}}")).isEqualTo(layers);
    }

    @Test
    void stepsThatChangeTheSameMakeAnImageThatRuns() throws Exception {
        box();
        dockerfile(
                "FROM box",
                "RUN echo x > /x",
                "RUN rm /x",
                "RUN echo x > /x",
                "RUN cat /x > /y",
                "CMD [\"cat\", \"/y\"]");
        buildAt("1000000000");
        assertThat(run()).isEqualTo("x");
        assertThat(run("cat", "/x")).isEqualTo("x");
    }

    private String buildAt(String seconds) throws Exception {
        ProcessBuilder builder =
                launcher.builder(List.of(), "build", "-q", "-t", "t", "--no-cache", context.toString());
        builder.environment().put("SOURCE_DATE_EPOCH", seconds);
        Result result = Launcher.finish(builder, new byte[0]);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    @Test
    void stagesThatDoNotNeedEachOtherAreBuiltAtTheSameTime() throws Exception {
        box();
        Path meeting = Files.createDirectory(context.resolve("meeting"));
        assertThat(meeting).exists();
        // Each waits for the other in a cache that both see: one after the other they would wait in vain.
        String meet = "RUN --mount=type=cache,target=/m for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do"
                + " touch /m/%s; test -e /m/%s && echo met > /%s && exit 0; sleep 1; done; exit 1";
        dockerfile(
                "FROM box AS a",
                meet.formatted("a", "b", "a"),
                "FROM box AS b",
                meet.formatted("b", "a", "b"),
                "FROM box",
                "COPY --from=a /a /a",
                "COPY --from=b /b /b");
        built();
        assertThat(sh("cat /a /b")).isEqualTo("met\nmet");
    }

    @Test
    void stagesThatNobodyNeedsAreLeftOut() throws Exception {
        box();
        dockerfile("FROM box AS a", "RUN echo a > /a", "FROM box AS b", "RUN exit 9", "FROM a", "RUN echo c > /c");
        built();
        assertThat(sh("cat /a /c")).isEqualTo("a\nc");
        built("--target", "a");
        assertThat(sh("cat /a; test -e /c || echo none")).isEqualTo("a\nnone");
        built("--target", "0");
        Result none = build("--target", "nope");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err().lines().toList().getLast()).isEqualTo("jocker: there is no stage nope to be the target");
    }

    @Test
    void aFailingStageEndsTheOthers() throws Exception {
        box();
        dockerfile(
                "FROM box AS a",
                "RUN sleep 1000",
                "FROM box AS b",
                "RUN exit 4",
                "FROM box",
                "COPY --from=a / /a",
                "COPY --from=b / /b");
        Result result = build();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines().toList().getLast())
                .isEqualTo("jocker: Dockerfile:4: RUN exit 4: exited with 4");
    }

    @Test
    void ctrlCEndsABuildAndLeavesNothing() throws Exception {
        box();
        dockerfile("FROM box", "RUN echo begun; sleep 1000");
        onATerminal("$J build -t t --progress plain " + context);
        appears("begun");
        type("\u0003");
        assertThat(ends()).isEqualTo(130);
        appears("jocker: the build has been cancelled");
        assertThat(good("images", "-q").lines()).hasSize(1);
    }

    @Test
    void whatAKilledBuildLeavesGoesWithTheNextCommand() throws Exception {
        box();
        dockerfile("FROM box", "RUN echo begun; sleep 1000");
        Process process = launcher.builder(List.of(), "build", "-t", "t", context.toString())
                .redirectErrorStream(true)
                .start();
        var said = new Launcher.Collector(process.getInputStream());
        await("begun", () -> said.text().contains("begun"));
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        good("system", "prune", "-f");
        assertThat(names(directory.resolve("data/tmp"))).isEmpty();
        assertThat(names(directory.resolve("data/containers"))).isEmpty();
    }

    @Test
    void whatAKilledBuildLeavesIsNotCounted() throws Exception {
        box();
        int layers = names(directory.resolve("data/layers")).size();
        String none = good("system", "df");
        dockerfile("FROM box", "RUN echo one > /one", "RUN echo begun; sleep 100");
        Process process = launcher.builder(List.of(), "build", "-t", "t", context.toString())
                .redirectErrorStream(true)
                .start();
        var said = new Launcher.Collector(process.getInputStream());
        await("begun", () -> said.text().contains("begun"));
        assertThat(good("system", "df")).as("while it runs").containsPattern("Containers +1 ");
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(names(directory.resolve("data/layers"))).hasSizeGreaterThan(layers);
        awaitThat("its container has ended", () -> good("ps", "-aq").isEmpty());
        assertThat(good("system", "df")).isEqualTo(none);
        assertThat(names(directory.resolve("data/layers"))).hasSize(layers);
        assertThat(names(directory.resolve("data/tmp"))).isEmpty();
        good("run", "--rm", "box", "true");
        assertThat(names(directory.resolve("data/containers"))).isEmpty();
    }

    @Test
    void whileItRunsOthersCanRemoveAndPrune() throws Exception {
        box();
        dockerfile("FROM box", "RUN echo one > /one", "RUN echo begun; sleep 3", "RUN cat /one");
        Process process = launcher.builder(List.of(), "build", "-t", "t", context.toString())
                .redirectErrorStream(true)
                .start();
        var said = new Launcher.Collector(process.getInputStream());
        await("begun", () -> said.text().contains("begun"));
        good("system", "prune", "-f");
        good("builder", "prune", "-f");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said.text()).isZero();
        assertThat(run("cat", "/one")).isEqualTo("one");
    }

    @Test
    void onATerminalTheStepsAreAListAndAFailuresOutputComesAfterIt() throws Exception {
        box();
        dockerfile("FROM box", "RUN echo seen");
        onATerminal("$J build -t t " + context);
        assertThat(ends()).isZero();
        appears("[+] Building");
        appears(" => [2/2] RUN echo seen");
        dockerfile("FROM box", "RUN echo lost; exit 5");
        onATerminal("$J build -t t " + context);
        assertThat(ends()).isEqualTo(1);
        appears("------\r\n > [2/2] RUN echo lost; exit 5:\r\nlost\r\n------");
        appears("jocker: Dockerfile:2: RUN echo lost; exit 5: exited with 5");
    }

    @Test
    void quietlyItPrintsTheIdAndWritesItToAFile() throws Exception {
        file("a", "1");
        dockerfile("FROM scratch", "COPY a /a");
        Path ids = scratch.resolve("id");
        Result result = jocker("build", "-q", "--iidfile", ids.toString(), context.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("sha256:").hasSize(72);
        assertThat(Files.readString(ids)).isEqualTo(result.out().strip());
        assertThat(good("images", "--no-trunc", "-q")).isEqualTo(result.out().strip());
        assertThat(good("images")).contains("<none>");
    }

    @Test
    void contextsComeFromStandardInput() throws Exception {
        box();
        file("a", "1");
        dockerfile("FROM box", "COPY a /a");
        byte[] archive = tar(context, "-z");
        Result result = launcher.jockerReads(archive, "build", "-t", "t", "-");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(run("cat", "/a")).isEqualTo("1");

        result = launcher.jockerReads(bytes("FROM box\nRUN echo 2 > /a\n"), "build", "-t", "t", "-");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(run("cat", "/a")).isEqualTo("2");

        result =
                launcher.jockerReads(bytes("FROM box\nCOPY a /b\n"), "build", "-t", "t", "-f", "-", context.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(run("cat", "/b")).isEqualTo("1");
    }

    @Test
    void everyNameLeadsToIt() throws Exception {
        file("a", "1");
        dockerfile("FROM scratch", "COPY a /a");
        built("-t", "u:1", "-t", "v", "--label", "a=b");
        assertThat(inspect("u:1", "{{.Id}} {{.Config.Labels.a}}"))
                .isEqualTo(inspect("v", "{{.Id}} {{.Config.Labels.a}}"))
                .endsWith(" b");
    }

    @Test
    void theHistoryTellsTheSteps() throws Exception {
        box();
        dockerfile("FROM box", "ARG A=1", "ENV B=2", "RUN true", "CMD [\"x\"]");
        built();
        good("save", "-o", scratch.resolve("t.tar").toString(), "t");
        String config = Launcher.finish(
                        new ProcessBuilder("sh", "-c", "tar xOf " + scratch.resolve("t.tar") + " --wildcards '*' 2>&1"),
                        new byte[0])
                .out();
        assertThat(config)
                .contains(
                        "\"created_by\":\"ARG A=1\",\"empty_layer\":true",
                        "\"created_by\":\"ENV B=2\",\"empty_layer\":true",
                        "\"created_by\":\"RUN |1 A=1 /bin/sh -c true\"}",
                        "\"created_by\":\"CMD [\\\"x\\\"]\",\"empty_layer\":true");
    }
}
