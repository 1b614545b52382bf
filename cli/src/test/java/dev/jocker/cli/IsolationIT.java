package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a container sees of the host, and may do to it: as docker has it, or less. */
final class IsolationIT extends ContainerTest {
    /** docker's default set, {@code docker run --rm busybox grep Cap /proc/1/status}. */
    private static final String DOCKERS_CAPABILITIES = "00000000a80425fb";

    @Test
    void itsLoopbackLinkIsUp() throws IOException, InterruptedException {
        assertThat(sh("cat /sys/class/net/lo/flags")).isEqualTo("0x9\n"); // IFF_UP|IFF_LOOPBACK
    }

    @Test
    void namespacesAreItsOwn() throws Exception {
        String links = sh("cd /proc/1/ns; for n in *; do echo $n $(readlink $n); done");
        Map<String, String> inside = new HashMap<>();
        for (String line : links.lines().toList()) {
            inside.put(line.split(" ")[0], line.split(" ")[1]);
        }
        for (String own : List.of("mnt", "pid", "uts", "ipc", "net", "cgroup")) {
            assertThat(inside.get(own)).as(own).startsWith(own + ":[").isNotEqualTo(onHost(own));
        }
        // docker's are the host's, too, unless asked for.
        assertThat(inside.get("user")).isEqualTo(onHost("user"));
        assertThat(inside.get("time")).isEqualTo(onHost("time"));
    }

    private static String onHost(String namespace) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc/self/ns", namespace)).toString();
    }

    @Test
    void itsCommandIsProcessOneAndSeesNoOthers() throws Exception {
        String[] words = sh("echo $$; cat /proc/sys/kernel/ns_last_pid > /dev/null; echo /proc/[0-9]*")
                .trim()
                .split("\\s+");
        assertThat(words).containsExactly("1", "/proc/1");
    }

    @Test
    void aHostnameDoesNotLeak() throws Exception {
        String before = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        // Allowed to nobody by default, hence the capability.
        assertThat(sh("hostname leaked; hostname", "--cap-add", "SYS_ADMIN")).isEqualTo("leaked\n");
        assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isEqualTo(before);
        assertThat(shell("hostname leaked").status()).isNotZero();
    }

    @Test
    void rightsAreDockers() throws Exception {
        assertThat(sh("grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/1/status")
                        .lines()
                        .map(line -> line.replaceAll("\\s+", " ")))
                .containsExactlyInAnyOrder(
                        "CapInh: 0000000000000000",
                        "CapPrm: " + DOCKERS_CAPABILITIES,
                        "CapEff: " + DOCKERS_CAPABILITIES,
                        "CapBnd: " + DOCKERS_CAPABILITIES,
                        "CapAmb: 0000000000000000",
                        "NoNewPrivs: 0",
                        "Seccomp: 2");
        // Another user has the bounding set and nothing else.
        assertThat(sh("grep -E '^Cap(Prm|Eff|Bnd)' /proc/1/status", "-u", "1000:1000")
                        .replaceAll("\\s+", " ")
                        .trim())
                .isEqualTo("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapBnd: " + DOCKERS_CAPABILITIES);
    }

    @Test
    void mountsAreDockersAndNoneOfTheHosts() throws Exception {
        Map<String, String> mounts = mounts(sh("cat /proc/self/mountinfo"));
        assertThat(mounts.get("/proc")).isEqualTo("proc rw,nosuid,nodev,noexec,relatime");
        assertThat(mounts.get("/dev")).isEqualTo("tmpfs rw,nosuid");
        assertThat(mounts.get("/dev/pts")).isEqualTo("devpts rw,nosuid,noexec,relatime");
        assertThat(mounts.get("/dev/mqueue")).isEqualTo("mqueue rw,nosuid,nodev,noexec,relatime");
        assertThat(mounts.get("/dev/shm")).isEqualTo("tmpfs rw,nosuid,nodev,noexec,relatime");
        assertThat(mounts.get("/sys")).isEqualTo("sysfs ro,nosuid,nodev,noexec,relatime");
        assertThat(mounts.get("/sys/fs/cgroup")).endsWith(" ro,nosuid,nodev,noexec,relatime");
        for (String path : List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger")) {
            if (Files.exists(Path.of(path))) {
                assertThat(mounts.get(path)).as(path).isEqualTo("proc ro,nosuid,nodev,noexec,relatime");
            }
        }
        for (String path : List.of("/proc/acpi", "/proc/scsi", "/sys/firmware")) {
            if (Files.exists(Path.of(path))) {
                assertThat(mounts.get(path)).as(path).isEqualTo("tmpfs ro,relatime");
            }
        }
        for (String path : List.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/interrupts")) {
            if (Files.exists(Path.of(path))) {
                assertThat(mounts.get(path)).as(path).isEqualTo("tmpfs rw,nosuid");
            }
        }
        assertThat(mounts.keySet())
                .allMatch(path -> path.equals("/")
                        || path.equals("/usr")
                        || path.startsWith("/etc/")
                        || path.matches("/(proc|dev|sys)(/.*)?"));
    }

    /** Mount point to "type options". */
    private static Map<String, String> mounts(String mountinfo) {
        Map<String, String> mounts = new HashMap<>();
        for (String line : mountinfo.lines().toList()) {
            String[] halves = line.split(" - ");
            mounts.put(
                    halves[0].split(" ")[4],
                    halves[1].split(" ")[0] + " " + halves[0].split(" ")[5]);
        }
        return mounts;
    }

    @Test
    void maskedPathsAreEmptyAndReadOnlyOnesRefuseWriting() throws Exception {
        String script = """
                for f in kcore keys timer_list interrupts; do
                    [ ! -e /proc/$f ] || [ "$(wc -c < /proc/$f)" -eq 0 ] || echo "readable: /proc/$f"
                done
                for d in /proc/acpi /proc/scsi /sys/firmware; do
                    [ ! -e $d ] || [ -z "$(ls -A $d)" ] || echo "not hidden: $d"
                done
                for f in /proc/sysrq-trigger /proc/sys/kernel/panic /proc/sys/vm/drop_caches /sys/kernel/mm/ksm/run \\
                        /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/devices/tasks; do
                    [ ! -e $f ] || ! { echo h > $f; } 2> /dev/null || echo "writable: $f"
                done
                mount -o remount,rw /proc/sys 2> /dev/null && echo 'remounted: /proc/sys'
                umount /proc/keys 2> /dev/null && echo 'unmounted: /proc/keys'
                true
                """;
        assertThat(sh(script)).isEmpty();
    }

    @Test
    void devIsDockers() throws Exception {
        // core is a link to /proc/kcore, which not every kernel has.
        assertThat(sh("cd /dev; find . ! -path './pts/?*' ! -name core | LC_ALL=C sort | tr '\\n' ' '")
                        .trim())
                .isEqualTo(
                        ". ./fd ./full ./mqueue ./null ./ptmx ./pts ./random ./shm ./stderr ./stdin ./stdout ./tty ./urandom ./zero");
        assertThat(sh("cd /dev; stat -c '%n %F %t:%T %a' full null random tty urandom zero"))
                .isEqualTo("""
                        full character special file 1:7 666
                        null character special file 1:3 666
                        random character special file 1:8 666
                        tty character special file 5:0 666
                        urandom character special file 1:9 666
                        zero character special file 1:5 666
                        """);
        assertThat(sh("cd /dev; for l in fd stdin stdout stderr ptmx; do readlink $l; done"))
                .isEqualTo("/proc/self/fd\n/proc/self/fd/0\n/proc/self/fd/1\n/proc/self/fd/2\npts/ptmx\n");
    }

    @Test
    void privilegedHasTheHostsDevices() throws Exception {
        String script =
                "cd /dev; find . -xdev \\( -type b -o -type c \\) ! -path './pts/*' ! -path './shm/*' ! -path './mqueue/*'"
                        + " ! -path ./console ! -path ./ptmx -exec stat -c '%n %F %t:%T %a %u:%g' {} + | LC_ALL=C sort";
        String before = onHost(List.of("sh", "-c", script));
        String inside = sh(script, "--privileged");
        assumeTrue(before.equals(onHost(List.of("sh", "-c", script))), "the host's devices have changed meanwhile");
        assertThat(inside).isEqualTo(before);
    }

    private static String onHost(List<String> command) throws Exception {
        return Launcher.finish(new ProcessBuilder(command), new byte[0]).out();
    }

    @Test
    void aDeviceMayTakeAStandardOnesPlace() throws Exception {
        assertThat(sh("stat -c %t:%T /dev/full /dev/null", "--device", "/dev/zero:/dev/full", "--device", "/dev/null"))
                .isEqualTo("1:5\n1:3\n");
    }

    @Test
    void noDescriptorOfTheHostComesAlong() throws Exception {
        // 3 is the directory that ls reads.
        assertThat(sh("ls /proc/self/fd | tr '\\n' ' '")).isEqualTo("0 1 2 3 ");
        // No pipe and no file: the shell itself would have them open for a moment.
        assertThat(sh("ls /proc/1/fd; true")).isEqualTo("0\n1\n2\n");
        Result result = Launcher.finish(
                launcher.with(new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec 9< /etc/shadow; exec \"$0\" run --rm host ls /proc/self/fd",
                        Launcher.script())),
                new byte[0]);
        assertThat(result.out()).isEqualTo("0\n1\n2\n3\n");
    }

    @Test
    void theNetworkIsLoopbackAlone() throws Exception {
        assertThat(sh("tail -n +3 /proc/net/dev | cut -d : -f 1 | tr -d ' '; ls /sys/class/net"))
                .isEqualTo("lo\nlo\n");
    }

    @Test
    void aDeviceOfTheHostCannotBeOpenedThroughANodeOfOnesOwn() throws Exception {
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        // loop0, the first disk, memory, kvm: whatever of them this machine has.
        String script = """
                for at in /dev /dev/shm /tmp /data; do
                    for node in 'b 7 0' 'b 8 0' 'b 253 0' 'b 254 0' 'b 259 0' 'c 1 1' 'c 1 11' 'c 10 229' 'c 10 232' 'c 10 237'; do
                        mknod $at/node $node 2> /dev/null
                        [ -e $at/node ] || echo "no node $node in $at"
                        { exec 3< $at/node; } 2> /dev/null && echo "opened $node in $at"
                        exec 3<&-
                        rm -f $at/node
                    done
                done
                true
                """;
        Result result = jocker("run", "--rm", "-v", volume + ":/data", "host", "bash", "-c", script);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aNodeOfOnesOwnOpensWhereTheDeviceIsEverybodys() throws Exception {
        assertThat(sh("mknod /tmp/node c 1 5 && head -c 1 /tmp/node | wc -c")).isEqualTo("1\n");
    }

    @Test
    void aNodeOfOnesOwnOpensWhereARuleSaysSo() throws Exception {
        String script =
                "mknod /tmp/node b 240 200; head -c 1 /tmp/node 2>&1"; // no such device, if it may be looked for
        String refused = "Operation not permitted";
        assertThat(shell(script).out()).contains(refused);
        assertThat(shell(script, "--security-opt", "seccomp=unconfined").out()).contains(refused);
        assertThat(shell(script, "--cap-add", "ALL").out()).contains(refused);
        assertThat(shell(script, "--device-cgroup-rule", "b 240:* r").out()).doesNotContain(refused);
        assertThat(shell(script, "--privileged").out()).doesNotContain(refused);
    }

    @Test
    void aNodeInAVolumeOpensOnlyWhereTheDeviceIsTheContainers() throws Exception {
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        Path below = Files.createDirectory(volume.resolve("below"));
        onHost(List.of("mknod", volume.resolve("node").toString(), "b", "240", "200"));
        // A mount below it, which does not lead around it.
        List<String> host = List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none " + below + " && mknod " + below + "/node b 240 200 && exec \"$@\"",
                "sh");
        String script = "head -c 1 /data/node; head -c 1 /data/below/node";
        for (String option : List.of("", ":ro")) {
            Result result = launcher.jockerUnder(host, shellWords(script, "-v", volume + ":/data" + option));
            assertThat(result.err()).hasLineCount(2);
            assertThat(result.err().lines()).allMatch(line -> line.endsWith("Operation not permitted"));
        }
        // There is no such device, but it may be looked for.
        assertThat(launcher.jockerUnder(host, shellWords(script, "--privileged", "-v", volume + ":/data"))
                        .err())
                .hasLineCount(2)
                .doesNotContain("not permitted");
        String named = volume.resolve("node") + ":/dev/mine:r";
        assertThat(shell("head -c 1 /dev/mine", "-v", volume + ":/data", "--device", named)
                        .err())
                .hasLineCount(1)
                .doesNotContain("not permitted");
    }

    @Test
    void fifosSocketsAndPlainFilesCanBeMade() throws Exception {
        assertThat(sh("mknod /tmp/f p && mkfifo /tmp/g && touch /tmp/h && stat -c %F /tmp/?"))
                .isEqualTo("fifo\nfifo\nregular empty file\n");
        // An overlay's whiteout: programs that unpack images in a container make it. On an overlay itself nobody can.
        assertThat(sh("mknod /dev/shm/w c 0 0 && stat -c %t:%T /dev/shm/w")).isEqualTo("0:0\n");
    }

    @Test
    void theKernelsDangerousCallsAreRefused() throws Exception {
        assertThat(shell("mount -t tmpfs none /mnt").status()).isNotZero();
        assertThat(shell("unshare -U true").status()).isNotZero();
        assertThat(shell("unshare -m true").status()).isNotZero();
        assertThat(shell("chroot / true").status()).isZero(); // docker's set has it
        assertThat(shell("dmesg").status()).isNotZero();
        assertThat(shell("date -s 2001-01-01").status()).isNotZero();
    }
}
