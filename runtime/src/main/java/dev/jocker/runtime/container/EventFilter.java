package dev.jocker.runtime.container;

import dev.jocker.runtime.options.BadOption;
import dev.jocker.runtime.options.Directories;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether an event is one that was asked for: of each kind of filter, one value has to hold. */
final class EventFilter {
    private static final Set<String> KINDS = Set.of("container", "event", "image", "label", "network", "type");

    private final Directories directories;
    private final EventQuery query;

    /**
     * For {@code query}.
     *
     * @throws IllegalArgumentException with one line, if there is no such filter
     */
    EventFilter(Directories directories, EventQuery query) {
        this.directories = directories;
        this.query = query;
        for (String kind : query.filters().keySet()) {
            if (!KINDS.contains(kind)) {
                throw BadOption.value(
                        "--filter", kind, "expected one of container, event, image, label, network, type");
            }
        }
    }

    boolean wants(ContainerEvent event) {
        if (query.since() != null && event.time().isBefore(query.since())
                || query.until() != null && event.time().isAfter(query.until())) {
            return false;
        }
        for (Map.Entry<String, List<String>> filter : query.filters().entrySet()) {
            boolean holds = false;
            for (String value : filter.getValue()) {
                holds |= holds(filter.getKey(), value, event);
            }
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String kind, String value, ContainerEvent event) {
        return switch (kind) {
            case "container" -> isOfContainer(event, value.startsWith("/") ? value.substring(1) : value);
            case "network" -> event.type().equals("network") && isNamed(event, value);
            case "event" -> event.action().equals(value) || event.action().startsWith(value.concat(":"));
            case "image" -> value.equals(event.attributes().get("image"));
            case "label" -> hasLabel(event.id(), value);
            case "type" -> value.equals(event.type());
            default -> throw new AssertionError(kind);
        };
    }

    private static boolean isNamed(ContainerEvent event, String value) {
        return event.name().equals(value) || !value.isEmpty() && event.id().startsWith(value);
    }

    /** Of a network's, by the id of the container that came or went: its name is not noted. */
    private static boolean isOfContainer(ContainerEvent event, String value) {
        if (event.type().equals("container")) {
            return isNamed(event, value);
        }
        return !value.isEmpty()
                && event.attributes().getOrDefault("container", "").startsWith(value);
    }

    /** The labels are the container's, as long as it is there. */
    private boolean hasLabel(String id, String label) {
        try {
            ContainerRecord record = ContainerRecord.read(directories.container(id));
            int equals = label.indexOf('=');
            String key = equals < 0 ? label : label.substring(0, equals);
            String value =
                    record == null ? null : record.config().textMap("Labels").get(key);
            return value != null && (equals < 0 || value.equals(label.substring(equals + 1)));
        } catch (IOException e) {
            return false;
        }
    }
}
