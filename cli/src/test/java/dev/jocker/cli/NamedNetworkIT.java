package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code jocker network …}: networks that people make, on a machine of their own, beside which there is another. */
@Timeout(600)
final class NamedNetworkIT extends MachineTest {
    private static final String IDLE = "trap 'exit 0' TERM; sleep 1000 & wait";

    @AfterEach
    void noNetworkIsLeft() throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("rm", "-f"));
        words.addAll(jocker("ps", "-aq").lines());
        if (words.size() > 2) {
            good(words.toArray(new String[0]));
        }
        good("system", "prune", "-f");
        awaitNoLinks(" jk\\| jocker");
        assertThat(machine.sh("nft list ruleset")).isEmpty();
    }

    private boolean reaches(String container, String place) throws IOException, InterruptedException {
        return jocker("exec", container, "busybox", "ping", "-c", "1", "-W", "2", place)
                        .status()
                == 0;
    }

    private String address(String container, String network) throws IOException, InterruptedException {
        return inspect(container, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
    }

    @Test
    void isMadeListedAndRemoved() throws Exception {
        String id = good("network", "create", "--subnet", "10.77.0.0/24", "--label", "a=1", "-o", "mtu=1400", "inner");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(good("network", "ls", "--format", "{{.Name}} {{.Label \"a\"}}"))
                .isEqualTo("bridge \nhost \ninner 1\nnone");
        assertThat(good("network", "inspect", "-f", "{{.Id}} {{(index .IPAM.Config 0).Gateway}}", id.substring(0, 9)))
                .isEqualTo(id + " 10.77.0.1");
        assertThat(machine.sh("ip -4 -o addr show jk-" + id.substring(0, 12))).contains(" 10.77.0.1/24 ");
        assertThat(sh("cat /sys/class/net/eth0/mtu", "--network", "inner")).isEqualTo("1400\n");
        good("network", "create", "-o", "com.docker.network.bridge.name=jktest", "second");
        assertThat(machine.sh("ip -br link show jktest")).startsWith("jktest");
        assertThat(good("network", "rm", "second", "inner")).isEqualTo("second\ninner");
        assertThat(good("network", "ls", "--format", "{{.Name}} {{.Driver}}"))
                .isEqualTo("bridge bridge\nhost host\nnone null");
    }

    @Test
    void whatBecomesOfItIsToldAndShown() throws Exception {
        String id = good("network", "create", "inner");
        String web = background("web", IDLE);
        good("network", "connect", "inner", "web");
        assertThat(good("inspect", "-f", "{{.Name}} {{len .Containers}}", "inner"))
                .isEqualTo("inner 1");
        assertThat(good("inspect", "--type", "network", "-f", "{{.Driver}}", "none"))
                .isEqualTo("null");
        good("network", "disconnect", "inner", "web");
        good("network", "rm", "inner");
        assertThat(good("events", "--since", "1h", "--until", "0s", "--filter", "network=" + id)
                        .lines()
                        .map(line -> line.substring(line.indexOf(' ') + 1)))
                .containsExactly(
                        "network create " + id + " (name=inner, type=bridge)",
                        "network connect " + id + " (container=" + web + ", name=inner, type=bridge)",
                        "network disconnect " + id + " (container=" + web + ", name=inner, type=bridge)",
                        "network destroy " + id + " (name=inner, type=bridge)");
        assertThat(good("events", "--since", "1h", "--until", "0s", "-f", "container=" + web, "-f", "type=network"))
                .hasLineCount(2);
    }

    @Test
    void twoFindEachOtherByNameAndAliasAndNobodyElse() throws Exception {
        good("network", "create", "inner");
        background("first", IDLE, "--network", "inner", "--network-alias", "one");
        background("second", IDLE, "--network", "inner", "--network-alias", "two");
        background("other", IDLE);
        assertThat(reaches("first", "second")).isTrue();
        assertThat(reaches("second", "one")).isTrue();
        assertThat(reaches("first", "two")).isTrue();
        assertThat(reaches("other", "first")).isFalse();
        assertThat(reaches("other", address("first", "inner"))).isFalse();
        assertThat(reaches("first", THERE)).isTrue();
    }

    @Test
    void isJoinedAndLeftWhileItsContainerRuns() throws Exception {
        good("network", "create", "--subnet", "10.77.0.0/24", "inner");
        background("first", IDLE, "--network", "inner");
        background("second", IDLE);
        assertThat(reaches("second", "first")).isFalse();
        good("network", "connect", "--ip", "10.77.0.200", "--alias", "www", "inner", "second");
        assertThat(address("second", "inner")).isEqualTo("10.77.0.200");
        assertThat(reaches("first", "www")).isTrue();
        assertThat(reaches("second", "first")).isTrue();
        assertThat(reaches("second", THERE)).isTrue();
        assertThat(good("network", "inspect", "-f", "{{range .Containers}}{{.Name}} {{end}}", "inner"))
                .contains("first", "second");
        good("network", "disconnect", "inner", "second");
        assertThat(reaches("first", "10.77.0.200")).isFalse();
        assertThat(reaches("first", "www")).isFalse();
        assertThat(reaches("second", THERE)).isTrue();
        assertThat(good("exec", "second", "ls", "/sys/class/net")).isEqualTo("eth0\nlo");
    }

    /** Links are left to the kernel, and nobody waits for it: the next does not meet them. */
    @Test
    void oneAfterTheOtherHasTheSameNameAddressAndPort() throws Exception {
        good("network", "create", "--subnet", "10.77.0.0/24", "inner");
        String[] same = {"--network", "inner", "--name", "same", "--ip", "10.77.0.9", "-p", "8080:80"};
        for (int i = 0; i < 3; i++) {
            assertThat(sh("busybox ping -c 1 -W 5 10.77.0.1 >/dev/null && echo there", same))
                    .isEqualTo("there\n");
        }
        awaitNoLinks(" jk[^-]");
        background("same", IDLE, List.of(same).subList(0, 2).toArray(new String[0]));
        good("stop", "same");
        good("start", "same");
        assertThat(reaches("same", "10.77.0.1")).isTrue();
    }

    @Test
    void anAddressOfWhoHasEndedIsAnothersThoughSomebodyIsInItsNamespace() throws Exception {
        good("network", "create", "--subnet", "10.77.0.0/24", "inner");
        background("owner", IDLE, "--network", "inner", "--ip", "10.77.0.9");
        background("guest", IDLE, "--network", "container:owner");
        good("stop", "owner");
        assertThat(sh(
                        "busybox ping -c 1 -W 5 10.77.0.1 >/dev/null && echo there",
                        "--network",
                        "inner",
                        "--ip",
                        "10.77.0.9"))
                .isEqualTo("there\n");
        assertThat(good("exec", "guest", "ls", "/sys/class/net")).isEqualTo("lo");
    }

    private String published() throws IOException, InterruptedException {
        return machine.sh("nft list table inet jocker | grep 'comment \"[0-9a-f]\\{64\\}' || true");
    }

    private void awaitNothingPublished() throws InterruptedException {
        awaitThat("nothing to be published", () -> published().isEmpty());
    }

    /** The monitor alone takes them back. */
    @Test
    void portsThatHaveComeToLeadElsewhereAreTakenBackAtTheEnd() throws Exception {
        good("network", "create", "four");
        good("network", "create", "--ipv6", "--subnet", "fd00:77::/64", "--subnet", "10.77.0.0/24", "both");
        background("web", "until [ -e /end ]; do sleep 0.1; done", "--network", "four", "-p", "8080:80");
        assertThat(published()).contains("8080").doesNotContain("fd00:77:");
        good("network", "connect", "both", "web");
        assertThat(published()).contains("8080", "fd00:77:");
        Result other = shell("true", "--network", "both", "-p", "8080:80");
        assertThat(other.err()).contains("8080", "in use");
        assertThat(published()).contains("8080", "fd00:77:");
        good("network", "disconnect", "four", "web");
        assertThat(published()).contains("10.77.0.", "fd00:77:");
        good("exec", "web", "touch", "/end");
        awaitNothingPublished();
    }

    @Test
    void oneInTheForegroundTakesBackWhatItHasComeToMeanwhile() throws Exception {
        good("network", "create", "four");
        good("network", "create", "--ipv6", "--subnet", "fd00:77::/64", "both");
        String[] options = {"--name", "front", "--network", "four", "-p", "8080:80"};
        Process run = launcher.builder(List.of(), shellWords(IDLE, options)).start();
        awaitThat("a published port", () -> !published().isEmpty());
        awaitState("front", "{{.State.Status}}", "running");
        good("network", "connect", "both", "front");
        assertThat(published()).contains("fd00:77:");
        good("stop", "front");
        run.waitFor();
        assertThat(published()).isEmpty();
        good("network", "rm", "four", "both");
    }

    @Test
    void manyPortsAreTakenBackAtTheEnd() throws Exception {
        background("web", "until [ -e /end ]; do sleep 0.1; done", "-p", "20000-21499:20000-21499");
        assertThat(published()).contains("20000", "21499");
        good("exec", "web", "touch", "/end");
        awaitNothingPublished();
    }

    @Test
    void isJoinedByWhatDoesNotRunYet() throws Exception {
        good("network", "create", "--subnet", "10.77.0.0/24", "inner");
        good("create", "--name", "later", "host", "sh", "-c", IDLE);
        good("network", "connect", "--ip", "10.77.0.9", "inner", "later");
        good("network", "disconnect", "bridge", "later");
        good("start", "later");
        assertThat(good("exec", "later", "ip", "-4", "-o", "addr")).contains(" 10.77.0.9/24 ");
        assertThat(good("exec", "later", "ls", "/sys/class/net")).isEqualTo("eth0\nlo");
    }

    @Test
    void anInternalOneLeadsNowhereElse() throws Exception {
        good("network", "create", "--internal", "inner");
        background("first", IDLE, "--network", "inner");
        background("second", IDLE, "--network", "inner");
        assertThat(reaches("first", "second")).isTrue();
        assertThat(reaches("first", THERE)).isFalse();
        assertThat(good("exec", "first", "ip", "route")).doesNotContain("default");
        assertThat(good(
                        "exec",
                        "first",
                        "sh",
                        "-c",
                        "ip route add default via "
                                + inspect("first", "{{(index .NetworkSettings.Networks \"inner\").Gateway}}")
                                + " 2>&1 || true"))
                .isNotNull();
        assertThat(reaches("first", THERE)).isFalse();
    }

    @Test
    void hasTwoFamilies() throws Exception {
        good("network", "create", "--ipv6", "--subnet", "fd00:77::/64", "--subnet", "10.77.0.0/24", "inner");
        background("first", IDLE, "--network", "inner", "--ip6", "fd00:77::9");
        background("second", IDLE);
        good("network", "connect", "--ip6", "fd00:77::a", "inner", "second");
        assertThat(reaches("second", "fd00:77::9")).isTrue();
        assertThat(reaches("first", "fd00:77::a")).isTrue();
        assertThat(reaches("first", "fd00:77::1")).isTrue();
        assertThat(good("exec", "first", "cat", "/etc/hosts")).contains("fd00:77::a", "second");
        assertThat(reaches("first", "10.77.0.1")).isTrue();
        good("network", "disconnect", "inner", "second");
        assertThat(reaches("first", "fd00:77::a")).isFalse();
    }

    @Test
    void thoseThatNobodyWantsArePruned() throws Exception {
        good("network", "create", "wanted");
        good("network", "create", "--label", "a=1", "first");
        good("network", "create", "second");
        good("create", "--name", "later", "--network", "wanted", "host", "true");
        assertThat(good("network", "prune", "-f", "--filter", "label=a")).isEqualTo("Deleted Networks:\nfirst");
        assertThat(good("container", "prune", "-f", "--filter", "label=none")).doesNotContain("Networks");
        assertThat(good("system", "prune", "-f", "--filter", "label=none")).doesNotContain("Networks");
        assertThat(good("network", "prune", "-f")).isEqualTo("Deleted Networks:\nsecond");
        assertThat(good("system", "prune", "-f")).contains("Deleted Networks:\nwanted\n");
    }

    /** Links, rules and files that a refused command has to leave as they are. */
    private String state() throws IOException, InterruptedException {
        var state = new StringBuilder(
                machine.sh("ip -br link | cut -d' ' -f1; ip -4 -br addr; ip -6 -br addr show scope global;"
                        + " ip -4 route | sed 's/ linkdown//'; nft -j list ruleset"));
        for (Path top : List.of(
                launcher.data().resolve("networks"),
                launcher.data().resolve("containers"),
                launcher.runDirectory().resolve("networks"))) {
            try (var files = Files.walk(top)) {
                files.filter(each -> Files.isSymbolicLink(each) || Files.isRegularFile(each))
                        .map(Path::toString)
                        .sorted()
                        .forEach(each -> state.append('\n').append(each));
            }
        }
        return state.toString();
    }

    @Test
    void whatIsRefusedIsSaidInOneLineAndChangesNothing() throws Exception {
        good("network", "create", "--subnet", "10.77.0.0/24", "--subnet", "fd00:77::/64", "inner");
        String web = background("web", IDLE, "--network", "inner");
        good("network", "ls"); // so that the default one has a subnet
        String before = state();
        String create = "network create --subnet ";
        List<String[]> refused = List.of(
                new String[] {create + "10.9.0/24 x", "not an IP address"},
                new String[] {create + "10.9.0.0/33 x", "prefix"},
                new String[] {create + "10.9.0.5/24 x", "bits behind its prefix"},
                new String[] {create + "10.77.0.128/25 x", "overlaps 10.77.0.0/24 of network inner"},
                new String[] {create + "198.51.0.0/16 x", "overlaps 198.51.100.0/24"},
                new String[] {create + "fd00:77::/48 x", "overlaps fd00:77::/64 of network inner"},
                new String[] {create + "10.9.0.0/24 --gateway 10.9.0.255 x", "no address of a host"},
                new String[] {create + "10.9.0.0/24 --ip-range 10.8.0.0/16 x", "no matching subnet"},
                new String[] {create + "10.9.0.0/24 --subnet 10.8.0.0/24 x", "two subnets of IPv4"},
                new String[] {create + "10.9.0.0/24 inner", "is there"},
                new String[] {"network create bridge", "without being made"},
                new String[] {"network create " + "x".repeat(129), "invalid network name"},
                new String[] {"network create -o com.docker.network.bridge.name=sixteen-letters- x", "from 1 to 15"},
                new String[] {"network create -o com.docker.network.bridge.name=cable x", "a link of the name cable"},
                new String[] {"network create -o com.docker.network.bridge.name=a/b x", "a/b"},
                new String[] {"network rm inner", "in use by container " + web + "\n"},
                new String[] {"network rm bridge", "cannot be removed"},
                new String[] {"network rm nothing", "nothing"},
                new String[] {"network rm host", "cannot be removed"},
                new String[] {"network connect none web", "run --network none"},
                new String[] {"network connect inner web", "already"},
                new String[] {"network connect nothing web", "nothing"},
                new String[] {"network connect --ip 10.9.9.9 bridge web", "10.9.9.9"},
                new String[] {"network disconnect bridge web", "is not on network"},
                new String[] {"run --rm --network inner --ip 10.77.0.1 host true", "10.77.0.1"},
                new String[] {"run --rm --network inner --ip 10.77.1.7 host true", "10.77.1.7"},
                new String[] {"run --rm --network inner --ip 10.77.0.300 host true", "10.77.0.300"},
                new String[] {"run --rm --network nothing host true", "nothing"},
                new String[] {"run --rm -p 70000:80 host true", "70000"},
                new String[] {"run --rm -p 80:0 host true", "0"},
                new String[] {"run -d --network inner -p 80-70000:80 host true", "80-70000"});
        for (String[] each : refused) {
            Result result = jocker(each[0].split(" "));
            assertThat(result.status()).as(each[0]).isEqualTo(each[0].startsWith("run") ? 125 : 1);
            assertThat(result.err()).as(each[0]).contains(each[1]);
            assertThat(result.err().lines().filter(line -> !line.startsWith("See 'jocker")))
                    .as(each[0])
                    .hasSize(1);
            assertThat(state()).as(each[0]).isEqualTo(before);
        }
    }
}
