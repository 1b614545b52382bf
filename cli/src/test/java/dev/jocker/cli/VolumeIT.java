package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the host is mounted into a container, and where it must not get to. */
final class VolumeIT extends ContainerTest {
    @Test
    void aVolumeIsWrittenThrough() throws Exception {
        Path volume = volume("one");
        assertThat(sh("cat /data/file; echo inside > /data/new", "-v", volume + ":/data"))
                .isEqualTo("outside\n");
        assertThat(volume.resolve("new")).hasContent("inside");
    }

    @Test
    void aReadOnlyVolumeRefusesWriting() throws Exception {
        Path volume = volume("one");
        for (String option : List.of("ro", "rro")) {
            Result result = shell("cat /data/file; echo x > /data/new", "-v", volume + ":/data:" + option);
            assertThat(result.out()).isEqualTo("outside\n");
            assertThat(result.status()).as(option).isNotZero();
            assertThat(result.err()).contains("Read-only file system");
        }
        assertThat(volume.resolve("new")).doesNotExist();
    }

    @Test
    void readOnlyIsForMountsBelowToo() throws Exception {
        Path volume = volume("one");
        Files.createDirectory(volume.resolve("below"));
        List<String> host = ownMounts("mount -t tmpfs none " + volume + "/below");
        Result result = launcher.jockerUnder(host, shellWords("echo x > /data/below/new", "-v", volume + ":/data:ro"));
        assertThat(result.err()).contains("Read-only file system");
        Result written = launcher.jockerUnder(host, shellWords("echo x > /data/below/new", "-v", volume + ":/data"));
        assertThat(written.status()).as(written.err()).isZero();
    }

    @Test
    void propagationIsAsAsked() throws Exception {
        Path volume = volume("one");
        Files.createDirectory(volume.resolve("below"));
        String share = "mount --bind " + volume + " " + volume + " && mount --make-shared " + volume;
        // What comes after the colon in mountinfo's optional fields says of whom a mount is the peer or the slave.
        String optional =
                "grep ' /data ' /proc/self/mountinfo | sed 's/ - .*//' | cut -d ' ' -f 7- | sed 's/:[0-9]*//g'";
        String[][] cases = {{"rprivate", ""}, {"rslave", "master"}, {"rshared", "shared"}};
        for (String[] each : cases) {
            Result result =
                    launcher.jockerUnder(ownMounts(share), shellWords(optional, "-v", volume + ":/data:" + each[0]));
            assertThat(result.err()).isEmpty();
            assertThat(result.out().trim()).as(each[0]).isEqualTo(each[1]);
        }
    }

    @Test
    void aFileCanBeMountedAlone() throws Exception {
        Path file = Files.writeString(scratch.resolve("single"), "alone\n");
        assertThat(sh("cat /etc/some/where/file; ls /etc/some/where", "-v", file + ":/etc/some/where/file"))
                .isEqualTo("alone\nfile\n");
    }

    @Test
    void aMissingSourceIsAnErrorAndNotMade() throws Exception {
        Path missing = scratch.resolve("missing");
        Result result = shell("true", "-v", missing + ":/data");
        assertThat(result.status()).isEqualTo(125);
        assertThat(result.err()).isEqualTo("jocker: there is no " + missing + " on this host to mount\n");
        assertThat(missing).doesNotExist();
    }

    @Test
    void linksInTheImageLeadNoMountOutside() throws Exception {
        Path volume = volume("one");
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        int roots = 0;
        for (String link : List.of(
                "/etc",
                "../../../../../../.." + outside,
                outside.toString(),
                "..",
                "/proc/1/root" + outside,
                "loop/a")) {
            Path root = busyboxRoot("root" + roots++);
            Files.createSymbolicLink(root.resolve("data"), Path.of(link));
            Files.createDirectories(root.resolve("loop"));
            Files.createSymbolicLink(root.resolve("loop/a"), Path.of("/../../" + outside));
            Result result = jocker(
                    "run",
                    "--rm",
                    "-v",
                    volume + ":/data",
                    "-v",
                    volume + ":/data/deeper/still",
                    "--rootfs",
                    root.toString(),
                    "sh",
                    "-c",
                    "cat /data/file; cat /data/deeper/still/file; echo x > /data/new; cat /proc/self/mountinfo");
            assertThat(outside).as(link).isEmptyDirectory();
            assertThat(Path.of("/etc/deeper")).doesNotExist();
            if (result.status() == 0) {
                assertThat(result.out()).as(link).startsWith("outside\n");
            } else {
                assertThat(result.err()).as(link).startsWith("jocker: ").hasLineCount(1);
            }
            Files.deleteIfExists(volume.resolve("new"));
        }
    }

    /** As in the images of distributions with systemd-resolved. */
    @Test
    void linksThatLeadNowhereAreMadeGood() throws Exception {
        Path root = busyboxRoot("root");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("../run/resolve/stub.conf"));
        Files.createSymbolicLink(root.resolve("data"), Path.of("/missing/place"));
        Result result = jocker(
                "run",
                "--rm",
                "-v",
                volume("one") + ":/data/volume",
                "--rootfs",
                root.toString(),
                "sh",
                "-c",
                "cat /missing/place/volume/file; test -e /etc/resolv.conf");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("outside\n");
        assertThat(result.status()).isZero();
        assertThat(root.resolve("missing")).doesNotExist();
    }

    /** Names that only begin like the kernel's places: what goes there is mounted when the host is out of sight, not before. */
    @Test
    void noTemporaryFileSystemOfTheUsersIsMountedWhileTheHostIsInSight() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Path root = busyboxRoot("root");
        for (String name : List.of("dev-x", "proc-x", "sys-x")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("/../../../../.." + outside));
            jocker("run", "--rm", "--tmpfs", "/" + name + "/made", "--rootfs", root.toString(), "true");
            assertThat(outside).as(name).isEmptyDirectory();
        }
    }

    @Test
    void whatIsMaskedStaysMaskedUnderADevOfTheUsers() throws Exception {
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        Result result = jocker(
                "run",
                "--rm",
                "-i",
                "-v",
                empty + ":/dev",
                "host",
                "sh",
                "-c",
                "cat /proc/interrupts; ls /sys/firmware");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void kernelParametersAreNotWrittenIntoAVolume() throws Exception {
        Path volume = volume("proc");
        Files.createDirectories(volume.resolve("sys/net/ipv4"));
        Files.createDirectories(volume.resolve("self"));
        Path parameter = Files.createFile(volume.resolve("sys/net/ipv4/ip_forward"));
        Path adjustment = Files.createFile(volume.resolve("self/oom_score_adj"));
        Path root = busyboxRoot("root");
        Files.createSymbolicLink(root.resolve("data"), Path.of("/proc"));
        jocker(
                "run",
                "--rm",
                "--sysctl",
                "net.ipv4.ip_forward=1",
                "-v",
                volume + ":/data",
                "--rootfs",
                root.toString(),
                "true");
        assertThat(parameter).isEmptyFile();
        assertThat(adjustment).isEmptyFile();
    }

    @Test
    void linksInPlaceOfTheImagesOwnDirectoriesLeadNoMountOutside() throws Exception {
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.writeString(outside.resolve("hostname"), "the host's\n");
        Files.writeString(outside.resolve("hosts"), "the host's\n");
        Files.writeString(outside.resolve("resolv.conf"), "the host's\n");
        for (String name : List.of("proc", "dev", "sys", "etc")) {
            for (String link : List.of(outside.toString(), "../../../../../.." + outside)) {
                Path root = busyboxRoot(name + link.length());
                delete(root.resolve(name));
                Files.createSymbolicLink(root.resolve(name), Path.of(link));
                Result result =
                        jocker("run", "--rm", "--rootfs", root.toString(), "sh", "-c", "echo x > /etc/hosts; echo ran");
                assertThat(outside.resolve("hosts")).as(name).hasContent("the host's");
                try (var entries = Files.list(outside)) {
                    assertThat(entries).as(name).hasSize(3);
                }
                if (result.status() != 0) {
                    assertThat(result.err()).as(name).startsWith("jocker: ").hasLineCount(1);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var below = Files.walk(directory)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void aRootDirectoryStaysAsItWas() throws Exception {
        Path root = busyboxRoot("root");
        Result result = jocker(
                "run",
                "--rm",
                "--rootfs",
                root.toString(),
                "sh",
                "-c",
                "echo changed > /etc/passwd; touch /new; mkdir /made");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(root.resolve("etc/passwd")).content().startsWith("root:");
        try (var entries = Files.list(root)) {
            assertThat(entries.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("bin", "dev", "etc", "proc", "sys", "tmp", "root");
        }
    }

    @Test
    void theHostImageDoesNotChangeTheHost() throws Exception {
        assertThat(sh("echo x > /usr/bin/jocker-was-here && rm /usr/bin/env && ls /usr/bin/jocker-was-here"))
                .isEqualTo("/usr/bin/jocker-was-here\n");
        assertThat(Path.of("/usr/bin/jocker-was-here")).doesNotExist();
        assertThat(Path.of("/usr/bin/env")).exists();
        assertThat(sh("ls /usr/bin/env")).isEqualTo("/usr/bin/env\n");
    }

    @Test
    void mountTakesDockersWords() throws Exception {
        Path volume = volume("one");
        String script = "grep ' /data ' /proc/self/mountinfo | cut -d ' ' -f 6; echo x > /data/new";
        Result result = shell(script, "--mount", "type=bind,source=" + volume + ",target=/data,readonly");
        assertThat(result.out()).startsWith("ro,");
        assertThat(result.status()).isNotZero();
        assertThat(sh(
                        "grep ' /t ' /proc/self/mountinfo; stat -c %a /t",
                        "--mount", "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1770"))
                .contains("size=1024k")
                .endsWith("1770\n");
    }

    @Test
    void tmpfsIsDockers() throws Exception {
        String[] mount = sh("grep ' /t ' /proc/self/mountinfo", "--tmpfs", "/t:size=2m")
                .trim()
                .split(" ");
        assertThat(mount[5].split(",")).contains("rw", "nosuid", "nodev", "noexec");
        assertThat(mount[mount.length - 1]).contains("size=2048k");
    }

    @Test
    void readOnlyLetsWriteWhereSomethingIsMountedAlone() throws Exception {
        Path volume = volume("one");
        Result result = shell(
                "touch /tmp/x; touch /usr/x; touch /etc/x; touch /t/x && touch /data/x && echo x > /dev/shm/x && echo fine",
                "--read-only",
                "--tmpfs",
                "/t",
                "-v",
                volume + ":/data");
        assertThat(result.out()).isEqualTo("fine\n");
        assertThat(result.err().lines()).hasSize(3).allMatch(line -> line.contains("Read-only file system"));
    }

    @Test
    void aDeviceThatIsGivenWorks() throws Exception {
        String device = Files.exists(Path.of("/dev/fuse")) ? "/dev/fuse" : "/dev/zero";
        String numbers = Launcher.finish(new ProcessBuilder("stat", "-c", "%t:%T", device), new byte[0])
                .out();
        assertThat(sh(
                        "stat -c %t:%T /dev/given && exec 3<> /dev/given && echo open",
                        "--device", device + ":/dev/given"))
                .isEqualTo(numbers + "open\n");
    }

    @Test
    void shmHasTheSizeAsked() throws Exception {
        assertThat(sh("df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2"))
                .isEqualTo("65536\n");
        assertThat(sh("df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2", "--shm-size", "1m"))
                .isEqualTo("1024\n");
    }

    @Test
    void etcFilesAreItsOwn() throws Exception {
        assertThat(sh(
                        "cat /etc/hosts /etc/resolv.conf",
                        "--add-host",
                        "db:10.1.2.3",
                        "--dns",
                        "192.0.2.1",
                        "--dns-search",
                        "example.org"))
                .contains("127.0.0.1\tlocalhost")
                .contains("10.1.2.3\tdb")
                .contains("nameserver 192.0.2.1")
                .contains("search example.org");
    }

    private Path volume(String name) throws IOException {
        Path volume = Files.createDirectory(scratch.resolve(name));
        Files.writeString(volume.resolve("file"), "outside\n");
        return volume;
    }

    /** A command line to begin with: what {@code script} mounts is gone with the mount namespace of its own. */
    private static List<String> ownMounts(String script) {
        return List.of(Witness.require("unshare").toString(), "-m", "sh", "-c", script + " && exec \"$0\" \"$@\"");
    }
}
