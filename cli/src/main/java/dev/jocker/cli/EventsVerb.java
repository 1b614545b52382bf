package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Moments;
import dev.jocker.cli.template.Template;
import dev.jocker.runtime.container.ContainerEvent;
import dev.jocker.runtime.container.EventQuery;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker events}: what happens to containers and networks, a line each. */
final class EventsVerb extends Verb {
    private static final Set<String> FILTERS = Set.of("event", "container", "image", "label", "network", "type");

    private final Text since =
            options.text("TIME", "From then on: 10m, 2026-05-01T12:00:00, seconds since 1970", "--since");
    private final Text until = options.text("TIME", "Until then; else until Ctrl-C", "--until");
    private final Texts filter = options.texts(
            "NAME=VALUE", "Only those with: event, container, image, label, network, type", "-f", "--filter");
    private final Text format = options.text("FORMAT", "How to print: json or a Go template", "--format");

    EventsVerb() {
        super(Command.EVENTS, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException(
                    "it takes no words; --filter container=" + options.words().getFirst() + " is meant?");
        }
        boolean json = format.or("").equals("json") || format.or("").equals("{{json .}}");
        Template template = json || !format.given() ? null : Listing.parse(Listing.unescaped(format.value()));
        try (var events = engine.containers().events(query(Instant.now()))) {
            for (ContainerEvent event = events.next(); event != null; event = events.next()) {
                String text = json
                        ? JsonText.compact(tree(event))
                        : template == null ? line(event) : Listing.render(template, fields(event));
                console.out().println(text);
                if (console.out().checkError()) {
                    break; // nobody reads them
                }
            }
        }
        return ExitStatus.SUCCESS;
    }

    private EventQuery query(Instant now) {
        var filters = new Filters(filter.values(), FILTERS);
        Map<String, List<String>> values = new HashMap<>();
        for (String name : FILTERS) {
            if (filters.has(name)) {
                values.put(name, filters.values(name));
            }
        }
        try {
            return new EventQuery(
                    since.given() ? Moments.parse("--since", since.value(), now) : null,
                    until.given() ? Moments.parse("--until", until.value(), now) : null,
                    values);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    /** {@code 2026-05-01T12:00:00.000000000Z container start 4f… (image=host, name=web)}. */
    private static String line(ContainerEvent event) {
        var line = new StringBuilder(Moments.nanoseconds(event.time()));
        line.append(' ')
                .append(event.type())
                .append(' ')
                .append(event.action())
                .append(' ')
                .append(event.id());
        String separator = " (";
        for (var attribute : attributes(event).entrySet()) {
            line.append(separator).append(attribute.getKey()).append('=').append(attribute.getValue());
            separator = ", ";
        }
        return line.append(')').toString();
    }

    private static Map<String, Object> attributes(ContainerEvent event) {
        Map<String, Object> attributes = new java.util.TreeMap<>(event.attributes());
        attributes.putIfAbsent("name", event.name());
        return attributes;
    }

    /** docker's names. */
    private static Map<String, Object> tree(ContainerEvent event) {
        Map<String, Object> actor = new LinkedHashMap<>();
        actor.put("ID", event.id());
        actor.put("Attributes", attributes(event));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("status", event.action());
        tree.put("id", event.id());
        tree.put("from", event.attributes().getOrDefault("image", ""));
        tree.put("Type", event.type());
        tree.put("Action", event.action());
        tree.put("Actor", actor);
        tree.put("scope", "local");
        tree.put("time", event.time().getEpochSecond());
        tree.put("timeNano", ChronoUnit.NANOS.between(Instant.EPOCH, event.time()));
        return tree;
    }

    /** What a template may name: docker's fields begin with capitals there. */
    private static Map<String, Object> fields(ContainerEvent event) {
        Map<String, Object> tree = tree(event);
        tree.put("Status", tree.get("status"));
        tree.put("ID", tree.get("id"));
        tree.put("From", tree.get("from"));
        tree.put("Time", tree.get("time"));
        tree.put("TimeNano", tree.get("timeNano"));
        tree.put("Scope", tree.get("scope"));
        return tree;
    }
}
