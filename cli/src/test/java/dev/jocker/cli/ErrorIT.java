package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be done is told in one line, with docker's status. */
final class ErrorIT extends ContainerTest {
    private static void refused(Result result, int status, String... words) {
        assertThat(result.err()).startsWith("jocker").contains(words).hasLineCount(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void whatCannotBeExecutedIsTold() throws Exception {
        Path root = busyboxRoot("root");
        program(root, "bin/plain", "#!/bin/sh\n", "rw-r--r--");
        program(root, "bin/script", "#!/no/such/interpreter\n", "rwxr-xr-x");
        program(root, "bin/dos", "#!/bin/sh\r\necho\r\n", "rwxr-xr-x");
        program(root, "bin/text", "neither\n", "rwxr-xr-x");
        program(root, "bin/empty", "", "rwxr-xr-x");
        Files.copy(Path.of("/bin/ls").toRealPath(), root.resolve("bin/dynamic"));
        elfForAnotherMachine(root.resolve("bin/foreign"));
        refused(run(root, "missing"), 127, "missing", "not found");
        refused(run(root, "/bin/missing"), 127, "/bin/missing", "not found");
        refused(run(root, "/bin/plain"), 126, "/bin/plain", "not executable");
        refused(run(root, "/bin"), 126, "/bin", "directory");
        refused(run(root, "script"), 127, "/bin/script", "/no/such/interpreter");
        refused(run(root, "dos"), 127, "carriage return");
        refused(run(root, "dynamic"), 127, "/bin/dynamic", "loader", "/ld-linux");
        refused(run(root, "foreign"), 126, "/bin/foreign", "aarch64");
        refused(run(root, "text"), 126, "/bin/text");
        refused(run(root, "empty"), 126, "/bin/empty", "empty");
    }

    @Test
    void anErrorOfAnyDirectoryOfPathIsTold() throws Exception {
        Path root = busyboxRoot("root");
        Files.createDirectories(root.resolve("first"));
        Files.createSymbolicLink(root.resolve("first/tool"), Path.of("tool"));
        Files.createSymbolicLink(root.resolve("bin/tool"), Path.of("busybox"));
        String[] words = {
            "run", "--rm", "--rootfs", root.toString(), "-e", "PATH=/no/such:/etc/passwd:/first:/bin", "tool"
        };
        Result result = jocker(words);
        refused(result, 126, "/first/tool", "ELOOP");
        // A plain file that nobody may execute is passed over, as by execvp(3).
        Files.delete(root.resolve("first/tool"));
        program(root, "first/true", "#!/bin/sh\n", "rw-r--r--");
        words[words.length - 1] = "true";
        assertThat(jocker(words).status()).isZero();
        // More than the kernel takes, which is 128 KiB with such a stack: told in one short line.
        String value = "x".repeat(60_000);
        Result big = jocker(
                "run",
                "--rm",
                "--rootfs",
                root.toString(),
                "--ulimit",
                "stack=262144",
                "-e",
                "A=" + value,
                "-e",
                "B=" + value,
                "-e",
                "C=" + value,
                "sh",
                "-c",
                "true");
        refused(big, 126, "/sh\"", "E2BIG", " strings])");
        assertThat(big.err()).hasSizeLessThan(1_000);
    }

    private Result run(Path root, String command) throws Exception {
        return jocker("run", "--rm", "--rootfs", root.toString(), command);
    }

    private static void program(Path root, String name, String text, String mode) throws IOException {
        Files.writeString(root.resolve(name), text);
        Files.setPosixFilePermissions(root.resolve(name), PosixFilePermissions.fromString(mode));
    }

    /** This machine's busybox with another number for its processor: e_machine, at 18; 183 is AArch64. */
    private static void elfForAnotherMachine(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(Witness.require("busybox"));
        bytes[18] = (byte) 183;
        bytes[19] = 0;
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatIsNotThereIsTold() throws Exception {
        refused(
                jocker("run", "--rm", "--pull", "never", "no-such-image", "true"),
                125,
                "there is no image no-such-image");
        refused(jocker("run", "--rm", "--rootfs", "/no/such/root", "true"), 125, "/no/such/root");
        refused(shell("true", "-v", "/no/such/source:/data"), 125, "/no/such/source");
        refused(shell("true", "-u", "nobody-knows"), 125, "--user", "nobody-knows");
        refused(shell("true", "--group-add", "no-such-group"), 125, "--group-add", "no-such-group");
        refused(shell("true", "--cap-add", "CAP_NO_SUCH"), 125, "--cap-add", "CAP_NO_SUCH");
        refused(shell("true", "--device", "/dev/no-such"), 125, "/dev/no-such");
        refused(shell("true", "--network", "ns:/no/such"), 125, "--network ns:/no/such", "ENOENT");
        refused(shell("true", "-v", scratch + ":/data:ro", "-w", "/data/new"), 125, "/data/new", "EROFS", "-w");
        refused(shell("true", "-w", "/etc/passwd"), 125, "chdir", "/etc/passwd", "ENOTDIR");
        refused(jocker("rmi", "no-such-image"), 1, "no-such-image");
    }

    @Test
    void aBadValueNamesItsOption() throws Exception {
        String[][] cases = {
            {"--shm-size", "lots"},
            {"--ulimit", "nofile=x"},
            {"--oom-score-adj", "5000"},
            {"--sysctl", "vm.swappiness=1"},
            {"--tmpfs", "relative"},
            {"--userns", "foo"},
        };
        for (String[] each : cases) {
            Result result = shell("true", each[0], each[1]);
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.err().lines().findFirst().orElseThrow()).startsWith("jocker run: " + each[0]);
            assertThat(result.err()).endsWith("See 'jocker run --help'.\n").hasLineCount(2);
        }
    }

    @Test
    void whoIsNotRootIsTold() throws Exception {
        // /tmp of a test is closed to others: theirs are directories of their own.
        List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        Result readable = launcher.jockerUnder(nobody, "--version");
        assumeTrue(readable.status() == 0, "the checkout is not readable to others");
        Result result = launcher.jockerUnder(nobody, "run", "--rm", "host", "true");
        refused(result, 125, "root", "sudo");
    }

    @Test
    void aFailureLeavesNothingAndTheNextRunWorks() throws Exception {
        for (String option : List.of("/dev/null:/etc/passwd/x", "/etc:/dev/null/x", "/etc:/proc/1/nothing/x")) {
            Result result = shell("true", "-v", option);
            refused(result, 125, "ENO");
        }
        assertThat(sh("echo fine")).isEqualTo("fine\n");
    }
}
