package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.network.NetworkRequest;
import dev.jocker.runtime.network.PoolRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jocker network create [OPTIONS] NETWORK}: prints the id. */
final class NetworkCreateVerb extends Verb {
    private static final String MTU = "com.docker.network.driver.mtu";
    private static final String SHORT_MTU = "mtu";
    private static final String BRIDGE = "com.docker.network.bridge.name";

    private final Text driver = options.text("DRIVER", "How it is made: only bridge is there", "-d", "--driver");
    private final Texts subnets = options.texts("SUBNET", "Its addresses: one of IPv4, one of IPv6", "--subnet");
    private final Texts gateways = options.texts("ADDRESS", "The bridge's own address in a subnet", "--gateway");
    private final Texts ranges =
            options.texts("RANGE", "Those of a subnet that containers get that ask for none", "--ip-range");
    private final Switch ip6 = options.flag("Give it IPv6, with a subnet of our choice if there is none", "--ipv6");
    private final Switch internal = options.flag("Nothing leads out of it", "--internal");
    private final Texts opts = options.texts("NAME=VALUE", "mtu, com.docker.network.bridge.name", "-o", "--opt");
    private final Texts labels = options.texts("NAME[=VALUE]", "What else is to be known of it", "--label");

    NetworkCreateVerb() {
        super(Command.NETWORK_CREATE, "[OPTIONS] NETWORK");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes one word: the name of the network");
        }
        if (!driver.or("bridge").equals("bridge")) {
            throw new NetworkException.Malformed("--driver " + driver.value() + ": there is only bridge");
        }
        console.out().println(engine.networks().create(request()).id());
        return ExitStatus.SUCCESS;
    }

    private NetworkRequest request() {
        List<Cidr> wanted = cidrs("--subnet", subnets);
        boolean v6 = ip6.on();
        for (Cidr each : wanted) {
            v6 |= each.address().isV6();
        }
        Map<String, String> given = pairs("--opt", opts);
        for (String name : given.keySet()) {
            if (!List.of(MTU, SHORT_MTU, BRIDGE).contains(name)) {
                throw new NetworkException.Malformed("--opt " + name + ": there are " + MTU + " and " + BRIDGE);
            }
        }
        String mtu = given.getOrDefault(SHORT_MTU, given.getOrDefault(MTU, "0"));
        return NetworkRequest.named(options.words().getFirst())
                .pools(PoolRequest.match(wanted, addresses(), cidrs("--ip-range", ranges)))
                .withIp6(v6)
                .internal(internal.on())
                .mtu(mtu(mtu))
                .bridge(given.get(BRIDGE))
                .labels(pairs("--label", labels))
                .options(given);
    }

    private static int mtu(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new NetworkException.Malformed("--opt mtu \"" + value + "\": expected a number");
        }
    }

    private static List<Cidr> cidrs(String option, Texts given) {
        List<Cidr> parsed = new ArrayList<>();
        for (String each : given.values()) {
            try {
                parsed.add(Cidr.parse(each));
            } catch (IllegalArgumentException e) {
                throw new NetworkException.Malformed(option + ": " + e.getMessage());
            }
        }
        return parsed;
    }

    private List<IpAddress> addresses() {
        List<IpAddress> parsed = new ArrayList<>();
        for (String each : gateways.values()) {
            parsed.add(address("--gateway", each));
        }
        return parsed;
    }

    /**
     * Reads an address that was typed.
     *
     * @throws NetworkException.Malformed with one line, if it is none
     */
    static IpAddress address(String option, String value) {
        try {
            return IpAddress.parse(value);
        } catch (IllegalArgumentException e) {
            throw new NetworkException.Malformed(option + ": " + e.getMessage());
        }
    }

    /** {@code NAME=VALUE}; without the value it is empty. */
    static Map<String, String> pairs(String option, Texts given) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String each : given.values()) {
            int equals = each.indexOf('=');
            if (equals == 0 || each.isEmpty()) {
                throw new OptionException(option + " \"" + each + "\": expected NAME[=VALUE]");
            }
            pairs.put(equals < 0 ? each : each.substring(0, equals), equals < 0 ? "" : each.substring(equals + 1));
        }
        return pairs;
    }
}
