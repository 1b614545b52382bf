package dev.jocker.cli;

import static dev.jocker.cli.FakeNetworks.network;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.NetworkRequest;
import dev.jocker.runtime.network.PoolRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkVerbsTest extends CommandLineTest {
    private final FakeNetworks networks = engine.networks;

    @BeforeEach
    void some() {
        networks.all.add(network("a", "bridge", Map.of()));
        networks.all.add(network("b", "inner", Map.of("for", "tests")));
    }

    @Test
    void createAsksForAllThatWasTyped() {
        assertThat(
                        jocker(
                                "network create --subnet 10.1.0.0/16 --subnet fd00:1::/64 --gateway 10.1.0.9 --ip-range 10.1.2.0/24"
                                        + " --internal -o mtu=1400 -o com.docker.network.bridge.name=br7 --label a --label b=1 net"))
                .as(err())
                .isZero();
        assertThat(out()).isEqualTo("c".repeat(64) + "\n");
        assertThat(networks.created)
                .isEqualTo(new NetworkRequest(
                        "net",
                        List.of(
                                new PoolRequest(
                                        Cidr.parse("10.1.0.0/16"),
                                        IpAddress.parse("10.1.0.9"),
                                        Cidr.parse("10.1.2.0/24")),
                                new PoolRequest(Cidr.parse("fd00:1::/64"), null, null)),
                        true,
                        true,
                        1400,
                        "br7",
                        Map.of("a", "", "b", "1"),
                        Map.of("mtu", "1400", "com.docker.network.bridge.name", "br7")));
        assertThat(jocker("network create --ipv6 -d bridge -o com.docker.network.driver.mtu=1300 net"))
                .isZero();
        assertThat(networks.created.ip6()).isTrue();
        assertThat(networks.created.mtu()).isEqualTo(1300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create --subnet 10.1.0.0/33 x                | --subnet: 10.1.0.0/33: the prefix is from",
                "create --gateway 10.1.0 x                    | --gateway: not an IP address",
                "create --gateway 10.1.0.1 x                  | no matching subnet for gateway 10.1.0.1",
                "create -d overlay x                          | --driver overlay: there is only bridge",
                "create -o mtu=big x                          | --opt mtu \"big\": expected a number",
                "create -o mtu=10 x                           | mtu 10: from 68 to 65535",
                "create -o com.docker.network.x=1 x           | --opt com.docker.network.x: there are",
                "create host                                  | network name \"host\" is reserved",
                "rm bridge                                    | network bridge stays",
                "rm nothing                                   | no such network: nothing",
                "connect --ip 1.2.3 inner web                 | --ip: not an IP address",
                "connect --ip fd00::1 inner web               | not an IPv4 address: fd00::1",
                "connect --driver-opt a=1 inner web           | --driver-opt a: there is only",
                "disconnect inner missing                     | no such container: missing"
            })
    void whatIsWrongIsOneLineAndNothingIsDone(String line, String message) {
        assertThat(jocker("network " + line)).isEqualTo(1);
        assertThat(err()).contains(message).hasLineCount(1);
        assertThat(out()).isEmpty();
        assertThat(networks.calls).isEmpty();
        assertThat(networks.created).isNull();
    }

    @ParameterizedTest
    @CsvSource({"create", "create a b", "rm", "inspect", "connect inner", "disconnect inner", "ls inner", "prune inner"
    })
    void tooFewOrTooManyWordsAreAMistakeOfTheCommandLine(String line) {
        assertThat(jocker("network " + line)).isEqualTo(125);
        assertThat(err()).contains("it takes").endsWith(" --help'.\n");
    }

    @Test
    void aLabelHasAName() {
        assertThat(jocker("network create --label =x inner2")).isEqualTo(125);
        assertThat(err()).contains("--label \"=x\": expected NAME[=VALUE]");
        assertThat(networks.created).isNull();
    }

    @Test
    void lsShowsDockersColumns() {
        assertThat(jocker("network ls")).isZero();
        assertThat(out()).isEqualTo("""
                NETWORK ID     NAME     DRIVER   SCOPE
                aaaaaaaaaaaa   bridge   bridge   local
                bbbbbbbbbbbb   inner    bridge   local
                """);
        assertThat(jocker("network list -q --no-trunc -f type=custom")).isZero();
        assertThat(out()).isEqualTo("b".repeat(64) + "\n");
        assertThat(jocker("network ls --format {{.Name}}:{{.Internal}}:{{.Labels}} -f label=for=tests"))
                .isZero();
        assertThat(out()).isEqualTo("inner:false:for=tests\n");
        for (String none : List.of("name=^ner", "driver=overlay", "id=c", "label=to")) {
            assertThat(jocker("network ls -q -f " + none)).isZero();
            assertThat(out()).as(none).isEmpty();
        }
        assertThat(jocker("network ls -f colour=red")).isEqualTo(125);
    }

    @Test
    void rmGoesOnAfterOneThatFails() {
        assertThat(jocker("network rm nothing inner")).isEqualTo(1);
        assertThat(out()).isEqualTo("inner\n");
        assertThat(networks.calls).containsExactly("rm inner");
        assertThat(jocker("network rm -f nothing")).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void inspectPrintsAListOrATemplateForEach() {
        assertThat(jocker("network inspect inner nothing")).isEqualTo(1);
        assertThat(out()).startsWith("[\n    {\n        \"Name\": \"inner\",");
        assertThat(err()).isEqualTo("jocker: no such network: nothing\n");
        assertThat(jocker("network inspect -f {{.Name}}-{{.Driver}} inner bridge"))
                .isZero();
        assertThat(out()).isEqualTo("inner-bridge\nbridge-bridge\n");
    }

    @Test
    void connectAndDisconnectNameTheNetworkFirst() {
        assertThat(jocker("network connect --ip 10.1.0.7 --alias www --alias ftp inner web"))
                .isZero();
        assertThat(networks.connected)
                .isEqualTo(new EndpointRequest(
                        "inner", IpAddress.parse("10.1.0.7"), null, null, List.of("www", "ftp"), null));
        assertThat(jocker("network disconnect inner web")).isZero();
        assertThat(networks.calls).containsExactly("connect web", "disconnect web inner");
        assertThat(jocker("network disconnect -f inner missing")).isZero();
        assertThat(out()).isEmpty();
    }

    @Test
    void pruneAsksAndNamesWhatWent() {
        assertThat(jocker("network prune")).isZero();
        assertThat(out()).contains("all networks").endsWith("[y/N] ");
        assertThat(networks.pruneRequest).isNull();
        input = "y\n".getBytes(UTF_8);
        assertThat(jocker("network prune --filter label=a=1")).isZero();
        assertThat(out()).endsWith("Deleted Networks:\none\ntwo\n\n");
        assertThat(networks.pruneRequest).isEqualTo(new PruneRequest(true, false, false, null, Map.of("a", "1")));
    }
}
