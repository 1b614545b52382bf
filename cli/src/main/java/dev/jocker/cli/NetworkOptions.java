package dev.jocker.cli;

import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.options.ContainerPort;
import dev.jocker.runtime.options.NetworkOption;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.options.RunOptionsBuilder;

/** The options that put a container in networks. */
final class NetworkOptions {
    /** What {@code --network} is where it is not given. */
    private static final String VARIABLE = "JOCKER_NETWORK";

    private static final String USUAL = "bridge";

    private final Texts networks;
    private final Text ip;
    private final Text ip6;
    private final Text macAddress;
    private final Texts aliases;
    private final Texts published;
    private final Switch publishAll;
    private final Texts exposed;

    NetworkOptions(Options options) {
        options.section("Network");
        networks = options.texts(
                "NETWORK",
                "A network's name, or none, host, container:ID or ns:PATH; $JOCKER_NETWORK or bridge if not given",
                "--network",
                "--net");
        ip = options.text("ADDRESS", "IPv4 address in the first network", "--ip");
        ip6 = options.text("ADDRESS", "IPv6 address in the first network", "--ip6");
        macAddress = options.text("ADDRESS", "Hardware address of the link to the first network", "--mac-address");
        aliases = options.texts("NAME", "Further name in the first network", "--network-alias", "--net-alias");
        published = options.texts(
                "[[ADDRESS:]PORT:]PORT[/PROTOCOL]",
                "Port of the host that leads to a port of its own",
                "-p",
                "--publish");
        publishAll = options.flag("Publish all exposed ports, by whichever ports are free", "-P", "--publish-all");
        exposed = options.texts("PORT[/PROTOCOL]", "Port that -P publishes, beside the image's", "--expose");
    }

    /** What {@code --network} is where it is not given. */
    static String usual() {
        String variable = OriginalText.environment(VARIABLE);
        return variable == null || variable.isEmpty() ? USUAL : variable;
    }

    /** Without {@code --network}, what the environment says, if anything. */
    void addTo(RunOptionsBuilder builder) {
        for (String network : networks.values()) {
            builder.network(NetworkOption.parse(network));
        }
        if (networks.values().isEmpty()) {
            builder.network(NetworkOption.parse(usual()));
        }
        if (ip.given()) {
            builder.ip(ip.value());
        }
        if (ip6.given()) {
            builder.ip6(ip6.value());
        }
        if (macAddress.given()) {
            builder.macAddress(macAddress.value());
        }
        for (String alias : aliases.values()) {
            builder.networkAlias(alias);
        }
        for (String ports : published.values()) {
            builder.publish(PortMapping.parse(ports));
        }
        builder.publishAll(publishAll.on());
        for (String ports : exposed.values()) {
            builder.expose(ContainerPort.parseExposed(ports));
        }
    }
}
