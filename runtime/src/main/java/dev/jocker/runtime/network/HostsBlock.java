package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import java.util.List;

/**
 * The lines of {@code hosts(5)} by which containers find each other, between two comments: what is written around them, by us or by somebody in
 * the container, stays when they change.
 */
public final class HostsBlock {
    private static final String BEGIN = "# Containers on the same networks; kept by jocker:\n";
    private static final String END = "# End of containers on the same networks.\n";

    private HostsBlock() {}

    /**
     * Another container on a network.
     *
     * @param addresses there
     * @param names by which it is known there: its name, the beginning of its id, aliases
     */
    public record Peer(List<Cidr> addresses, List<String> names) {
        public Peer {
            addresses = List.copyOf(addresses);
            names = List.copyOf(names);
        }
    }

    /** The file with the lines for these peers in the place of those for others; at its end, if there were none. */
    public static String replace(String hosts, List<Peer> peers) {
        int begin = hosts.indexOf(BEGIN);
        int end = begin < 0 ? -1 : hosts.indexOf(END, begin);
        var text = new StringBuilder();
        if (begin < 0 || end < 0) {
            // Somebody may have deleted one of the comments: then all from the other on is kept as his.
            text.append(hosts);
            if (!hosts.isEmpty() && hosts.charAt(hosts.length() - 1) != '\n') {
                text.append('\n');
            }
            return append(text, peers).toString();
        }
        text.append(hosts, 0, begin);
        append(text, peers);
        return text.append(hosts, end + END.length(), hosts.length()).toString();
    }

    private static StringBuilder append(StringBuilder text, List<Peer> peers) {
        text.append(BEGIN);
        for (Peer peer : peers) {
            for (Cidr address : peer.addresses()) {
                append(text, address, peer.names());
            }
        }
        return text.append(END);
    }

    /** A line: {@code ADDRESS NAME NAME …}; empty without names. */
    public static String line(Cidr address, List<String> names) {
        return append(new StringBuilder(), address, names).toString();
    }

    private static StringBuilder append(StringBuilder text, Cidr address, List<String> names) {
        if (names.isEmpty()) {
            return text;
        }
        text.append(address.address());
        char separator = '\t';
        for (String name : names) {
            text.append(separator).append(name);
            separator = ' ';
        }
        return text.append('\n');
    }
}
