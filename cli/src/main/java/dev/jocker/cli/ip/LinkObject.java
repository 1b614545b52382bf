package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkKind;
import dev.jocker.runtime.route.LinkSettings;
import dev.jocker.runtime.route.Links;
import dev.jocker.runtime.route.NewLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker ip link}. */
final class LinkObject {
    private final Session session;

    LinkObject(Session session) {
        this.session = session;
    }

    void run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "show";
        String verb = Words.match(
                typed, "add", "set", "change", "replace", "delete", "show", "lst", "list", "property", "help");
        switch (verb) {
            case "add" -> add(words);
            case "set", "change" -> set(words);
            case "delete" -> delete(words);
            case "show", "list", "lst" -> show(words);
            case "property" -> property(words);
            case "help" -> session.print(Help.LINK);
            case null, default -> throw Help.unknownVerb(typed, "link");
        }
    }

    private void show(Words words) throws IOException {
        var filter = LinkFilter.parse(words, session);
        List<Link> links = filter.find(session);
        Report report = session.report();
        var printer = new LinkPrinter(session, report, LinkPrinter.Form.LINKS);
        for (Link link : links) {
            report.openObject();
            if (session.display().brief()) {
                printer.printBrief(link);
            } else {
                printer.print(link);
                report.text("\n");
            }
            report.closeObject();
        }
        session.print(report);
    }

    private void add(Words words) throws IOException {
        String name = null;
        int index = 0;
        int parent = 0;
        LinkSettings settings = LinkSettings.NONE;
        try (var parser = new LinkWords(session)) {
            LinkKind kind = null;
            while (words.hasNext()) {
                LinkSettings more = parser.parse(words, settings);
                if (more != null) {
                    settings = more;
                } else if (words.take("name") || words.take("dev")) {
                    name = Values.linkName(words.value("name"));
                } else if (words.take("link")) {
                    parent = session.links().index(words.value("link"));
                } else if (words.take("index")) {
                    index = Values.integer("index", words.value("index"), 1, Integer.MAX_VALUE);
                } else if (words.take("type")) {
                    kind = new LinkKindWords(session, parser).parse(words.value("type"), words);
                } else if (name == null) {
                    name = Values.linkName(words.next());
                } else {
                    throw Words.garbage(words.peek());
                }
            }
            if (kind == null) {
                throw new UsageException("what is to be made needs a type: ip link add NAME type bridge");
            }
            session.route().links().add(new NewLink(name == null ? "" : name, kind, index, parent, settings));
        }
    }

    private void set(Words words) throws IOException {
        String name = null;
        LinkSettings settings = LinkSettings.NONE;
        try (var parser = new LinkWords(session)) {
            while (words.hasNext()) {
                LinkSettings more = parser.parse(words, settings);
                if (more != null) {
                    settings = more;
                } else if (words.take("name")) {
                    settings = settings.name(Values.linkName(words.value("name")));
                } else if (words.take("type")) {
                    settings = kind(words, settings);
                } else if (name == null) {
                    words.take("dev");
                    name = words.value("dev");
                } else {
                    throw Words.garbage(words.peek());
                }
            }
            if (name == null) {
                throw new UsageException("say which link: ip link set NAME …");
            }
            // By its number: a message that names a link by its name cannot give it another one.
            session.route().links().set(session.links().index(name), settings);
        }
    }

    private static LinkSettings kind(Words words, LinkSettings settings) {
        String kind = words.value("type");
        return switch (kind) {
            case "bridge" -> settings.bridge(LinkWords.bridge(words));
            case "bridge_slave" -> LinkWords.port(words, settings);
            default -> throw new UsageException("of a link of type \"" + kind + "\" nothing can be changed here");
        };
    }

    private void delete(Words words) throws IOException {
        words.take("dev");
        String name = Values.linkName(words.value("dev"));
        if (words.take("type")) {
            words.value("type"); // ip(8) takes it, and the kernel does not need it
        }
        words.end();
        session.route().links().delete(session.links().index(name));
    }

    /** {@code property add dev NAME altname OTHER …}. */
    private void property(Words words) throws IOException {
        String typed = words.value("property");
        String verb = Words.match(typed, "add", "delete");
        if (verb == null) {
            throw Help.unknownVerb(typed, "link property");
        }
        String name = null;
        List<String> names = new ArrayList<>();
        while (words.hasNext()) {
            if (words.take("altname")) {
                names.add(words.value("altname"));
            } else {
                words.take("dev");
                name = words.value("dev");
            }
        }
        if (name == null || names.isEmpty()) {
            throw new UsageException("say it so: ip link property " + verb + " dev NAME altname OTHER");
        }
        Links links = session.route().links();
        int index = session.links().index(name);
        if (verb.equals("add")) {
            links.addNames(index, names);
        } else {
            links.deleteNames(index, names);
        }
    }
}
