package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.Neighbour;
import dev.jocker.runtime.route.NeighbourFlag;
import dev.jocker.runtime.route.NeighbourState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code jocker ip neighbour}. */
final class NeighbourObject {
    private final Session session;

    NeighbourObject(Session session) {
        this.session = session;
    }

    void run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "show";
        String verb =
                Words.match(typed, "add", "change", "chg", "replace", "delete", "show", "lst", "list", "flush", "help");
        switch (verb) {
            case "add" -> session.route().neighbours().add(parse(words));
            case "replace", "change", "chg" -> session.route().neighbours().replace(parse(words));
            case "delete" -> session.route().neighbours().delete(parse(words));
            case "show", "list", "lst" -> show(words);
            case "flush" -> flush(words);
            case "help" -> session.print(Help.NEIGHBOUR);
            case null, default -> throw Help.unknownVerb(typed, "neighbour");
        }
    }

    /** What is to be shown or flushed. */
    private static final class Filter {
        Link link;
        Cidr network;
        boolean proxies;
        boolean unused;
        long states;
    }

    /** Without a word about states: all but those that are of no interest, or permanent ones where those go. */
    private Filter filter(Words words) throws IOException {
        var filter = new Filter();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "dev" -> filter.link = session.links().named(words.value(word));
                case "proxy" -> filter.proxies = true;
                case "unused" -> filter.unused = true;
                case "nud" -> {
                    String state = words.value(word);
                    filter.states |= state.equals("all") ? ~0L : state(state).bits();
                }
                default -> {
                    String text = word.equals("to") ? words.value(word) : word;
                    filter.network = Values.network(text, session.display().family());
                }
            }
        }
        return filter;
    }

    private static NeighbourState state(String word) {
        for (NeighbourState each : NeighbourState.values()) {
            if (each.name().equals("NUD_" + word.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new UsageException("\"" + word + "\" is no state of a neighbour");
    }

    private List<Neighbour> find(Filter filter) throws IOException {
        List<Neighbour> found = new ArrayList<>();
        var neighbours = session.route().neighbours();
        long states = filter.states == 0 ? ~NeighbourState.NUD_NOARP.bits() : filter.states;
        for (Neighbour each : filter.proxies ? neighbours.proxies() : neighbours.list()) {
            boolean here = (filter.link == null || each.link() == filter.link.index())
                    && session.display().shows(Family.of(each.address()))
                    && (filter.network == null || filter.network.contains(each.address()));
            // One in no state at all is of interest only where all are.
            boolean so = filter.proxies
                    || (each.states().bits() & states) != 0
                    || each.states().isEmpty() && filter.states == ~0L;
            if (here && so && (!filter.unused || isUnused(each))) {
                found.add(each);
            }
        }
        return found;
    }

    private static boolean isUnused(Neighbour neighbour) {
        return neighbour.ages() != null && neighbour.ages().references() == 0;
    }

    private void show(Words words) throws IOException {
        Filter filter = filter(words);
        Report report = session.report();
        for (Neighbour each : find(filter)) {
            report.openObject();
            new NeighbourPrinter(session, report, filter.link != null).print(each, filter.proxies);
            report.closeObject();
        }
        session.print(report);
    }

    private void flush(Words words) throws IOException {
        boolean all = !words.hasNext();
        Filter filter = filter(words);
        if (all) {
            throw new UsageException("say which neighbours: ip neighbour flush dev NAME");
        }
        if (filter.states == 0) {
            filter.states = ~(NeighbourState.NUD_PERMANENT.bits() | NeighbourState.NUD_NOARP.bits());
        }
        for (Neighbour each : find(filter)) {
            session.route().neighbours().delete(each);
        }
    }

    private Neighbour parse(Words words) throws IOException {
        IpAddress address = null;
        MacAddress mac = null;
        String device = null;
        NeighbourState state = NeighbourState.NUD_PERMANENT;
        List<NeighbourFlag> flags = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "lladdr" -> mac = Values.mac(words.value(word));
                case "nud" -> state = state(words.value(word));
                case "dev" -> device = words.value(word);
                case "router" -> flags.add(NeighbourFlag.NTF_ROUTER);
                case "use" -> flags.add(NeighbourFlag.NTF_USE);
                case "extern_learn" -> flags.add(NeighbourFlag.NTF_EXT_LEARNED);
                case "proxy" -> {
                    flags.add(NeighbourFlag.NTF_PROXY);
                    address =
                            Values.address(words.value(word), session.display().family());
                }
                default -> {
                    if (address != null) {
                        throw Words.garbage(word);
                    }
                    String text = word.equals("to") ? words.value(word) : word;
                    address = Values.address(text, session.display().family());
                }
            }
        }
        if (address == null || device == null) {
            throw new UsageException("say which neighbour: 10.0.0.7 dev NAME");
        }
        Neighbour neighbour =
                Neighbour.of(session.links().index(device), address, mac).state(state);
        for (NeighbourFlag flag : flags) {
            neighbour = neighbour.with(flag);
        }
        return neighbour;
    }
}
