package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.testing.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the command's process is given: limits, parameters, rights, namespaces of others. */
final class ProcessIT extends ContainerTest {
    @Test
    void limitsAreAsAsked() throws Exception {
        assertThat(sh("ulimit -Sn; ulimit -Hn; ulimit -Sc", "--ulimit", "nofile=100:200", "--ulimit", "core=0"))
                .isEqualTo("100\n200\n0\n");
        assertThat(sh("cat /proc/self/oom_score_adj", "--oom-score-adj", "321")).isEqualTo("321\n");
    }

    @Test
    void kernelParametersAreItsNamespacesOwn() throws Exception {
        String before = Files.readString(Path.of("/proc/sys/kernel/msgmax"));
        assertThat(sh(
                        "cat /proc/sys/kernel/msgmax /proc/sys/net/ipv4/ip_default_ttl",
                        "--sysctl",
                        "kernel.msgmax=12345",
                        "--sysctl",
                        "net.ipv4.ip_default_ttl=77"))
                .isEqualTo("12345\n77\n");
        assertThat(Files.readString(Path.of("/proc/sys/kernel/msgmax"))).isEqualTo(before);
        assertThat(shell("true", "--sysctl", "kernel.panic=1").status()).isEqualTo(125);
    }

    @Test
    void capabilitiesAreAddedAndTaken() throws Exception {
        String bounding = "sed -n 's/CapBnd:\\t//p' /proc/self/status";
        assertThat(sh(bounding, "--cap-drop", "ALL")).isEqualTo("0000000000000000\n");
        assertThat(sh(bounding, "--cap-drop", "ALL", "--cap-add", "CHOWN")).isEqualTo("0000000000000001\n");
        assertThat(sh(bounding, "--cap-add", "NET_ADMIN")).isEqualTo("00000000a80435fb\n");
        assertThat(shell("chown 1 /tmp", "--cap-drop", "CHOWN").status()).isNotZero();
    }

    @Test
    void privilegedIsAllThatRootMayDo() throws Exception {
        String host = value(Files.readString(Path.of("/proc/self/status")), "CapBnd:");
        String inside = sh(
                "cat /proc/self/status; mount -t tmpfs none /mnt && echo mounted; [ -w /proc/sys/kernel/panic ] && echo writable",
                "--privileged");
        assertThat(value(inside, "CapBnd:")).isEqualTo(host);
        assertThat(value(inside, "CapEff:")).isEqualTo(host);
        assertThat(value(inside, "Seccomp:")).isEqualTo("0");
        assertThat(inside).endsWith("mounted\nwritable\n");
    }

    private static String value(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .orElseThrow()
                .split("\t")[1];
    }

    @Test
    void noNewPrivilegesMakesSetUserIdFilesPlain() throws Exception {
        // Real, effective, saved and file system's user of a set-user-id cat that somebody else starts.
        String script = "cp /bin/cat /tmp/cat && chmod 4755 /tmp/cat"
                + " && setpriv --reuid=1000 --regid=1000 --clear-groups /tmp/cat /proc/self/status | grep ^Uid: | tr -s '\\t' ' '";
        assertThat(sh(script)).isEqualTo("Uid: 1000 0 0 0\n");
        assertThat(sh(script, "--security-opt", "no-new-privileges")).isEqualTo("Uid: 1000 1000 1000 1000\n");
    }

    @Test
    void seccompCanBeLeftOut() throws Exception {
        assertThat(sh("grep Seccomp: /proc/self/status", "--security-opt", "seccomp=unconfined"))
                .isEqualTo("Seccomp:\t0\n");
    }

    @Test
    void initReapsOrphansAndPassesStatusAndSignals() throws Exception {
        // An orphan whose status nobody takes stays in the list, as Z.
        String script =
                "(sh -c 'sleep 0.1 & exit') ; sleep 0.4; cat /proc/[0-9]*/stat | cut -d ' ' -f 3 | tr -d '\\n'; exit 7";
        Result result = shell(script, "--init");
        assertThat(result.out()).doesNotContain("Z");
        assertThat(result.status()).isEqualTo(7);
        assertThat(sh("echo $$; cat /proc/1/comm", "--init")).doesNotStartWith("1\n");
    }

    @Test
    void theTimeNamespaceShiftsTheClock() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/ns/time")), "no time namespaces");
        double host =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        double inside = Double.parseDouble(
                sh("cat /proc/uptime", "--timens", "private,boottime=1000000").split(" ")[0]);
        assertThat(inside - host).isBetween(1_000_000.0, 1_000_060.0);
    }

    @Test
    void theHostsNamespacesCanBeShared() throws Exception {
        String[][] cases = {
            {"--pid", "pid"}, {"--network", "net"}, {"--uts", "uts"}, {"--ipc", "ipc"}, {"--cgroupns", "cgroup"}
        };
        for (String[] each : cases) {
            String host =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/" + each[1])).toString();
            assertThat(sh("readlink /proc/self/ns/" + each[1], each[0], "host"))
                    .as(each[0])
                    .isEqualTo(host + "\n");
        }
    }

    @Test
    void aNamespaceCanBeJoinedByItsFile() throws Exception {
        String unshare = Witness.require("unshare").toString();
        Process other = new ProcessBuilder(unshare, "-n", "-u", "-i", "sh", "-c", "echo ready; exec sleep 60").start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("ready");
            String[][] cases = {{"--network", "net"}, {"--uts", "uts"}, {"--ipc", "ipc"}};
            for (String[] each : cases) {
                Path file = Path.of("/proc/" + other.pid() + "/ns/" + each[1]);
                assertThat(sh("readlink /proc/self/ns/" + each[1], each[0], "ns:" + file))
                        .isEqualTo(Files.readSymbolicLink(file) + "\n");
            }
            Result wrong = shell("true", "--network", "ns:/proc/" + other.pid() + "/ns/uts");
            assertThat(wrong.status()).isEqualTo(125);
            assertThat(wrong.err())
                    .contains("setns", "EINVAL", "another kind of namespace")
                    .hasLineCount(1);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void ownNamespacesOfOptionsWork() throws Exception {
        for (List<String> each :
                List.of(List.of("--ipc", "private"), List.of("--pid", "private"), List.of("--network", "none"))) {
            assertThat(sh("echo fine", each.toArray(new String[0]))).isEqualTo("fine\n");
        }
    }
}
