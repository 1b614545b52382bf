package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.cli.Launcher.Collector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code --userns auto}: root inside is nobody outside. */
final class UserNamespaceIT extends ContainerTest {
    @BeforeEach
    void needsUserNamespaces() {
        assumeTrue(Files.exists(Path.of("/proc/self/ns/user")), "no user namespaces");
    }

    @Test
    void rootInsideIsAnUnprivilegedRangeOutside() throws Exception {
        String[] maps = sh(
                        "cat /proc/self/uid_map /proc/self/gid_map; id -u; id -g; cat /proc/self/setgroups",
                        "--userns",
                        "auto")
                .trim()
                .split("\\s+");
        assertThat(maps[0]).isEqualTo("0");
        assertThat(Long.parseLong(maps[1])).isGreaterThanOrEqualTo(100_000);
        assertThat(Long.parseLong(maps[2])).isEqualTo(65_536);
        assertThat(maps).hasSize(9).endsWith("0", "0", "allow");
        assertThat(maps[4]).isEqualTo(maps[1]);
    }

    @Test
    void filesOfTheImageAreRootsAndSoAreNewOnes() throws Exception {
        assertThat(sh(
                                "touch /new /usr/new /tmp/new && stat -c %u:%g / /usr /usr/bin/env /etc/passwd /new /usr/new /tmp/new /dev",
                                "--userns", "auto")
                        .lines())
                .hasSize(8)
                .containsOnly("0:0");
        Path root = busyboxRoot("root");
        assertThat(jocker(
                                "run",
                                "--rm",
                                "--userns",
                                "auto",
                                "--rootfs",
                                root.toString(),
                                "sh",
                                "-c",
                                "echo x > /etc/passwd; stat -c %u:%g /etc/passwd /bin/busybox")
                        .out())
                .isEqualTo("0:0\n0:0\n");
        assertThat(root.resolve("etc/passwd")).content().startsWith("root:");
        assertThat(Files.getAttribute(root.resolve("bin/busybox"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void whatItWritesOutsideIsNotRoots() throws Exception {
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        String first = sh(
                        "touch /data/new && head -n 1 /proc/self/uid_map", "--userns", "auto", "-v", volume + ":/data")
                .trim()
                .split("\\s+")[1];
        assertThat(Files.getAttribute(volume.resolve("new"), "unix:uid")).hasToString(first);
        // And what is root's outside it may not write.
        assertThat(shell(
                                "echo x > /data/secret",
                                "--userns",
                                "auto",
                                "-v",
                                Files.createFile(scratch.resolve("secret")) + ":/data/secret")
                        .status())
                .isNotZero();
    }

    @Test
    void twoAtOnceHaveDifferentRanges() throws Exception {
        Process first = launcher.builder(
                        java.util.List.of(), shellWords("cat /proc/self/uid_map; read x", "-i", "--userns", "auto"))
                .start();
        var out = new Collector(first.getInputStream());
        try {
            await("the first to run", () -> out.text().endsWith("\n"));
            String second = sh("cat /proc/self/uid_map", "--userns", "auto");
            assertThat(second.trim().split("\\s+")[1])
                    .isNotEqualTo(out.text().trim().split("\\s+")[1]);
        } finally {
            first.getOutputStream().close();
            first.waitFor();
        }
    }

    @Test
    void aDirectoryThatItCannotGetThroughIsTold() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        try {
            var result = shell("true", "--userns", "auto");
            assertThat(result.status()).isEqualTo(125);
            assertThat(result.err()).hasLineCount(1).contains("EACCES", "JOCKER_DATA", "chmod o+x");
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    @Test
    void itHasDockersRightsThereAndNoneHere() throws Exception {
        assertThat(sh(
                        "sed -n 's/CapEff:\\t//p' /proc/self/status; hostname x 2> /dev/null || echo refused; [ \"$(readlink /proc/self/ns/user)\" != "
                                + Files.readSymbolicLink(Path.of("/proc/self/ns/user")) + " ] && echo own",
                        "--userns",
                        "auto"))
                .isEqualTo("00000000a80425fb\nrefused\nown\n");
        assertThat(sh("echo x > /dev/null && head -c 2 /dev/zero | wc -c && cat /proc/1/comm", "--userns", "auto"))
                .startsWith("2\n");
    }

    @Test
    void aDeviceMayHaveAnotherNameInside() throws Exception {
        assertThat(sh(
                        "stat -c %F:%t:%T /dev/mine && head -c 3 /dev/mine | tr '\\0' z",
                        "--userns", "auto", "--device", "/dev/zero:/dev/mine"))
                .isEqualTo("character special file:1:5\nzzz");
    }

    @Test
    void anothersIsNotJoinedYet() throws Exception {
        var result = shell("true", "--userns", "ns:/proc/self/ns/user");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err()).contains("--userns", "joining a user namespace is not there yet");
    }
}
