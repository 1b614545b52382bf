package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.NetworkException;
import java.io.IOException;
import java.util.Map;

/** {@code jocker network connect [OPTIONS] NETWORK CONTAINER}: at once if the container runs, and at each start. */
final class NetworkConnectVerb extends Verb {
    private static final String LINK_NAME = "com.docker.network.endpoint.ifname";

    private final Text ip = options.text("ADDRESS", "IPv4 address in the network", "--ip");
    private final Text ip6 = options.text("ADDRESS", "IPv6 address in the network", "--ip6");
    private final Texts aliases = options.texts("NAME", "Further name in the network", "--alias");
    private final Texts driverOpts =
            options.texts("NAME=VALUE", LINK_NAME + ": the link's name inside", "--driver-opt");

    NetworkConnectVerb() {
        super(Command.NETWORK_CONNECT, "[OPTIONS] NETWORK CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException("it takes two words: a network and a container");
        }
        Map<String, String> given = NetworkCreateVerb.pairs("--driver-opt", driverOpts);
        String linkName = given.remove(LINK_NAME);
        if (!given.isEmpty()) {
            String other = given.keySet().iterator().next();
            throw new NetworkException.Malformed("--driver-opt " + other + ": there is only " + LINK_NAME);
        }
        var request = new EndpointRequest(
                options.words().getFirst(),
                address("--ip", ip),
                address("--ip6", ip6),
                null,
                aliases.values(),
                linkName);
        engine.networks().connect(options.words().getLast(), request);
        return ExitStatus.SUCCESS;
    }

    private static IpAddress address(String option, Text given) {
        return given.given() ? NetworkCreateVerb.address(option, given.value()) : null;
    }
}
