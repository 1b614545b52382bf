package dev.jocker.runtime.container;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.launch.NetworkPlan;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.IpProtocol;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.ContainerPort;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.options.RunOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The networks and ports of a container as docker's {@code inspect} describes them, and what is read from there again: pure functions. */
final class DockerNetworks {
    /** In the part of the record that is ours: what was asked of which network, in the order of the links. */
    private static final String NETWORKS = "Networks";

    private DockerNetworks() {}

    /** What the image exposes, and the options, and what is published. */
    static List<ContainerPort> exposed(RunOptions options, ImageConfig image) {
        Set<ContainerPort> ports = new LinkedHashSet<>();
        for (String each : image.exposedPorts()) {
            ports.addAll(ContainerPort.parseExposed(each));
        }
        ports.addAll(options.networking().exposed());
        for (PortMapping mapping : options.networking().published()) {
            ports.add(mapping.port());
        }
        return List.copyOf(ports);
    }

    /** {@code Config.ExposedPorts}: the ports are the keys. */
    static JsonObject exposedPorts(Collection<ContainerPort> ports) {
        if (ports.isEmpty()) {
            return null;
        }
        var json = new JsonObject();
        for (ContainerPort port : ports) {
            json.put(port.toString(), new JsonObject());
        }
        return json;
    }

    /** {@code HostConfig.PortBindings}. */
    static JsonObject portBindings(List<PortMapping> mappings) {
        Map<String, List<JsonObject>> bindings = new LinkedHashMap<>();
        for (PortMapping mapping : mappings) {
            String address = mapping.host() == null ? "" : mapping.host().toString();
            bindings.computeIfAbsent(mapping.port().toString(), DockerNetworks::none)
                    .add(binding(address, mapping.hostPort()));
        }
        return objects(bindings);
    }

    private static List<JsonObject> none(String port) {
        return new ArrayList<>();
    }

    private static JsonObject objects(Map<String, List<JsonObject>> bindings) {
        var json = new JsonObject();
        for (Map.Entry<String, List<JsonObject>> each : bindings.entrySet()) {
            json.put(each.getKey(), each.getValue());
        }
        return json;
    }

    private static JsonObject binding(String address, String port) {
        return new JsonObject().put("HostIp", address).put("HostPort", port);
    }

    /** What was asked of the networks, for {@link #requests} to read. */
    static void putRequests(List<EndpointRequest> requests, JsonObject own) {
        List<JsonObject> networks = new ArrayList<>();
        for (EndpointRequest request : requests) {
            networks.add(new JsonObject()
                    .put("Network", request.network())
                    .put("IPv4", text(request.ip4()))
                    .put("IPv6", text(request.ip6()))
                    .put("Mac", text(request.mac()))
                    .put("Aliases", request.aliases())
                    .put("Link", request.linkName()));
        }
        own.put(NETWORKS, networks);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    static List<EndpointRequest> requests(ContainerRecord record) {
        List<EndpointRequest> requests = new ArrayList<>();
        for (JsonObject each : record.own().objects(NETWORKS)) {
            String ip4 = each.text("IPv4");
            String ip6 = each.text("IPv6");
            String mac = each.text("Mac");
            requests.add(new EndpointRequest(
                    each.text("Network"),
                    ip4 == null ? null : IpAddress.parse(ip4),
                    ip6 == null ? null : IpAddress.parse(ip6),
                    mac == null ? null : MacAddress.parse(mac),
                    each.texts("Aliases"),
                    each.text("Link")));
        }
        return requests;
    }

    /** What the record says of the networks, for another start; null: there are none. */
    static NetworkPlan plan(ContainerRecord record) {
        return NetworkPlan.of(
                requests(record),
                NetworkPlan.ports(mappings(record), record.hostConfig().flag("PublishAllPorts"), exposed(record)));
    }

    static List<ContainerPort> exposed(ContainerRecord record) {
        List<ContainerPort> ports = new ArrayList<>();
        for (String each : record.config().object("ExposedPorts").names()) {
            ports.add(ContainerPort.parse(each));
        }
        return ports;
    }

    private static List<PortMapping> mappings(ContainerRecord record) {
        List<PortMapping> mappings = new ArrayList<>();
        JsonObject bindings = record.hostConfig().object("PortBindings");
        for (String port : bindings.names()) {
            for (JsonObject each : bindings.objects(port)) {
                String address = each.text("HostIp");
                String range = each.text("HostPort");
                int dash = range.indexOf('-');
                int first = range.isEmpty() ? 0 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
                mappings.add(new PortMapping(
                        address.isEmpty() ? null : IpAddress.parse(address), first, last, ContainerPort.parse(port)));
            }
        }
        return mappings;
    }

    /** {@code NetworkSettings}; {@code note}: where it is, or null while it is not up. */
    static JsonObject settings(ContainerRecord record, NetworkNote note) {
        var networks = new JsonObject();
        Endpoint usual = null;
        for (EndpointRequest request : requests(record)) {
            Endpoint endpoint = note == null ? null : endpoint(note, request.network());
            String name = endpoint == null ? request.network() : endpoint.network();
            networks.put(name, endpointSettings(request, endpoint, note));
            if (name.equals(dev.jocker.runtime.network.Network.DEFAULT)) {
                usual = endpoint;
            }
        }
        var settings = new JsonObject().put("Ports", ports(record, note));
        putAddresses(usual, settings);
        return settings.put("Networks", networks);
    }

    /** The network may have been asked for by its id. */
    private static Endpoint endpoint(NetworkNote note, String network) {
        for (Endpoint each : note.endpoints()) {
            if (each.network().equals(network)) {
                return each;
            }
        }
        for (Endpoint each : note.endpoints()) {
            if (each.networkId().startsWith(network)) {
                return each;
            }
        }
        return null;
    }

    private static JsonObject endpointSettings(EndpointRequest request, Endpoint endpoint, NetworkNote note) {
        JsonObject addresses = null;
        if (request.ip4() != null || request.ip6() != null) {
            addresses = new JsonObject();
            if (request.ip4() != null) {
                addresses.put("IPv4Address", request.ip4().toString());
            }
            if (request.ip6() != null) {
                addresses.put("IPv6Address", request.ip6().toString());
            }
        }
        Set<String> names = new LinkedHashSet<>(note == null ? List.of() : note.names());
        names.addAll(request.aliases());
        var settings = new JsonObject()
                .put("IPAMConfig", addresses)
                .put("Links", null)
                .put("Aliases", request.aliases().isEmpty() ? null : request.aliases())
                .put("NetworkID", endpoint == null ? "" : endpoint.networkId())
                .put("EndpointID", endpoint == null ? "" : endpoint.hostLink());
        putAddresses(endpoint, settings);
        if (endpoint == null && request.mac() != null) {
            settings.put("MacAddress", request.mac().toString());
        }
        return settings.put("DriverOpts", null).put("DNSNames", List.copyOf(names));
    }

    private static void putAddresses(Endpoint endpoint, JsonObject settings) {
        Cidr ip4 = endpoint == null ? null : endpoint.ip4();
        Cidr ip6 = endpoint == null ? null : endpoint.ip6();
        settings.put("Gateway", gateway(endpoint, true))
                .put("IPAddress", ip4 == null ? "" : ip4.address().toString())
                .put("IPPrefixLen", ip4 == null ? 0 : ip4.prefix())
                .put("IPv6Gateway", gateway(endpoint, false))
                .put("GlobalIPv6Address", ip6 == null ? "" : ip6.address().toString())
                .put("GlobalIPv6PrefixLen", ip6 == null ? 0 : ip6.prefix())
                .put("MacAddress", endpoint == null ? "" : endpoint.mac().toString());
    }

    private static String gateway(Endpoint endpoint, boolean v4) {
        IpAddress gateway = endpoint == null ? null : endpoint.gateway(v4);
        return gateway == null ? "" : gateway.toString();
    }

    /** Those that are published lead to a list, those that are only exposed to nothing. */
    private static JsonObject ports(ContainerRecord record, NetworkNote note) {
        if (note == null) {
            return new JsonObject();
        }
        Map<String, List<JsonObject>> published = new LinkedHashMap<>();
        for (PublishedPort port : shown(note)) {
            var inside = new ContainerPort(port.containerPort(), port.protocol());
            published
                    .computeIfAbsent(inside.toString(), DockerNetworks::none)
                    .add(binding(port.host().toString(), Integer.toString(port.hostPort())));
        }
        JsonObject ports = objects(published);
        for (ContainerPort each : exposed(record)) {
            if (!ports.has(each.toString())) {
                ports.put(each.toString(), null);
            }
        }
        return ports;
    }

    /** The published ports with the address that each is reached by: any address is any of IPv4, and of IPv6 if the container has that. */
    static List<PublishedPort> shown(NetworkNote note) {
        List<PublishedPort> shown = new ArrayList<>();
        for (PublishedPort port : note.ports()) {
            if (port.host() != null) {
                shown.add(port);
                continue;
            }
            int outside = port.hostPort();
            IpProtocol protocol = port.protocol();
            shown.add(new PublishedPort(IpAddress.anyV4(), outside, protocol, port.containerPort()));
            if (isReachable6(note)) {
                shown.add(new PublishedPort(IpAddress.anyV6(), outside, protocol, port.containerPort()));
            }
        }
        return shown;
    }

    private static boolean isReachable6(NetworkNote note) {
        for (Endpoint each : note.endpoints()) {
            if (each.gateway(false) != null) {
                return true;
            }
        }
        return false;
    }
}
