package dev.jocker.runtime.options;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.network.EndpointRequest;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link RunOptionsBuilder} that is about networks. */
final class NetworkingBuilder {
    private NamespaceChoice namespace;
    private final List<EndpointRequest> endpoints = new ArrayList<>();
    private IpAddress ip4;
    private IpAddress ip6;
    private MacAddress mac;
    private final List<String> aliases = new ArrayList<>();
    private final List<PortMapping> published = new ArrayList<>();
    private boolean publishAll;
    private final List<ContainerPort> exposed = new ArrayList<>();

    void namespace(NamespaceChoice choice) {
        namespace = choice;
    }

    void add(NetworkOption option) {
        if (option.endpoint() != null) {
            endpoints.add(option.endpoint());
            return;
        }
        if (namespace != null) {
            throw new IllegalArgumentException("--network none, host, container:… and ns:… do not go with each other");
        }
        namespace = option.namespace();
    }

    void ip(String address) {
        ip4 = NetworkOption.ip("--ip", address, false);
    }

    void ip6(String address) {
        ip6 = NetworkOption.ip("--ip6", address, true);
    }

    void macAddress(String address) {
        mac = NetworkOption.mac("--mac-address", address);
    }

    void alias(String name) {
        aliases.add(NetworkOption.alias("--network-alias", name));
    }

    void publish(List<PortMapping> mappings) {
        published.addAll(mappings);
    }

    void publishAll(boolean wanted) {
        publishAll = wanted;
    }

    void expose(List<ContainerPort> ports) {
        exposed.addAll(ports);
    }

    /** One of its own where it is in networks. */
    NamespaceChoice namespace() {
        if (namespace != null && !endpoints.isEmpty()) {
            throw new IllegalArgumentException("--network none, host, container:… and ns:… do not go with networks");
        }
        if (!endpoints.isEmpty()) {
            return NamespaceChoice.PRIVATE;
        }
        return namespace == null ? NamespaceChoice.NONE : namespace;
    }

    RunOptions.Networking build() {
        List<EndpointRequest> all = new ArrayList<>(endpoints);
        if (ip4 != null || ip6 != null || mac != null || !aliases.isEmpty()) {
            if (all.isEmpty()) {
                throw new IllegalArgumentException(
                        "--ip, --ip6, --mac-address and --network-alias need a network of ours: leave --network none, host, … out");
            }
            all.set(0, joined(all.getFirst()));
        }
        return new RunOptions.Networking(all, published, publishAll, exposed);
    }

    /** As docker: what is said beside {@code --network} is about the first, and is said once. */
    private EndpointRequest joined(EndpointRequest first) {
        refuse(ip4 != null && first.ip4() != null, "--ip", "ip=");
        refuse(ip6 != null && first.ip6() != null, "--ip6", "ip6=");
        refuse(mac != null && first.mac() != null, "--mac-address", "mac-address=");
        refuse(!aliases.isEmpty() && !first.aliases().isEmpty(), "--network-alias", "alias=");
        return new EndpointRequest(
                first.network(),
                ip4 == null ? first.ip4() : ip4,
                ip6 == null ? first.ip6() : ip6,
                mac == null ? first.mac() : mac,
                aliases.isEmpty() ? first.aliases() : aliases,
                first.linkName());
    }

    private static void refuse(boolean twice, String option, String member) {
        if (twice) {
            throw new IllegalArgumentException(
                    option + " does not go with " + member + " of --network: give one of them");
        }
    }
}
