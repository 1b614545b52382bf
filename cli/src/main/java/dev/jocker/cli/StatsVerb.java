package dev.jocker.cli;

import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.Stats;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.terminal.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code jocker stats}: what containers use, again and again; a rate is the difference of two readings. */
final class StatsVerb extends Verb implements Signals.Follower {
    private static final String COLUMNS =
            "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}";
    private static final int INTERVAL_MILLIS = 1_000;

    private final Switch all = options.flag("Show those that do not run, too", "-a", "--all");
    private final Switch noStream = options.flag("Print once and end", "--no-stream");
    private final Switch noTrunc = options.flag("Print ids whole and cut nothing", "--no-trunc");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    private final Map<String, Stats> before = new HashMap<>();
    private Thread reader;
    private volatile boolean ended;

    StatsVerb() {
        super(Command.STATS, "[OPTIONS] [CONTAINER...]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        new Listing(format.value(), COLUMNS, StatsRow.HEADINGS); // a wrong template is told at once
        KeptContainers containers = engine.containers();
        for (String reference : options.words()) {
            containers.snapshot(reference);
        }
        reader = Thread.currentThread();
        Signals.follow(this, Signals.INT, Signals.TERM);
        try {
            read(containers);
            pause();
            var screen = new Repainting(console);
            while (!ended) {
                screen.show(table(read(containers), console));
                if (noStream.on() || console.out().checkError()) {
                    return ExitStatus.SUCCESS;
                }
                pause();
            }
            return ExitStatus.SUCCESS;
        } finally {
            Signals.unfollow(this);
        }
    }

    /** Ctrl-C is how one leaves it. */
    @Override
    public void received(int signal) {
        ended = true;
        reader.interrupt();
    }

    private void pause() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    private List<Map<String, Object>> read(KeptContainers containers) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ContainerSnapshot container : chosen(containers)) {
            Stats now = stats(containers, container);
            rows.add(StatsRow.of(container, before.get(container.id()), now, noTrunc.on()));
            before.put(container.id(), now);
        }
        return rows;
    }

    private List<ContainerSnapshot> chosen(KeptContainers containers) throws IOException {
        List<ContainerSnapshot> chosen = new ArrayList<>();
        for (String reference : options.words()) {
            try {
                chosen.add(containers.snapshot(reference));
            } catch (ContainerException.NotFound e) {
                // removed meanwhile
            }
        }
        if (options.words().isEmpty()) {
            for (ContainerSnapshot each : containers.list()) {
                if (all.on() || each.status().isUp()) {
                    chosen.add(each);
                }
            }
        }
        return chosen;
    }

    /** Null where there is nothing to read. */
    private static Stats stats(KeptContainers containers, ContainerSnapshot container) throws IOException {
        if (!container.status().isUp()) {
            return null;
        }
        try {
            return containers.stats(container.id());
        } catch (ContainerException.NotFound | ContainerException.WrongState e) {
            return null; // it has ended meanwhile
        }
    }

    private String table(List<Map<String, Object>> rows, Console console) {
        var listing = new Listing(format.value(), COLUMNS, StatsRow.HEADINGS);
        rows.forEach(listing::row);
        return listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth());
    }
}
