package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.Routes;
import java.io.IOException;

/** {@code jocker ip route}. */
final class RouteObject {
    private final Session session;

    RouteObject(Session session) {
        this.session = session;
    }

    void run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "show";
        String verb = Words.match(
                typed, "list", "show", "lst", "get", "add", "change", "chg", "replace", "append", "delete", "flush",
                "help");
        switch (verb) {
            case "list", "show", "lst" -> show(words);
            case "get" -> get(words);
            case "add" -> session.route().routes().add(new RouteWords(session, words).parse());
            case "change", "chg" -> session.route().routes().change(new RouteWords(session, words).parse());
            case "replace" -> session.route().routes().replace(new RouteWords(session, words).parse());
            case "append" -> session.route().routes().append(new RouteWords(session, words).parse());
            case "delete" -> session.route().routes().delete(new RouteWords(session, words).parse());
            case "flush" -> flush(words);
            case "help" -> session.print(Help.ROUTE);
            case null, default -> throw Help.unknownVerb(typed, "route");
        }
    }

    private void show(Words words) throws IOException {
        var filter = RouteFilter.parse(words, session);
        Report report = session.report();
        var printer = new RoutePrinter(session, report, filter);
        for (Route route : filter.find(session.route().routes())) {
            report.openObject();
            printer.print(route);
            report.closeObject();
        }
        session.print(report);
    }

    /** {@code get ADDRESS [from ADDRESS] [iif NAME] [oif NAME] [tos TOS]}. */
    private void get(Words words) throws IOException {
        Family family = session.display().family();
        Route like = null;
        int input = 0;
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("to") || like == null) {
                Cidr to = Values.network(word.equals("to") ? words.value(word) : word, family);
                like = Route.to(to);
                continue;
            }
            Family of = Family.of(like.destination().address());
            switch (word) {
                case "from" -> like = like.from(Values.network(words.value(word), of));
                case "iif" -> input = session.links().index(words.value(word));
                case "oif", "dev" -> like = like.dev(session.links().index(words.value(word)));
                case "tos", "dsfield" -> like = like.tos(Values.integer(word, words.value(word), 0, 255));
                default -> throw Words.garbage(word);
            }
        }
        if (like == null) {
            throw new UsageException("say to which address: ip route get 10.9.9.9");
        }
        Route route = session.route().routes().get(like, input);
        Report report = session.report();
        report.openObject();
        new RoutePrinter(session, report, RouteFilter.none()).print(route);
        report.closeObject();
        session.print(report);
    }

    private void flush(Words words) throws IOException {
        if (!words.hasNext()) {
            throw new UsageException("say which routes: ip route flush table NUMBER");
        }
        var filter = RouteFilter.parse(words, session);
        Routes routes = session.route().routes();
        for (Route route : filter.find(routes)) {
            routes.delete(route);
        }
    }
}
