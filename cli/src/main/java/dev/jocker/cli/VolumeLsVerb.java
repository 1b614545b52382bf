package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Method;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code jocker volume ls}: the volumes, by their names. */
final class VolumeLsVerb extends Verb {
    private static final String COLUMNS = "{{.Driver}}\t{{.Name}}";
    static final String[] HEADINGS = {
        "Driver", "DRIVER",
        "Name", "VOLUME NAME",
        "Scope", "SCOPE",
        "Mountpoint", "MOUNTPOINT",
        "Labels", "LABELS",
        "Label()", "",
        "Links", "LINKS",
        "Size", "SIZE"
    };

    private final Switch quiet = options.flag("Print names only", "-q", "--quiet");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: name, label, driver, dangling=true|false", "-f", "--filter");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    VolumeLsVerb() {
        super(Command.VOLUME_LS, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException(
                    "it takes no words; --filter name=" + options.words().getFirst() + " finds one");
        }
        var filters = new Filters(filter.values(), Set.of("name", "label", "driver", "dangling"));
        for (String value : filters.values("dangling")) {
            if (!isTrue(value) && !value.equals("false") && !value.equals("0")) {
                throw new OptionException("--filter dangling=" + value + ": expected true or false");
            }
        }
        var listing = new Listing(format.value(), COLUMNS, HEADINGS);
        KeptVolumes volumes = engine.volumes();
        boolean counted = !filters.values("dangling").isEmpty() || listing.shows("Links");
        Map<String, Integer> links = counted ? volumes.links() : Map.of();
        for (Volume each : volumes.list()) {
            int users = links.getOrDefault(each.name(), 0);
            if (!passes(each, filters, users)) {
                continue;
            }
            if (quiet.on()) {
                console.out().println(each.name());
            } else {
                String size = listing.shows("Size") ? Sizes.human(volumes.size(each)) : "N/A";
                listing.row(row(each, users, size));
            }
        }
        if (!quiet.on()) {
            console.out().print(listing.text(console.tableWidth()));
        }
        return ExitStatus.SUCCESS;
    }

    private static boolean passes(Volume volume, Filters filters, int users) {
        return filters.pass("name", volume.name()::contains)
                && filters.pass("driver", Volume.DRIVER::equals)
                && filters.pass("dangling", value -> isTrue(value) == (users == 0))
                && filters.passLabels(volume.labels());
    }

    private static boolean isTrue(String value) {
        return value.equals("true") || value.equals("1");
    }

    /** The fields that a template may name. */
    static Map<String, Object> row(Volume volume, int users, String size) {
        Map<String, String> labels = volume.labels();
        List<String> words = new ArrayList<>();
        labels.forEach((key, value) -> words.add(key + "=" + value));
        Map<String, Object> row = new TreeMap<>();
        row.put("Driver", Volume.DRIVER);
        row.put("Name", volume.name());
        row.put("Scope", Volume.SCOPE);
        row.put("Mountpoint", volume.mountpoint().toString());
        row.put("Labels", String.join(",", words));
        row.put("Label", (Method) key -> labels.getOrDefault(key, ""));
        row.put("Links", Integer.toString(users));
        row.put("Size", size);
        return row;
    }
}
