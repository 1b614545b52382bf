package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Containers on networks, on a machine of their own, beside which there is another. */
final class NetworkIT extends MachineTest {

    /** A web server that says its name, and in its log who asks. */
    private static String serving(String text) {
        return "mkdir -p /tmp/w && echo " + text
                + " > /tmp/w/index.html && exec busybox httpd -f -vv -p 80 -h /tmp/w 2>&1";
    }

    private static String get(String place) {
        return "timeout 5 busybox wget -q -O - http://" + place + "/"; // not -T: Debian's static one crashes
    }

    private static void awaitServer(Machine from, String place, String text) throws InterruptedException {
        awaitThat(
                text + " at " + place,
                () -> from.run("sh", "-c", get(place)).out().equals(text + "\n"));
    }

    private String published() throws IOException, InterruptedException {
        return machine.sh("nft list table inet jocker | grep -c comment..*[0-9a-f]{64} || true")
                + machine.sh("nft list map inet jocker ports4 | sed -n '/elements/,/}/p'");
    }

    @Test
    void findsAnotherByNameIdAndAlias() throws Exception {
        String id = background("web", serving("hello"), "--network-alias", "www", "--network-alias", "pages");
        for (String name : List.of("web", "www", "pages", id.substring(0, 12))) {
            awaitThat("a server at " + name, () -> shell(get(name)).out().equals("hello\n"));
        }
    }

    @Test
    void thoseThatRunFindWhoComesLater() throws Exception {
        background("first", "until " + get("second") + "; do sleep 0.1; done; echo found; sleep 100");
        background("second", serving("late"));
        awaitLog("first", "late\nfound");
        good("rename", "second", "third");
        assertThat(good("exec", "first", "cat", "/etc/hosts"))
                .contains(" third")
                .doesNotContain("second");
        good("rm", "-f", "third");
        String hosts = good("run", "--rm", "--network", "container:first", "host", "cat", "/etc/hosts");
        assertThat(hosts).doesNotContain("third").contains("localhost");
    }

    @Test
    void isReachedFromAnotherMachineThatItSees() throws Exception {
        background("web", serving("hello"), "-p", "8080:80");
        awaitServer(remote, HERE + ":8080", "hello");
        awaitLog("web", THERE);
        awaitServer(machine, HERE + ":8080", "hello");
        awaitServer(machine, "127.0.0.1:8080", "hello");
        assertThat(sh(get(HERE + ":8080"))).isEqualTo("hello\n");
        assertThat(good("exec", "web", "sh", "-c", get(HERE + ":8080"))).isEqualTo("hello");
        assertThat(good("port", "web")).contains("80/tcp -> 0.0.0.0:8080");
        assertThat(good("ps", "--format", "{{.Ports}} {{.Networks}}"))
                .contains("0.0.0.0:8080->80/tcp")
                .endsWith(" bridge");
    }

    @Test
    void isReachedAtOneAddressOnly() throws Exception {
        background("web", serving("hello"), "-p", "127.0.0.1:8081:80");
        awaitServer(machine, "127.0.0.1:8081", "hello");
        assertThat(remote.run("sh", "-c", get(HERE + ":8081")).status()).isNotZero();
    }

    @Test
    void keepsItsAddressAndPortsFromRunToRun() throws Exception {
        background("web", "sleep 1; " + serving("again"), "-p", "8082:80", "--restart", "always");
        awaitServer(remote, HERE + ":8082", "again");
        String address = inspect("web", "{{.NetworkSettings.IPAddress}}");
        assertThat(new ProcessBuilder("kill", "-9", inspect("web", "{{.State.Pid}}"))
                        .start()
                        .waitFor())
                .isZero();
        awaitState("web", "{{.RestartCount}}", "1");
        awaitServer(remote, HERE + ":8082", "again");
        assertThat(inspect("web", "{{.NetworkSettings.IPAddress}}")).isEqualTo(address);
    }

    @Test
    void isReachedAgainAfterAStop() throws Exception {
        background("web", serving("again"), "-p", "8083:80");
        awaitServer(remote, HERE + ":8083", "again");
        good("stop", "-t", "0", "web");
        assertThat(published()).doesNotContain("8083");
        assertThat(inspect("web", "{{.NetworkSettings.Ports}}")).doesNotContain("8083");
        good("start", "web");
        awaitServer(remote, HERE + ":8083", "again");
    }

    @Test
    void isReachedInTheForegroundAsLongAsItRuns() throws Exception {
        Process run = launcher.builder(List.of(), shellWords(serving("front"), "-p", "8084:80", "--name", "front"))
                .redirectErrorStream(true)
                .start();
        awaitServer(remote, HERE + ":8084", "front");
        good("stop", "-t", "0", "front");
        run.waitFor();
        assertThat(published()).doesNotContain("8084");
        sh("true", "-p", "8084:80");
    }

    @Test
    void isFreedByTheNextAfterItsMonitorWasKilled() throws Exception {
        String id = background("web", serving("killed"), "-p", "8085:80");
        awaitServer(remote, HERE + ":8085", "killed");
        killMonitor(id);
        awaitState("web", "{{.State.Status}}", "exited");
        background("next", serving("next"), "-p", "8085:80");
        awaitServer(remote, HERE + ":8085", "next");
        assertThat(published()).contains("8085").doesNotContain(id);
    }

    private void killMonitor(String id) throws IOException {
        for (ProcessHandle each : ProcessHandle.allProcesses().toList()) {
            var comm = Path.of("/proc/" + each.pid() + "/comm");
            var cwd = Path.of("/proc/" + each.pid() + "/cwd");
            try {
                if (Files.readString(comm).strip().equals("jocker-monitor")
                        && Files.readSymbolicLink(cwd).endsWith(id)) {
                    each.destroyForcibly();
                }
            } catch (java.nio.file.NoSuchFileException e) {
                // it has ended
            }
        }
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        background("web", "sleep 100", "-p", "8086:80");
        Result second = shell("true", "-p", "8086:80");
        assertThat(second.status()).isEqualTo(125);
        assertThat(second.err()).contains("8086").contains("in use").hasLineCount(1);
    }

    @Test
    void aRangeOfTheHostsMeansAnyOfThem() throws Exception {
        background("one", "sleep 100", "-p", "8090-8091:80");
        background("two", "sleep 100", "-p", "8090-8091:80");
        assertThat(good("port", "one", "80").lines()).contains("0.0.0.0:8090");
        assertThat(good("port", "two", "80").lines()).contains("0.0.0.0:8091");
        assertThat(shell("true", "-p", "8090-8091:80").err()).contains("in use");
    }

    @Test
    void twoRangesOfOneContainerDoNotMeetEachOther() throws Exception {
        background("web", "sleep 100", "-p", "8092-8094:80", "-p", "8092:81", "-p", "8092-8094:82");
        assertThat(good("port", "web").lines())
                .contains("80/tcp -> 0.0.0.0:8093", "81/tcp -> 0.0.0.0:8092", "82/tcp -> 0.0.0.0:8094");
    }

    @Test
    void parametersOfLinksAreSetWhenTheLinksAreThere() throws Exception {
        String[] parameters = {
            "--sysctl", "net.ipv4.conf.eth0.rp_filter=2", "--sysctl", "net.ipv6.conf.all.disable_ipv6=1"
        };
        String values = "cd /proc/sys/net; cat ipv4/conf/eth0/rp_filter ipv6/conf/all/disable_ipv6";
        assertThat(sh(values, parameters)).isEqualTo("2\n1\n");
    }

    @Test
    void publishesWhatIsExposed() throws Exception {
        background("web", "sleep 100", "-P", "--expose", "70", "--expose", "53/udp");
        assertThat(good("port", "web")).contains("70/tcp -> 0.0.0.0:").contains("53/udp -> 0.0.0.0:");
    }

    @Test
    void hasANetworkInAUserNamespaceOfItsOwn() throws Exception {
        background("web", serving("mapped"), "--userns", "auto", "-p", "8087:80");
        awaitServer(remote, HERE + ":8087", "mapped");
        assertThat(sh("ls /sys/class/net", "--userns", "auto")).isEqualTo("eth0\nlo\n");
        assertThat(sh(get("web"), "--userns", "auto", "--init")).isEqualTo("mapped\n");
    }

    @Test
    void goesOutByTheHost() throws Exception {
        Path pages = Files.createDirectory(directory.resolve("pages"));
        Files.writeString(pages.resolve("index.html"), "outside\n");
        String[] serve = {"busybox", "httpd", "-f", "-p", "80", "-h", pages.toString()};
        Process outside = new ProcessBuilder(join(remote.prefix(), serve))
                .redirectErrorStream(true)
                .start();
        try {
            awaitThat("the remote server", () -> shell(get(THERE)).out().equals("outside\n"));
        } finally {
            outside.destroyForcibly().waitFor();
            Files.delete(pages.resolve("index.html"));
            Files.delete(pages);
        }
    }

    private static List<String> join(List<String> prefix, String... words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(List.of(words));
        return all;
    }

    @Test
    void theHostsGatewayHasAName() throws Exception {
        String gateway = sh("ip route show default | cut -d' ' -f3").strip();
        assertThat(sh("cat /etc/hosts", "--add-host", "outside:host-gateway")).contains(gateway + "\toutside");
    }

    @Test
    void manyAtOnceHaveEachTheirAddress() throws Exception {
        int many = 20;
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            starts.add(launcher.builder(List.of(), "run", "-d", "--name", "c" + i, "host", "sleep", "100")
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process each : starts) {
            String out = new String(each.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(each.waitFor()).as(out).isZero();
        }
        Set<String> addresses = new HashSet<>();
        for (int i = 0; i < many; i++) {
            addresses.add(inspect("c" + i, "{{.NetworkSettings.IPAddress}}"));
        }
        assertThat(addresses).hasSize(many);
        assertThat(good("exec", "c0", "cat", "/etc/hosts")).contains("c1").contains("c" + (many - 1));
    }

    @Test
    void whatNobodyUsesIsTakenDown() throws Exception {
        sh("true");
        assertThat(machine.sh("ip -br link")).contains("jocker0");
        assertThat(good("system", "prune", "-f")).doesNotContain("Left by commands");
        assertThat(machine.sh("ip -br link")).doesNotContain("jocker0");
        assertThat(sh(get("nowhere") + " 2>/dev/null; ls /sys/class/net")).contains("eth0");
    }
}
