package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which links are shown.
 *
 * @param link null: all
 * @param up only those that were set up
 * @param master the link of which they are ports; 0: any; -1: those that are ports of none
 * @param kind null: any; {@code bridge_slave}: what is a port of a bridge
 * @param group -1: any
 */
record LinkFilter(Link link, boolean up, int master, String kind, long group) {
    static final int NO_MASTER = -1;
    private static final String PORT = "_slave";

    /** The words behind {@code show} that are about links; null, and nothing taken, if the next are not. */
    LinkFilter with(Words words, Session session) throws IOException {
        return switch (words.peek()) {
            case "up" -> {
                words.next();
                yield new LinkFilter(link, true, master, kind, group);
            }
            case "master", "vrf" -> {
                String word = words.next();
                yield new LinkFilter(link, up, session.links().index(words.value(word)), kind, group);
            }
            case "nomaster" -> {
                words.next();
                yield new LinkFilter(link, up, NO_MASTER, kind, group);
            }
            case "type" -> {
                words.next();
                yield new LinkFilter(link, up, master, words.value("type"), group);
            }
            case "group" -> {
                words.next();
                long number = session.groups.number("group of links", words.value("group"), Integer.MAX_VALUE);
                yield new LinkFilter(link, up, master, kind, number);
            }
            default -> null;
        };
    }

    static LinkFilter all() {
        return new LinkFilter(null, false, 0, null, -1);
    }

    /** The words behind {@code ip link show}. */
    static LinkFilter parse(Words words, Session session) throws IOException {
        LinkFilter filter = all();
        while (words.hasNext()) {
            LinkFilter more = filter.with(words, session);
            filter = more == null ? filter.device(words, session) : more;
        }
        return filter;
    }

    /** {@code dev NAME}, or a name alone. */
    LinkFilter device(Words words, Session session) throws IOException {
        boolean said = words.take("dev");
        if (link != null) {
            throw Words.garbage(said ? "dev" : words.peek());
        }
        Link named = session.links().named(words.value("dev"));
        return new LinkFilter(named, up, master, kind, group);
    }

    /** Those of the kernel's that pass. */
    List<Link> find(Session session) throws IOException {
        List<Link> found = new ArrayList<>();
        for (Link each : link == null ? session.links().all() : List.of(link)) {
            if (passes(each)) {
                found.add(each);
            }
        }
        return found;
    }

    boolean passes(Link each) {
        boolean ofMaster = master == 0 || (master == NO_MASTER ? each.master() == 0 : each.master() == master);
        return (!up || each.isUp())
                && ofMaster
                && (group < 0 || each.group() == group)
                && (kind == null || isKind(each));
    }

    private boolean isKind(Link each) {
        if (kind.endsWith(PORT)) {
            return kind.equals(each.details().masterKind() + PORT);
        }
        return each.kind() != null && each.kind().name().equals(kind);
    }
}
