package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.container.ContainerSnapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker ps}: containers, the newest first. */
final class PsVerb extends Verb {
    private static final String COLUMNS =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

    private final Switch all = options.flag("Show those that do not run, too", "-a", "--all");
    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch latest = options.flag("Show the newest container, whatever it does", "-l", "--latest");
    private final Text last = options.text("N", "Show the N newest containers, whatever they do", "-n", "--last");
    private final Switch size = options.flag("Show how much of the disk each takes", "-s", "--size");
    private final Switch noTrunc = options.flag("Print ids and commands whole", "--no-trunc");
    private final Texts filter = options.texts(
            "NAME=VALUE",
            "Only those with: id, name, label, exited, status, ancestor, before, since, health, volume, network, publish, expose",
            "-f",
            "--filter");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    PsVerb() {
        super(Command.PS, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException(
                    "it takes no words; --filter name=" + options.words().getFirst() + " finds one");
        }
        String columns = size.on() ? COLUMNS + "\t{{.Size}}" : COLUMNS;
        var listing = new Listing(format.value(), columns, ContainerRow.HEADINGS);
        List<ContainerSnapshot> chosen = chosen(engine.containers());
        if (quiet.on()) {
            for (ContainerSnapshot each : chosen) {
                console.out().println(noTrunc.on() ? each.id() : ContainerRow.shortId(each.id()));
            }
            return ExitStatus.SUCCESS;
        }
        Instant now = Instant.now();
        for (ContainerSnapshot each : chosen) {
            String sizes = size.on() || listing.shows("Size")
                    ? engine.containers().size(each.id()).text()
                    : "";
            listing.row(ContainerRow.of(each, now, noTrunc.on(), sizes));
        }
        console.out().print(listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
        return ExitStatus.SUCCESS;
    }

    private List<ContainerSnapshot> chosen(KeptContainers containers) throws IOException {
        int limit = latest.on() ? 1 : last.given() ? Numbers.parse("--last", last.value()) : -1;
        var filters = new Filters(filter.values(), ContainerFilter.NAMES);
        var wanted = new ContainerFilter(filters, containers);
        // A filter that asks for what has ended asks for those that do not run, as in docker.
        boolean any = all.on() || limit >= 0 || filters.has("status") || filters.has("exited");
        List<ContainerSnapshot> chosen = new ArrayList<>();
        for (ContainerSnapshot each : containers.list()) {
            if (limit >= 0 && chosen.size() == limit) {
                break;
            }
            if ((any || ContainerRow.isUp(each)) && wanted.passes(each)) {
                chosen.add(each);
            }
        }
        return chosen;
    }
}
