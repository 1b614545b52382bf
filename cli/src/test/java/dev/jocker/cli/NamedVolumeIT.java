package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Volumes: directories with names, and those that nobody has named. */
final class NamedVolumeIT extends KeptTest {
    private static final Instant WHEN = Instant.parse("2001-02-03T04:05:06Z");

    @AfterEach
    void removeVolumesAndImages() throws IOException, InterruptedException {
        removeContainers();
        good("volume", "prune", "-a", "-f");
        List<String> words = new ArrayList<>(List.of("rmi"));
        words.addAll(jocker("images", "-q").lines());
        if (words.size() > 1) {
            good(words.toArray(new String[0]));
        }
    }

    /** The image {@code box}, which has something at {@code /srv/data}, and a link {@code /srv/link} to it. */
    private void box() throws IOException, InterruptedException {
        box(scratch.resolve("root"));
    }

    private void box(Path root) throws IOException, InterruptedException {
        BusyboxRoot.in(root);
        for (String applet : List.of("sleep", "grep", "wc", "rm", "ln")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        Path data = Files.createDirectories(root.resolve("srv/data"));
        Files.createSymbolicLink(root.resolve("srv/link"), Path.of("data"));
        Path file = Files.writeString(data.resolve("file"), "the image's\n");
        Files.setAttribute(file, "user:mark", "yes".getBytes(StandardCharsets.US_ASCII));
        Files.createLink(data.resolve("hard"), file);
        Files.createSymbolicLink(data.resolve("absolute"), Path.of("/etc/passwd"));
        Files.createDirectory(data.resolve("below"));
        Files.setAttribute(data.resolve("below"), "unix:uid", 12);
        Files.setAttribute(data, "unix:uid", 34);
        Files.setAttribute(data, "unix:gid", 56);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwx--x"));
        Files.setLastModifiedTime(file, FileTime.from(WHEN));
        Files.setLastModifiedTime(data, FileTime.from(WHEN));
        good("init", root.toString(), "box");
    }

    private String run(String script, String... options) throws IOException, InterruptedException {
        Result result = runs(script, options);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private Result runs(String script, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        words.addAll(List.of(options));
        words.addAll(List.of("box", "sh", "-c", script));
        return jocker(words.toArray(new String[0]));
    }

    private Path files(String volume) throws IOException, InterruptedException {
        return Path.of(good("volume", "inspect", "-f", "{{.Mountpoint}}", volume));
    }

    private List<String> volumes() throws IOException, InterruptedException {
        return jocker("volume", "ls", "-q").lines();
    }

    @Test
    void volumesAreMadeListedInspectedAndRemoved() throws Exception {
        assertThat(good("volume", "create", "--label", "kind=test", "one")).isEqualTo("one");
        assertThat(good("volume", "create", "--label", "kind=other", "one"))
                .as("there already: left as it is")
                .isEqualTo("one");
        good("volume", "create", "two");
        String anonymous = good("volume", "create");
        assertThat(anonymous).matches("[0-9a-f]{64}");
        assertThat(volumes()).containsExactlyInAnyOrder("one", "two", anonymous);
        assertThat(good("volume", "ls", "--filter", "label=kind=test")).isEqualTo("DRIVER   VOLUME NAME\nlocal    one");
        assertThat(good("volume", "ls", "--filter", "name=tw", "--format", "{{.Name}} {{.Driver}} {{.Links}}"))
                .isEqualTo("two local 0");
        assertThat(good("volume", "ls", "-q", "-f", "dangling=false")).isEmpty();
        assertThat(good("volume", "inspect", "-f", "{{.Driver}} {{.Scope}} {{.Labels.kind}} {{.Options}}", "one"))
                .isEqualTo("local local test <no value>");
        assertThat(good("inspect", "-f", "{{.Name}}", "two")).isEqualTo("two");
        assertThat(good("volume", "rm", "two")).isEqualTo("two");
        assertThat(good("volume", "prune", "-f")).contains(anonymous).doesNotContain("one");
        assertThat(volumes()).containsExactly("one");
        assertThat(good("volume", "prune", "-a", "-f", "--filter", "label=kind=other"))
                .isEqualTo("Total reclaimed space: 0B");
        assertThat(good("volume", "prune", "-a", "-f", "--filter", "label=kind"))
                .startsWith("Deleted Volumes:\none\n");
        assertThat(volumes()).isEmpty();
    }

    @Test
    void whatCannotBeIsToldInOneLine() throws Exception {
        for (Map.Entry<List<String>, String> each : Map.of(
                        List.of("volume", "rm", "none"), "no such volume: none",
                        List.of("volume", "create", "a/b"), "invalid volume name \"a/b\"",
                        List.of("volume", "create", "-d", "other", "x1"), "there is only local",
                        List.of("volume", "create", "-o", "type=nfs", "x1"), "a volume is a directory on the disk",
                        List.of("volume", "inspect", "none", "-f", "x"), "no such volume: none",
                        List.of("run", "-v", "aa:/x", "-v", "bb:/x", "host", "true"), "same target /x",
                        List.of("run", "-v", "a!:/x", "host", "true"), "no name of a volume",
                        List.of("run", "--volumes-from", "nobody", "host", "true"), "no such container: nobody",
                        List.of("run", "-v", "data:/x:rro", "host", "true"), "the options are ro or rw, and nocopy")
                .entrySet()) {
            Result result = jocker(each.getKey().toArray(new String[0]));
            assertThat(result.status()).as(each.getKey().toString()).isNotZero();
            assertThat(result.err().lines().findFirst())
                    .as(each.getKey().toString())
                    .hasValueSatisfying(line -> assertThat(line).contains(each.getValue()));
        }
        assertThat(jocker("volume", "rm", "-f", "none").status()).isZero();
        assertThat(volumes()).isEmpty();
    }

    @Test
    void theFirstUseBringsWhatTheImageHas() throws Exception {
        box();
        String look = "cd /srv/data; ls; cat file; stat -c '%u:%g %a %Y' . ; stat -c '%u' below; stat -c %h file";
        assertThat(run(look, "-v", "data:/srv/link"))
                .isEqualTo(
                        "absolute\nbelow\nfile\nhard\nthe image's\n34:56 771 " + WHEN.getEpochSecond() + "\n12\n2\n");
        Path files = files("data");
        assertThat(Files.readSymbolicLink(files.resolve("absolute"))).isEqualTo(Path.of("/etc/passwd"));
        assertThat(Files.getLastModifiedTime(files.resolve("file"))).isEqualTo(FileTime.from(WHEN));
        assertThat((byte[]) Files.getAttribute(files.resolve("file"), "user:mark"))
                .isEqualTo("yes".getBytes(StandardCharsets.US_ASCII));
        assertThat(Files.getAttribute(files.resolve("hard"), "unix:ino"))
                .isEqualTo(Files.getAttribute(files.resolve("file"), "unix:ino"));

        run("rm /srv/data/file; echo mine > /srv/data/mine", "-v", "data:/srv/data");
        assertThat(run("ls /srv/data", "-v", "data:/srv/data"))
                .as("only the first use")
                .isEqualTo("absolute\nbelow\nhard\nmine\n");
        assertThat(run("ls /srv/data", "-v", "empty:/srv/data:nocopy")).isEmpty();
        assertThat(run(
                        "ls /srv/data; stat -c %u:%g:%a /srv/data",
                        "--mount", "source=none,target=/srv/data,volume-nocopy"))
                .isEqualTo("0:0:755\n");
        assertThat(run("ls -a /elsewhere | wc -l", "-v", "other:/elsewhere")).isEqualTo("2\n");
    }

    @Test
    void readOnlyIsRefused() throws Exception {
        box();
        for (String[] options : List.of(
                new String[] {"-v", "data:/srv/data:ro"},
                new String[] {"--mount", "type=volume,source=data,target=/srv/data,readonly"})) {
            Result result = runs("cat /srv/data/file; echo x > /srv/data/new", options);
            assertThat(result.out()).isEqualTo("the image's\n");
            assertThat(result.err()).contains("Read-only file system");
        }
    }

    /** A volume that a container has filled with links, mounted by the next. */
    @Test
    void aPartOfAVolumeIsNeverOutsideOfIt() throws Exception {
        box();
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        run(
                "ln -s " + outside + " /x/out; ln -s ../../../../.. /x/up; ln -s below /x/good; ls /x",
                "-v",
                "data:/srv/data",
                "-v",
                "data:/x");
        String mount = "type=volume,source=data,target=/y,volume-subpath=";
        run("echo new > /y/new", "--mount", mount + "below");
        assertThat(files("data").resolve("below/new")).hasContent("new");
        assertThat(run("cat /y/new", "--mount", mount + "good")).isEqualTo("new\n");
        for (String part : List.of("out", "up", "up/etc")) {
            Result result = runs("echo x > /y/x", "--mount", mount + part);
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.err()).hasLineCount(1).contains("leads out of the volume");
        }
        Result missing = runs("true", "--mount", mount + "missing");
        assertThat(missing.err())
                .hasLineCount(1)
                .contains("there is no " + files("data").resolve("missing"));
        Result fresh = runs("true", "--mount", "type=volume,source=fresh,target=/y,volume-subpath=part");
        assertThat(fresh.status()).isEqualTo(125);
        assertThat(fresh.err())
                .isEqualTo("jocker: there is no volume fresh, and so no part in it for volume-subpath\n");
        assertThat(volumes()).containsExactly("data");
        assertThat(runs("true", "--mount", mount + "../other").err()).contains("below the volume's top");
        assertThat(outside).isEmptyDirectory();
        // A monitor opens it for itself.
        assertThat(good("run", "-d", "--name", "kept", "--mount", mount + "good", "box", "cat", "/y/new"))
                .isNotEmpty();
        awaitLog("kept", "new");
        Result kept = jocker("run", "-d", "--mount", mount + "up", "box", "true");
        assertThat(kept.err()).hasLineCount(1).contains("leads out of the volume");
    }

    @Test
    void aVolumeInUseStays() throws Exception {
        box();
        good("create", "--name", "keeper", "-v", "data:/srv/data", "box", "true");
        Result refused = jocker("volume", "rm", "data");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("jocker: volume data is in use by container keeper: remove the container first\n");
        assertThat(good("volume", "prune", "-a", "-f")).isEqualTo("Total reclaimed space: 0B");
        assertThat(files("data").resolve("file")).exists();
        good("rm", "-v", "keeper");
        assertThat(volumes()).as("a name that somebody chose stays").containsExactly("data");
        good("volume", "rm", "data");
    }

    @Test
    void volumesWithoutANameGoWithTheirContainer() throws Exception {
        box();
        run("test -e /srv/data/file", "-v", "/srv/data");
        assertThat(volumes()).as("run --rm").isEmpty();
        good("create", "--name", "one", "-v", "/srv/data", "box", "true");
        good("rm", "-v", "one");
        assertThat(volumes()).as("rm -v").isEmpty();
        good("create", "--name", "two", "-v", "/srv/data", "box", "true");
        good("rm", "two");
        assertThat(volumes()).as("rm").hasSize(1);
        good("volume", "prune", "-f");
        good("run", "-d", "--rm", "--name", "gone", "-v", "/srv/data", "box", "true");
        awaitThat("a detached container's --rm", () -> volumes().isEmpty());
        good("create", "--name", "old", "-v", "/srv/data", "box", "true");
        assertThat(good("system", "prune", "-f", "--volumes")).contains("Deleted Volumes:");
        assertThat(volumes()).as("system prune --volumes").isEmpty();
    }

    @Test
    void theImagesVolumesAreMade() throws Exception {
        box();
        good("create", "--name", "plain", "box", "true");
        good("commit", "-c", "VOLUME /srv/data /cache", "plain", "box");
        good("rm", "plain");
        good("run", "--name", "user", "-v", "mine:/cache", "box", "sh", "-c", "echo x > /srv/data/new");
        String mounts = inspect("user", "{{range .Mounts}}{{.Type}} {{.Destination}} {{.Driver}} {{.RW}}\n{{end}}");
        assertThat(mounts.lines()).containsExactly("volume /cache local true", "volume /srv/data local true");
        assertThat(inspect("user", "{{json .Config.Volumes}}")).isEqualTo("{\"/srv/data\":{}}");
        assertThat(inspect("user", "{{json .HostConfig.Binds}}")).isEqualTo("[\"mine:/cache\"]");
        assertThat(good("ps", "-a", "--format", "{{.LocalVolumes}}")).isEqualTo("2");
        assertThat(good("ps", "-aq", "--filter", "volume=mine")).isNotEmpty();

        String script = "cat /srv/data/new; ls /cache; echo y > /srv/data/second";
        assertThat(good("run", "--name", "heir", "--volumes-from", "user", "box", "sh", "-c", script))
                .isEqualTo("x");
        assertThat(runs("cat /srv/data/second; echo > /cache/z", "--volumes-from", "user:ro")
                        .err())
                .contains("Read-only file system");
        good("rm", "-v", "user");
        assertThat(volumes()).as("the heir wants them").hasSize(2);
        good("rm", "-v", "heir");
        assertThat(volumes()).containsExactly("mine");
    }

    @Test
    void ownersAreTheContainersWhateverItsNumbersAreOnTheHost() throws Exception {
        box();
        String look = "stat -c %u:%g /srv/data /srv/data/below; touch /srv/data/made; stat -c %u /srv/data/made";
        String seen = run(look, "--userns", "auto", "-v", "data:/srv/data");
        assertThat(seen).isEqualTo("34:56\n12:0\n0\n");
        assertThat(Files.getAttribute(files("data").resolve("made"), "unix:uid"))
                .isEqualTo(0);
        assertThat(run("stat -c %u:%g /srv/data /srv/data/made", "-v", "data:/srv/data"))
                .isEqualTo("34:56\n0:0\n");
        assertThat(run(look, "--userns", "auto", "-v", "/srv/data")).isEqualTo(seen);
    }

    @Test
    void aVolumeIsADirectory() throws Exception {
        box();
        Result result = runs("true", "-v", "data:/etc/passwd");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err())
                .isEqualTo("jocker: a volume cannot be mounted on /etc/passwd, which is no directory in the image\n");
        assertThat(volumes()).isEmpty();
    }

    @Test
    void linksOfTheImageLeadNoCopyOutside() throws Exception {
        Path root = scratch.resolve("root");
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        write(outside.resolve("secret"), "the host's");
        Files.createDirectories(root.resolve("srv"));
        Files.createSymbolicLink(root.resolve("srv/out"), Path.of("../../../../../../../../.." + outside));
        Files.createSymbolicLink(root.resolve("srv/abs"), outside);
        box(root);
        for (String target : List.of("/srv/out", "/srv/abs")) {
            assertThat(run("ls " + target, "-v", "data:" + target)).isEmpty();
            assertThat(files("data")).isEmptyDirectory();
        }
    }

    @Test
    void aCopyThatWasBrokenOffIsMadeGood() throws Exception {
        box();
        good("volume", "create", "data");
        Path files = files("data");
        Files.writeString(files.resolve("file"), "half");
        Files.writeString(files.resolve("another's"), "kept");
        Files.createFile(files.resolveSibling("copying"));
        assertThat(run("cat /srv/data/file; ls /srv/data", "-v", "data:/srv/data"))
                .isEqualTo("the image's\nabsolute\nanother's\nbelow\nfile\nhard\n");
        assertThat(files.resolveSibling("copying")).doesNotExist();
    }

    @Test
    void manyAtOnceCopyOnce() throws Exception {
        Path root = scratch.resolve("root");
        for (int i = 0; i < 300; i++) {
            write(root.resolve("srv/data/" + i), "x".repeat(i));
        }
        box(root);
        try (var pool = Executors.newFixedThreadPool(3)) {
            Callable<Result> one = () -> runs("echo x >> /srv/data/file; ls /srv/data | wc -l", "-v", "data:/srv/data");
            for (Future<Result> each : pool.invokeAll(List.of(one, one, one))) {
                assertThat(each.get().out()).as(each.get().err()).isEqualTo("304\n");
            }
        }
        assertThat(Files.readAllLines(files("data").resolve("file"))).containsExactly("the image's", "x", "x", "x");
    }

    @Test
    void whatAKilledCommandHasLeftIsFreed() throws Exception {
        box();
        good("create", "--name", "half", "-v", "/srv/data", "-v", "data:/x", "box", "true");
        // As kill -9 leaves it before the record is written.
        Files.delete(launcher.data().resolve("containers/" + inspect("half", "{{.Id}}") + "/container.json"));
        assertThat(good("system", "prune", "-f")).contains("container ");
        assertThat(volumes()).containsExactly("data");

        // And before a volume's record is.
        Path unfinished = launcher.data().resolve("volumes/unfinished/_data");
        Files.createDirectories(unfinished);
        good("volume", "prune", "-f");
        assertThat(Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void theDiskIsCounted() throws Exception {
        box();
        good("create", "--name", "user", "-v", "used:/srv/data:nocopy", "box", "true");
        good("volume", "create", "spare");
        Files.writeString(files("used").resolve("x"), "12345");
        Files.writeString(files("spare").resolve("x"), "123");
        assertThat(good(
                        "system",
                        "df",
                        "--format",
                        "{{.Type}}: {{.TotalCount}} {{.Active}} {{.Size}} {{.Reclaimable}}"))
                .contains("Local Volumes: 2 1 8B 3B (37%)");
        assertThat(good("system", "df", "-v")).contains("spare").contains("VOLUME NAME");
    }
}
