package dev.jocker.runtime.options;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.IpProtocol;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.options.ContainerPort.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of a container that is to be reached by one of the host's ({@code --publish}).
 *
 * @param host the host's address that it is reached by; null: any
 * @param first the lowest of the host's ports that may be taken; 0: whichever is free
 * @param last the highest of them
 */
public record PortMapping(IpAddress host, int first, int last, ContainerPort port) {
    private static final String OPTION = "--publish";
    private static final String EXPECTED = "expected [[ADDRESS:]HOST_PORT[-PORT]:]CONTAINER_PORT[-PORT][/tcp|udp|sctp]";

    /** To whichever port of the host is free. */
    public static PortMapping anywhere(ContainerPort port) {
        return new PortMapping(null, 0, 0, port);
    }

    /**
     * Reads {@code 80}, {@code 8080:80}, {@code 127.0.0.1:8080:80}, {@code 127.0.0.1::80}, {@code [::1]:8080:80/udp}; ranges
     * of as many ports on both sides; a range of the host's for one of the container's means any of them.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static List<PortMapping> parse(String value) {
        IpProtocol protocol = ContainerPort.protocol(OPTION, value);
        String rest = ContainerPort.withoutProtocol(value);
        int colon = rest.lastIndexOf(':');
        Range inside = Range.parse(OPTION, value, rest.substring(colon + 1), EXPECTED);
        if (colon < 0) {
            return mappings(value, null, null, inside, protocol);
        }
        rest = rest.substring(0, colon);
        colon = rest.lastIndexOf(':');
        String ports = rest.substring(colon + 1);
        IpAddress host = colon < 0 ? null : address(value, rest.substring(0, colon));
        if (ports.isEmpty() && colon < 0) {
            throw BadOption.value(OPTION, value, EXPECTED);
        }
        Range outside = ports.isEmpty() ? null : Range.parse(OPTION, value, ports, EXPECTED);
        return mappings(value, host, outside, inside, protocol);
    }

    private static IpAddress address(String value, String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        try {
            IpAddress parsed = IpAddress.parse(bracketed ? text.substring(1, text.length() - 1) : text);
            if (parsed.isV6() == bracketed) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw BadOption.value(OPTION, value, "the host's address is an IPv4 address, or an IPv6 address in brackets");
    }

    private static List<PortMapping> mappings(
            String value, IpAddress host, Range outside, Range inside, IpProtocol protocol) {
        List<PortMapping> mappings = new ArrayList<>();
        boolean choice = outside != null && inside.size() == 1;
        if (outside != null && !choice && outside.size() != inside.size()) {
            throw BadOption.value(OPTION, value, "the two ranges differ in length");
        }
        for (int i = 0; i < inside.size(); i++) {
            var port = new ContainerPort(inside.first() + i, protocol);
            if (outside == null) {
                mappings.add(new PortMapping(host, 0, 0, port));
            } else if (choice) {
                mappings.add(new PortMapping(host, outside.first(), outside.last(), port));
            } else {
                mappings.add(new PortMapping(host, outside.first() + i, outside.first() + i, port));
            }
        }
        return mappings;
    }

    /** Whether one of several ports of the host will be taken. */
    public boolean isOpen() {
        return first != last || first == 0;
    }

    /** With that one of the host's ports. */
    public PublishedPort published(int hostPort) {
        return new PublishedPort(host, hostPort, port.protocol(), port.port());
    }

    /** The host's port, or its range, in docker's words; empty: whichever is free. */
    public String hostPort() {
        if (first == 0) {
            return "";
        }
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
