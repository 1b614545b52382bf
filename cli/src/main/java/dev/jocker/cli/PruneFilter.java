package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.container.PruneRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --filter} of the verbs that remove containers, networks or volumes. */
final class PruneFilter {
    private final Texts given;

    PruneFilter(Options options) {
        given = options.texts("NAME=VALUE", "Only those with: until (made before then), label", "--filter");
    }

    List<String> values() {
        return given.values();
    }

    /**
     * What is meant.
     *
     * @param networks whether networks go with containers, as {@code volumes}
     * @throws OptionException if a filter is wrong
     */
    PruneRequest request(boolean networks, boolean volumes, Instant now) {
        var filters = new Filters(given.values(), Set.of("until", "label"));
        Map<String, String> labels = new HashMap<>();
        for (String label : filters.values("label")) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        List<String> until = filters.values("until");
        try {
            Instant moment = until.isEmpty() ? null : Moments.parse("--filter until", until.getLast(), now);
            return new PruneRequest(true, networks, volumes, moment, labels);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }
}
