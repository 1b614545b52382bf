package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.IpProtocol;
import dev.jocker.runtime.network.NatRule;
import dev.jocker.runtime.nftables.Data;
import java.util.ArrayList;
import java.util.List;

/** The words of {@code jocker nat}: {@code masquerade 10.0.0.0/24 out eth0}, and what they mean. */
final class NatWords {
    private static final int MOST_PORTS = 65_535;

    private final List<String> words;
    private int next = 1;

    private NatWords(List<String> words) {
        this.words = words;
    }

    /**
     * Reads a rule.
     *
     * @throws OptionException if it is none
     */
    static NatRule parse(List<String> words) {
        var parser = new NatWords(new ArrayList<>(words));
        try {
            NatRule rule = parser.rule();
            if (parser.next < words.size()) {
                throw new OptionException("'" + words.get(parser.next) + "' is one word too many");
            }
            return rule;
        } catch (IllegalArgumentException e) { // of the values' parse methods, for the user to read
            throw new OptionException(e.getMessage(), e);
        }
    }

    private NatRule rule() {
        return switch (words.getFirst()) {
            case "masquerade" -> {
                Cidr subnet = subnet("masquerade SUBNET [out LINK]");
                yield new NatRule.Masquerade(subnet, out());
            }
            case "snat" -> {
                String usage = "snat SUBNET to ADDRESS [out LINK]";
                Cidr subnet = subnet(usage);
                expect("to", usage);
                IpAddress to = IpAddress.parse(word(usage));
                yield new NatRule.Snat(subnet, to, out());
            }
            case "dnat" -> dnat();
            case "forward" -> {
                String in = link(word("forward IN OUT"));
                yield new NatRule.Forward(in, link(word("forward IN OUT")));
            }
            default ->
                throw new OptionException(
                        "'" + words.getFirst() + "': expected list, masquerade, snat, dnat, forward, delete or flush");
        };
    }

    private NatRule dnat() {
        String usage = "dnat [tcp|udp|sctp] [ADDRESS:]PORT to ADDRESS:PORT";
        String word = word(usage);
        IpProtocol protocol = IpProtocol.TCP;
        if (Character.isLetter(word.charAt(0)) && word.indexOf(':') < 0) {
            protocol = IpProtocol.parse(word);
            word = word(usage);
        }
        Endpoint at = Endpoint.parse(word);
        expect("to", usage);
        Endpoint to = Endpoint.parse(word(usage));
        if (to.address == null) {
            throw new OptionException("\"" + to.port + "\": expected the ADDRESS:PORT where it goes");
        }
        return new NatRule.Dnat(protocol, at.address, at.port, to.address, to.port);
    }

    /** {@code 80}, {@code 10.0.0.2:80}, {@code [fd00::2]:80}. */
    private record Endpoint(IpAddress address, int port) {
        static Endpoint parse(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0) {
                throw new OptionException("\"" + text + "\": an address of IPv6 is in brackets: [fd00::2]:80");
            }
            int port = port(text.substring(colon + 1), text);
            return new Endpoint(host.isEmpty() ? null : IpAddress.parse(host), port);
        }

        private static int port(String number, String text) {
            try {
                int port = Integer.parseInt(number);
                if (port >= 1 && port <= MOST_PORTS) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new OptionException("\"" + text + "\": expected a port from 1 to " + MOST_PORTS);
        }
    }

    private Cidr subnet(String usage) {
        return Cidr.parse(word(usage));
    }

    private String out() {
        if (next >= words.size()) {
            return null;
        }
        expect("out", "out LINK");
        return link(word("out LINK"));
    }

    /** It need not be there yet. */
    private static String link(String name) {
        Data.linkName(name); // refuses what no link can be called
        return name;
    }

    private void expect(String word, String usage) {
        if (!word(usage).equals(word)) {
            throw new OptionException("'" + words.get(next - 1) + "': expected " + word + ", as in " + usage);
        }
    }

    private String word(String usage) {
        if (next >= words.size() || words.get(next).isEmpty()) {
            throw new OptionException("it takes more words: " + usage);
        }
        return words.get(next++);
    }
}
