package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** docker's filters of containers by networks and ports, of which {@code inspect} knows more than a {@link ContainerSnapshot}. */
final class NetworkFilter {
    static final Set<String> NAMES = Set.of("network", "publish", "expose");

    private final KeptContainers containers;
    private final List<String> networks;
    private final List<Ports> published = new ArrayList<>();
    private final List<Ports> exposed = new ArrayList<>();

    /** Ports of one protocol: {@code 80}, {@code 80-89/udp}. */
    private record Ports(int first, int last, String protocol) {
        static Ports parse(String filter, String value) {
            int slash = value.indexOf('/');
            String protocol = slash < 0 ? "tcp" : value.substring(slash + 1);
            String range = slash < 0 ? value : value.substring(0, slash);
            int dash = range.indexOf('-');
            String option = "--filter ".concat(filter);
            int first = Numbers.parse(option, dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Numbers.parse(option, range.substring(dash + 1));
            if (last < first || !Set.of("tcp", "udp", "sctp").contains(protocol)) {
                throw new OptionException(
                        option + "=" + value + ": expected a port or a range, such as 80 or 8000-8080/udp");
            }
            return new Ports(first, last, protocol);
        }

        boolean has(int port, String of) {
            return first <= port && port <= last && protocol.equals(of);
        }
    }

    /**
     * Reads the values.
     *
     * @throws OptionException if one is wrong
     */
    NetworkFilter(Filters filters, KeptContainers containers) {
        this.containers = containers;
        networks = filters.values("network");
        for (String each : filters.values("publish")) {
            published.add(Ports.parse("publish", each));
        }
        for (String each : filters.values("expose")) {
            exposed.add(Ports.parse("expose", each));
        }
    }

    /** Whether it is one of those asked for. */
    boolean passes(ContainerSnapshot container) throws IOException {
        if (networks.isEmpty() && published.isEmpty() && exposed.isEmpty()) {
            return true;
        }
        Map<?, ?> tree;
        try {
            tree = (Map<?, ?>) JsonText.parse(containers.inspectJson(container.id()));
        } catch (ContainerException.NotFound e) {
            return false; // removed while we looked
        }
        return isIn(tree) && (published.isEmpty() && exposed.isEmpty() || hasPort(tree));
    }

    private boolean isIn(Map<?, ?> tree) {
        if (networks.isEmpty()
                || networks.contains(String.valueOf(map(tree.get("HostConfig")).get("NetworkMode")))) {
            return true;
        }
        for (Map.Entry<?, ?> each :
                map(map(tree.get("NetworkSettings")).get("Networks")).entrySet()) {
            String id = map(each.getValue()).get("NetworkID") instanceof String known ? known : "";
            for (String wanted : networks) {
                if (each.getKey().equals(wanted) || !wanted.isEmpty() && id.startsWith(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As docker: a published one of the host's, or an exposed one of the container's. */
    private boolean hasPort(Map<?, ?> tree) {
        for (Map.Entry<?, ?> each :
                map(map(tree.get("NetworkSettings")).get("Ports")).entrySet()) {
            String[] port = each.getKey().toString().split("/", 2);
            if (has(exposed, port[0], port[1])) {
                return true;
            }
            for (Object binding : each.getValue() instanceof List<?> bindings ? bindings : List.of()) {
                if (map(binding).get("HostPort") instanceof String host && has(published, host, port[1])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean has(List<Ports> wanted, String port, String protocol) {
        for (Ports each : wanted) {
            if (each.has(Integer.parseInt(port), protocol)) {
                return true;
            }
        }
        return false;
    }

    private static Map<?, ?> map(Object tree) {
        return tree instanceof Map<?, ?> map ? map : Map.of();
    }
}
