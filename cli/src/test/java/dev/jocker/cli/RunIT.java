package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code jocker run}: status, streams, arguments, environment, user. */
final class RunIT extends ContainerTest {
    @Test
    void statusIsTheCommandsOwn() throws Exception {
        assertThat(shell("exit 0")).extracting(Result::status).isEqualTo(0);
        assertThat(shell("exit 42")).extracting(Result::status).isEqualTo(42);
    }

    @Test
    void statusOfASignalIs128AndItsNumber() throws Exception {
        // Not from within: process 1 cannot kill itself, so the one that dies is another, whose status the shell passes
        // on.
        Result aborted = jocker("run", "--rm", "--init", "host", "sh", "-c", "kill -6 $$");
        assertThat(aborted.status()).isEqualTo(128 + 6);
        assertThat(jocker("run", "--rm", "--init", "host", "sh", "-c", "kill -9 $$")
                        .status())
                .isEqualTo(128 + 9);
    }

    @Test
    void statusOfJockersOwnFailuresIs125To127() throws Exception {
        assertThat(jocker("run", "--rm", "--no-such-option", "host", "true").status())
                .isEqualTo(125);
        assertThat(jocker("run", "--rm", "host", "/etc/passwd").status()).isEqualTo(126);
        assertThat(jocker("run", "--rm", "host", "no-such-command").status()).isEqualTo(127);
    }

    @Test
    void largeBinaryDataPassesBothWays() throws Exception {
        byte[] data = new byte[5_000_000];
        new Random(7).nextBytes(data);
        Result result = launcher.jockerReads(
                data, "run", "--rm", "-i", "host", "sh", "-c", "tee /dev/stderr 2>/dev/null; echo done >&2");
        assertThat(result.status()).isZero();
        assertThat(result.bytes()).isEqualTo(data);
        assertThat(result.err()).isEqualTo("done\n");
    }

    @Test
    void standardErrorIsAStreamOfItsOwn() throws Exception {
        Result result = shell("head -c 300000 /dev/zero | tr '\\0' o; head -c 300000 /dev/zero | tr '\\0' e >&2");
        assertThat(result.out()).isEqualTo("o".repeat(300_000));
        assertThat(result.err()).isEqualTo("e".repeat(300_000));
    }

    @Test
    void withoutInteractiveStandardInputIsNull() throws Exception {
        Result result = launcher.jockerReads("secret".getBytes(UTF_8), shellWords("readlink /proc/self/fd/0; cat"));
        assertThat(result.out()).isEqualTo("/dev/null\n");
    }

    @Test
    void anEmptyStandardInputIsAtItsEnd() throws Exception {
        assertThat(jocker("run", "--rm", "-i", "host", "wc", "-c").out().trim()).isEqualTo("0");
    }

    @Test
    void closedStandardStreamsAreNoReasonToFail() throws Exception {
        Path result = scratch.resolve("result");
        Files.createFile(result);
        String line =
                "exec \"$0\" run --rm -i -v \"$1\":/result host sh -c 'readlink /proc/self/fd/0 > /result' <&- >&- 2>&-";
        var builder = launcher.with(new ProcessBuilder("sh", "-c", line, Launcher.script(), result.toString()));
        assertThat(Launcher.finish(builder, new byte[0]).status()).isZero();
        assertThat(result).hasContent("/dev/null");
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        String[] odd = {
            "", " ", "a b", "'", "\"", "$HOME", "*", "\\n", "line\nbreak", "\t", "größe", "日本", "--", "-x", "%s"
        };
        List<String> words = new ArrayList<>(List.of("run", "--rm", "host", "printf", "[%s]\\0"));
        words.addAll(List.of(odd));
        var expected = new StringBuilder();
        for (String each : odd) {
            expected.append('[').append(each).append("]\0");
        }
        assertThat(jocker(words.toArray(new String[0])).out()).isEqualTo(expected.toString());
    }

    @Test
    void argumentsThatAreNoUtf8ArriveAsTheyAre() throws Exception {
        // A JVM cannot pass such bytes on itself, hence printf.
        String line =
                "exec \"$0\" run --rm -e V=\"$(printf 'v\\377')\" host sh -c 'printf %s \"$1\" \"$V\" | od -An -tx1' - \"$(printf 'a\\377b\\303')\"";
        var builder = launcher.with(new ProcessBuilder("sh", "-c", line, Launcher.script()));
        Result result = Launcher.finish(builder, new byte[0]);
        assertThat(result.out().trim()).isEqualTo("61 ff 62 c3 76 ff");
    }

    @Test
    void argumentsArriveWhateverTheLocale() throws Exception {
        var builder = launcher.builder(
                List.of("env", "LC_ALL=C"),
                "run",
                "--rm",
                "-e",
                "V=größe",
                "host",
                "sh",
                "-c",
                "printf '%s %s' \"$1\" \"$V\"",
                "-",
                "日本");
        assertThat(Launcher.finish(builder, new byte[0]).out()).isEqualTo("日本 größe");
    }

    @Test
    void environmentIsWhatDockerGivesAndWhatWasAskedFor() throws Exception {
        Path file = scratch.resolve("env");
        Files.writeString(file, "# comment\nFROM_FILE=1\nBOTH=file\nPASSED\nUNSET_ON_THE_HOST\n");
        var builder = launcher.builder(
                List.of(),
                "run",
                "--rm",
                "--hostname",
                "box",
                "--env-file",
                file.toString(),
                "-e",
                "BOTH=option",
                "-e",
                "EMPTY=",
                "-e",
                "PASSED_TOO",
                "-e",
                "ODD=a b=$c",
                "host",
                "env");
        builder.environment().put("PASSED", "through the file");
        builder.environment().put("PASSED_TOO", "through the option");
        builder.environment().put("SECRET", "stays outside");
        Result result = Launcher.finish(builder, new byte[0]);
        assertThat(result.lines())
                .contains(
                        "HOSTNAME=box",
                        "HOME=/root",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "FROM_FILE=1",
                        "BOTH=option",
                        "EMPTY=",
                        "PASSED=through the file",
                        "PASSED_TOO=through the option",
                        "ODD=a b=$c")
                .noneMatch(line -> line.startsWith("SECRET=")
                        || line.startsWith("UNSET_ON_THE_HOST")
                        || line.startsWith("JOCKER"));
    }

    @Test
    void workingDirectoryIsMadeWhereItIsMissing() throws Exception {
        assertThat(jocker("run", "--rm", "-w", "/var/some/where", "host", "pwd").out())
                .isEqualTo("/var/some/where\n");
        assertThat(jocker("run", "--rm", "host", "pwd").out()).isEqualTo("/\n");
    }

    @Test
    void usersAreLookedUpInTheContainersOwnAccounts() throws Exception {
        Path root = busyboxRoot("users");
        Files.writeString(
                root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\nsonja:x:4711:4712:Sonja:/home/sonja:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nstaff:x:4712:\naudio:x:29:sonja\nother:x:77:\n");
        Files.createDirectories(root.resolve("home/sonja"));
        String[][] cases = {
            {"sonja", "4711 4712 29 4712 /home/sonja"},
            {"4711", "4711 4712 29 4712 /home/sonja"},
            {"4711:77", "4711 77 77 /home/sonja"},
            {"sonja:other", "4711 77 77 /home/sonja"},
            {"1234:5678", "1234 5678 5678 /"},
            {"1234", "1234 0 0 /"},
        };
        String script = "echo $(id -u) $(id -g) $(for g in $(id -G); do echo $g; done | /bin/busybox sort -n) $HOME";
        for (String[] each : cases) {
            Result result = jocker("run", "--rm", "-u", each[0], "--rootfs", root.toString(), "sh", "-c", script);
            assertThat(result.out()).as(each[0] + result.err()).isEqualTo(each[1] + "\n");
        }
    }

    @Test
    void furtherGroupsAreAddedByNameAndNumber() throws Exception {
        assertThat(sh("id -G; tail -n 1 /etc/group | cut -d : -f 3", "--group-add", "nogroup", "--group-add", "4321")
                        .split("[ \n]+"))
                .containsExactlyInAnyOrder("0", "65534", "4321", "65534");
    }

    @Test
    void hostnameIsAsAskedAndInTheFilesOfEtc() throws Exception {
        assertThat(sh("hostname; cat /etc/hostname; grep -c box /etc/hosts; echo $HOSTNAME", "--hostname", "box"))
                .isEqualTo("box\nbox\n1\nbox\n");
    }

    @Test
    void entryPointTakesTheCommandForItsArguments() throws Exception {
        assertThat(jocker("run", "--rm", "--entrypoint", "echo", "host", "a", "b")
                        .out())
                .isEqualTo("a b\n");
        // Without a command: the image's, which is a shell.
        assertThat(launcher.jockerReads("echo $0\n".getBytes(UTF_8), "run", "--rm", "-i", "host")
                        .out())
                .isEqualTo("/bin/sh\n");
    }
}
