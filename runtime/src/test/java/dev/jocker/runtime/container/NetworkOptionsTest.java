package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.launch.NetworkPlan;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.IpProtocol;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.ContainerPort;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.NetworkOption;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --network}, {@code --publish} and their relatives. */
final class NetworkOptionsTest {
    private static final ContainerPort HTTP = new ContainerPort(80, IpProtocol.TCP);

    @Test
    void readsPublishedPorts() {
        assertThat(PortMapping.parse("80")).containsExactly(new PortMapping(null, 0, 0, HTTP));
        assertThat(PortMapping.parse("8080:80")).containsExactly(new PortMapping(null, 8080, 8080, HTTP));
        assertThat(PortMapping.parse("127.0.0.1:8080:80/TCP"))
                .containsExactly(new PortMapping(IpAddress.parse("127.0.0.1"), 8080, 8080, HTTP));
        assertThat(PortMapping.parse("127.0.0.1::80"))
                .containsExactly(new PortMapping(IpAddress.parse("127.0.0.1"), 0, 0, HTTP));
        assertThat(PortMapping.parse("[::1]:53:53/udp"))
                .containsExactly(
                        new PortMapping(IpAddress.parse("::1"), 53, 53, new ContainerPort(53, IpProtocol.UDP)));
    }

    @Test
    void readsRangesOfPorts() {
        assertThat(PortMapping.parse("8080-8089:80")).containsExactly(new PortMapping(null, 8080, 8089, HTTP));
        assertThat(PortMapping.parse("8080-8081:80-81"))
                .containsExactly(
                        new PortMapping(null, 8080, 8080, HTTP),
                        new PortMapping(null, 8081, 8081, new ContainerPort(81, IpProtocol.TCP)));
        assertThat(PortMapping.parse("80-81")).hasSize(2).allMatch(PortMapping::isOpen);
        assertThat(ContainerPort.parseExposed("70-72/sctp"))
                .hasSize(3)
                .contains(new ContainerPort(71, IpProtocol.SCTP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "80:",
                ":80",
                "a:80",
                "80:a",
                "0:80",
                "80:0",
                "65536:80",
                "80:65536",
                "80/icmp",
                "80/",
                "8:80-81",
                "80-82:80-81",
                "81-80:81-80",
                "127.0.0.1:80",
                "::1:80:80",
                "[::1]:80",
                "[127.0.0.1]:80:80",
                "1.2.3:80:80",
                "-1:80",
                "+1:80",
                "99999999999:80",
                "8080 :80"
            })
    void refusesWhatIsNoPort(String value) {
        assertThatThrownBy(() -> PortMapping.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--publish \"" + value + "\": ");
    }

    @Test
    void readsTheLongForm() {
        EndpointRequest request = NetworkOption.parse(
                        "name=back,ip=10.1.0.5,ip6=fd00::5,mac-address=02:42:0a:01:00:05,alias=db,alias=data,"
                                + "driver-opt=com.docker.network.endpoint.ifname=back0")
                .endpoint();

        assertThat(request.network()).isEqualTo("back");
        assertThat(request.ip4()).hasToString("10.1.0.5");
        assertThat(request.ip6()).hasToString("fd00::5");
        assertThat(request.mac()).hasToString("02:42:0a:01:00:05");
        assertThat(request.aliases()).containsExactly("db", "data");
        assertThat(request.linkName()).isEqualTo("back0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                "a b",
                "a/b",
                "ip=10.0.0.1",
                "name=",
                "name=a,ip=fd00::1",
                "name=a,ip6=10.0.0.1",
                "name=a,ip=0.0.0.0",
                "name=a,mac-address=01:00:5e:00:00:01",
                "name=a,mac-address=00:00:00:00:00:00",
                "name=a,alias=b c",
                "name=a,what=b",
                "name=a,driver-opt=a=b",
                "name=a,driver-opt=com.docker.network.endpoint.ifname=0123456789abcdef",
                "container:",
                "ns:relative"
            })
    void refusesWhatIsNoNetwork(String value) {
        assertThatThrownBy(() -> NetworkOption.parse(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--network ");
    }

    @Test
    void unlessToldItIsOnNoNetwork() {
        RunOptions options = options().build();

        assertThat(options.namespaces().network()).isEqualTo(NamespaceChoice.NONE);
        assertThat(options.networking().endpoints()).isEmpty();
    }

    @Test
    void whatStandsAloneIsAboutTheFirstNetwork() {
        List<EndpointRequest> endpoints = options()
                .network(NetworkOption.parse("front"))
                .network(NetworkOption.parse("back"))
                .ip("10.1.0.5")
                .networkAlias("www")
                .build()
                .networking()
                .endpoints();

        assertThat(endpoints).extracting(EndpointRequest::network).containsExactly("front", "back");
        assertThat(endpoints.getFirst().ip4()).hasToString("10.1.0.5");
        assertThat(endpoints.getFirst().aliases()).containsExactly("www");
        assertThat(endpoints.getLast().ip4()).isNull();
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        refused(each -> on(each, "host", "front"), "do not go with networks");
        refused(each -> on(each, "host", "none"), "do not go with each other");
        refused(each -> on(each, "front", "front"), "more than once");
        refused(each -> on(each, "bridge", "front"), "does not go with others");
        refused(each -> on(each, "bridge").ip("172.17.0.9"), "networks that the user has made");
        refused(each -> on(each, "host").ip("172.17.0.9"), "need a network of ours");
        refused(each -> on(each, "none").networkAlias("www"), "need a network of ours");
        refused(each -> on(each, "name=front,ip=10.1.0.5").ip("10.1.0.6"), "give one of them");
        refused(each -> on(each, "container:web").publish(PortMapping.parse("80")), "--publish does not go with");
        refused(each -> on(each, "container:web").publishAll(true), "--publish-all does not go with");
        refused(each -> on(each, "ns:/run/netns/a").expose(List.of(HTTP)), "--expose does not go with");
    }

    @Test
    void portsOfOneWithoutANetworkAreDiscarded() {
        assertThat(on(options(), "host")
                        .publish(PortMapping.parse("80"))
                        .build()
                        .networking()
                        .warning())
                .contains("discarded");
        assertThat(on(options(), "bridge")
                        .publish(PortMapping.parse("80"))
                        .build()
                        .networking()
                        .warning())
                .isNull();
    }

    @Test
    void theRecordSaysWhatWasAsked() throws Exception {
        RunOptions options = on(options(), "name=back,ip=10.1.0.5,alias=db", "front")
                .publish(PortMapping.parse("127.0.0.1:8080-8089:80"))
                .publish(PortMapping.parse("53/udp"))
                .build();
        var own = new JsonObject();
        DockerNetworks.putRequests(options.networking().endpoints(), own);
        List<ContainerPort> exposed =
                List.of(HTTP, new ContainerPort(53, IpProtocol.UDP), new ContainerPort(70, IpProtocol.TCP));
        var document = new JsonObject()
                .put("Config", new JsonObject().put("ExposedPorts", DockerNetworks.exposedPorts(exposed)))
                .put(
                        "HostConfig",
                        new JsonObject()
                                .put("PublishAllPorts", true)
                                .put(
                                        "PortBindings",
                                        DockerNetworks.portBindings(
                                                options.networking().published())))
                .put(ContainerRecord.OWN, own);
        var record = new ContainerRecord(JsonObject.read(document.write(), "record"));

        NetworkPlan plan = DockerNetworks.plan(record);
        assertThat(plan.endpoints()).isEqualTo(options.networking().endpoints());
        assertThat(plan.ports())
                .startsWith(options.networking().published().toArray(new PortMapping[0]))
                .endsWith(PortMapping.anywhere(new ContainerPort(70, IpProtocol.TCP)))
                .hasSize(3);
        assertThat(DockerNetworks.exposed(record)).isEqualTo(exposed);
    }

    private static RunOptionsBuilder on(RunOptionsBuilder options, String... networks) {
        for (String network : networks) {
            options.network(NetworkOption.parse(network));
        }
        return options;
    }

    private static void refused(UnaryOperator<RunOptionsBuilder> wrong, String message) {
        assertThatThrownBy(() -> wrong.apply(options()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static RunOptionsBuilder options() {
        return RunOptions.image("host").command("true");
    }
}
