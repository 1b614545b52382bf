package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** docker's filters of containers: which of them {@code ps} shows. */
final class ContainerFilter {
    static final Set<String> NAMES = names();

    private static final Set<String> HEALTHS = Set.of("starting", "healthy", "unhealthy", "none");
    private static final Set<String> TRUTHS = Set.of("true", "false");
    private static final String ALGORITHM = "sha256:";

    private final Filters filters;
    private final List<Pattern> names = new ArrayList<>();
    private final NetworkFilter network;
    private final Instant before;
    private final Instant since;

    /**
     * Reads the values.
     *
     * @throws OptionException if one is wrong
     * @throws IOException if a container that is named can't be looked at
     */
    ContainerFilter(Filters filters, KeptContainers containers) throws IOException {
        this.filters = filters;
        for (String name : filters.values("name")) {
            names.add(pattern(name));
        }
        for (String code : filters.values("exited")) {
            Numbers.parse("--filter exited", code);
        }
        for (String status : filters.values("status")) {
            require("status", status, statuses());
        }
        for (String health : filters.values("health")) {
            require("health", health, HEALTHS);
        }
        for (String task : filters.values("is-task")) {
            require("is-task", task, TRUTHS);
        }
        network = new NetworkFilter(filters, containers);
        before = created(filters.values("before"), containers);
        since = created(filters.values("since"), containers);
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(List.of(
                "id",
                "name",
                "label",
                "exited",
                "status",
                "ancestor",
                "before",
                "since",
                "health",
                "volume",
                "is-task"));
        names.addAll(NetworkFilter.NAMES);
        return names;
    }

    private static Pattern pattern(String name) {
        try {
            return Pattern.compile(name);
        } catch (PatternSyntaxException e) {
            throw new OptionException("--filter name=" + name + ": " + e.getDescription(), e);
        }
    }

    private static Set<String> statuses() {
        Set<String> words = new TreeSet<>();
        for (ContainerStatus status : ContainerStatus.values()) {
            words.add(status.word());
        }
        return words;
    }

    private static void require(String filter, String value, Set<String> known) {
        if (!known.contains(value)) {
            List<String> words = new ArrayList<>(known);
            words.sort(null);
            throw new OptionException("--filter " + filter + "=" + value + ": expected " + String.join(", ", words));
        }
    }

    private static Instant created(List<String> references, KeptContainers containers) throws IOException {
        return references.isEmpty()
                ? null
                : containers.snapshot(references.getLast()).created();
    }

    /** Whether it is one of those asked for. */
    boolean passes(ContainerSnapshot container) throws IOException {
        return filters.pass("id", container.id()::startsWith)
                && filters.pass(
                        "exited",
                        code -> container.status() == ContainerStatus.EXITED
                                && Integer.parseInt(code) == container.exitCode())
                && filters.pass("status", container.status().word()::equals)
                && filters.pass("health", health(container)::equals)
                && filters.pass("ancestor", image -> isOf(container, image))
                && filters.pass("volume", container.mounts()::contains)
                && filters.pass("is-task", "false"::equals) // nothing but docker's swarm has tasks
                && filters.passLabels(container.labels())
                && isNamed(container)
                && (before == null || container.created().isBefore(before))
                && (since == null || container.created().isAfter(since))
                && network.passes(container);
    }

    /** docker's names begin with a slash, and who anchors a pattern may write it. */
    private boolean isNamed(ContainerSnapshot container) {
        for (Pattern name : names) {
            if (name.matcher(container.name()).find()
                    || name.matcher("/".concat(container.name())).find()) {
                return true;
            }
        }
        return names.isEmpty();
    }

    private static String health(ContainerSnapshot container) {
        return container.health() == null ? "none" : container.health().status().word();
    }

    private static boolean isOf(ContainerSnapshot container, String image) {
        String id = container.imageId() == null ? "" : container.imageId();
        String digits = id.startsWith(ALGORITHM) ? id.substring(ALGORITHM.length()) : id;
        return container.image().equals(image)
                || withTag(container.image()).equals(withTag(image))
                || !digits.isEmpty() && (id.startsWith(image) || digits.startsWith(image));
    }

    private static String withTag(String image) {
        return image.indexOf(':', image.lastIndexOf('/') + 1) < 0 ? image.concat(":latest") : image;
    }
}
