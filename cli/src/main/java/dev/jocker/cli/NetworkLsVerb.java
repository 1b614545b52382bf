package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Method;
import dev.jocker.cli.output.Moments;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code jocker network ls}: the networks, by their names. */
final class NetworkLsVerb extends Verb {
    private static final String SCOPE = "local";
    private static final String COLUMNS = "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}";
    private static final String[] HEADINGS = {
        "ID", "NETWORK ID",
        "Name", "NAME",
        "Driver", "DRIVER",
        "Scope", "SCOPE",
        "IPv4", "IPV4",
        "IPv6", "IPV6",
        "Internal", "INTERNAL",
        "Labels", "LABELS",
        "Label()", "",
        "CreatedAt", "CREATED AT"
    };

    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch noTrunc = options.flag("Print ids whole", "--no-trunc");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: id, name, driver, label, scope, type", "-f", "--filter");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    NetworkLsVerb() {
        super(Command.NETWORK_LS, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException(
                    "it takes no words; --filter name=" + options.words().getFirst() + " finds one");
        }
        var filters = new Filters(filter.values(), Set.of("id", "name", "driver", "label", "scope", "type"));
        var listing = new Listing(format.value(), COLUMNS, HEADINGS);
        List<Pattern> names = patterns(filters.values("name"));
        for (Network each : engine.networks().list()) {
            if (!passes(each, filters, names)) {
                continue;
            }
            if (quiet.on()) {
                console.out().println(id(each));
            } else {
                listing.row(row(each));
            }
        }
        if (!quiet.on()) {
            console.out().print(listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
        }
        return ExitStatus.SUCCESS;
    }

    private static List<Pattern> patterns(List<String> names) {
        List<Pattern> patterns = new ArrayList<>();
        for (String name : names) {
            try {
                patterns.add(Pattern.compile(name));
            } catch (PatternSyntaxException e) {
                throw new OptionException("--filter name=" + name + ": " + e.getDescription(), e);
            }
        }
        return patterns;
    }

    private static boolean passes(Network network, Filters filters, List<Pattern> names) {
        boolean named = names.isEmpty();
        for (Pattern each : names) {
            named |= each.matcher(network.name()).find();
        }
        return named
                && filters.pass("id", network.id()::startsWith)
                && filters.pass("driver", network.driver()::equals)
                && filters.pass("scope", SCOPE::equals)
                && filters.pass("type", (network.isBuiltIn() ? "builtin" : "custom")::equals)
                && filters.passLabels(network.labels());
    }

    private Map<String, Object> row(Network network) {
        Map<String, String> labels = network.labels();
        List<String> words = new ArrayList<>();
        labels.forEach((key, value) -> words.add(key + "=" + value));
        Map<String, Object> row = new TreeMap<>();
        row.put("ID", id(network));
        row.put("Name", network.name());
        row.put("Driver", network.driver());
        row.put("Scope", SCOPE);
        row.put("IPv4", Boolean.toString(network.pool4() != null));
        row.put("IPv6", Boolean.toString(network.pool6() != null));
        row.put("Internal", Boolean.toString(network.internal()));
        row.put("Labels", String.join(",", words));
        row.put("Label", (Method) key -> labels.getOrDefault(key, ""));
        row.put("CreatedAt", Moments.local(network.created()));
        return row;
    }

    private String id(Network network) {
        return noTrunc.on() ? network.id() : ContainerRow.shortId(network.id());
    }
}
