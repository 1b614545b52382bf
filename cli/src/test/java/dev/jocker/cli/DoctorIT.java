package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Launcher.Result;
import dev.jocker.cli.output.JsonText;
import dev.jocker.testing.HostSnapshot;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code jocker doctor}, in network namespaces whose firewalls are made for it. */
final class DoctorIT extends ContainerTest {
    /** Under a shell in a network namespace of its own, after what is done there first. */
    private Result doctor(String before, String... words) throws IOException, InterruptedException {
        List<String> prefix =
                List.of(Witness.require("unshare").toString(), "-n", "sh", "-ec", before + "\nexec \"$@\"", "sh");
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(words));
        return launcher.jockerUnder(prefix, all.toArray(new String[0]));
    }

    private static String nft(String script) {
        return Witness.require("nft") + " '" + script + "'";
    }

    private List<String> firewall(String before) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        for (String line : doctor(before, "--format", "json").lines()) {
            Map<?, ?> row = (Map<?, ?>) JsonText.parse(line);
            if (row.get("Check").equals("firewall")) {
                found.add(row.get("Mark") + "|" + row.get("Finding") + "|" + row.get("Remedy"));
            }
        }
        return found;
    }

    @Test
    void aHostThatRunsTheseTestsIsWellAndStaysAsItIs() throws Exception {
        HostSnapshot before = HostSnapshot.of(directory);
        Result result = doctor("echo 1 > /proc/sys/net/ipv4/ip_forward");
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.err()).isEmpty();
        for (String check : List.of(
                "kernel",
                "architecture",
                "rights",
                "namespaces",
                "user namespaces",
                "overlay",
                "disk",
                "control groups",
                "seccomp",
                "memory files",
                "links",
                "nf_tables",
                "forwarding",
                "firewall",
                "route_localnet",
                "br_netfilter",
                "java")) {
            assertThat(result.out()).containsPattern("(?m)^(ok|warn)  +" + check + "  +\\S");
        }
        assertThat(result.out()).doesNotContain("\033").doesNotContain("\nbad ").endsWith(".\n");
        assertThat(HostSnapshot.changes(before, () -> HostSnapshot.of(directory)))
                .isEmpty();
    }

    @Test
    void dropPoliciesInForwardHooksAreNamed() throws Exception {
        String before = nft("table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }")
                + "\n"
                + nft("table inet strict { chain passing { type filter hook forward priority 7; policy drop; }; }");
        Result result = doctor(before);
        assertThat(result.status()).isEqualTo(1);
        assertThat(firewall(before))
                .containsExactly(
                        "bad|table ip filter, chain FORWARD, priority 0: policy drop|Containers do not reach the outside, nor it "
                                + "their ports. nft insert rule ip filter FORWARD iifname \"jocker0\" accept; "
                                + "nft insert rule ip filter FORWARD oifname \"jocker0\" accept",
                        "bad|table inet strict, chain passing, priority 7: policy drop|Containers do not reach the outside, nor it "
                                + "their ports. nft insert rule inet strict passing iifname \"jocker0\" accept; "
                                + "nft insert rule inet strict passing oifname \"jocker0\" accept");
    }

    @Test
    void theRemedyIsOneThatWorks() throws Exception {
        String before = nft("table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }");
        String remedy = firewall(before).getFirst().split("\\|", -1)[2];
        List<String> commands = new ArrayList<>();
        for (String command : remedy.substring(remedy.indexOf("nft")).split("; ", -1)) {
            commands.add(Witness.require("nft") + " '" + command.substring("nft ".length()) + "'");
        }
        assertThat(firewall(before + "\n" + String.join("\n", commands)))
                .containsExactly(
                        "ok|table ip filter, chain FORWARD, priority 0: policy drop, but it lets jocker0 pass|");
    }

    @Test
    void dockersAndFirewalldsOwnWaysAreToldWhereTheyAre() throws Exception {
        String docker = nft("table ip filter { chain DOCKER-USER { }; "
                + "chain FORWARD { type filter hook forward priority 0; policy drop; jump DOCKER-USER; }; }");
        assertThat(firewall(docker))
                .singleElement()
                .asString()
                .contains("iptables -I DOCKER-USER -i jocker0 -j ACCEPT");
        String firewalld = nft(
                "table inet firewalld { chain filter_FORWARD { type filter hook forward priority 10; policy accept; "
                        + "ct state established accept; counter reject with icmpx admin-prohibited; }; }");
        assertThat(firewall(firewalld))
                .singleElement()
                .asString()
                .contains("chain filter_FORWARD, priority 10: its last rule refuses all", "firewall-cmd");
    }

    @Test
    void chainsThatLetPassAreNotNamed() throws Exception {
        String before = nft(
                        "table inet fine { chain f { type filter hook forward priority 0; policy accept; ip saddr 10.0.0.1 drop; }; "
                                + "chain input { type filter hook input priority 0; policy drop; }; }")
                + "\n"
                + nft("table inet jocker { chain forward { type filter hook forward priority 0; policy drop; }; }");
        assertThat(firewall(before)).containsExactly("ok|nobody drops what is passed on|");
    }

    @Test
    void parametersOfTheNetworkNamespaceAreThoseOfTheNamespace() throws Exception {
        Result result = doctor("cd /proc/sys/net/ipv4; echo 0 > ip_forward; echo 1 > conf/all/route_localnet", "-q");
        assertThat(result.out())
                .contains("warn  forwarding", "warn  route_localnet", "sysctl -w net.ipv4.conf.all.route_localnet=0")
                .doesNotContain("ok ");
    }

    @Test
    void whoIsNotRootIsTold() throws Exception {
        List<String> nobody =
                List.of(Witness.require("unshare").toString(), "-U", "sh", "-c", "JOCKER_DATA=/tmp exec \"$@\"", "sh");
        Result result = launcher.jockerUnder(nobody, "doctor", "--format", "{{.Mark}} {{.Check}}: {{.Finding}}");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("bad rights: not root");
    }
}
