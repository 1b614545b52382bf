package dev.jocker.cli;

import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Moments;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Pruned;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker system prune} and {@code jocker container prune}: remove what does not run, and what crashed commands left. */
final class PruneVerb extends Verb {
    private final Switch force = options.flag("Do not ask", "-f", "--force");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label", "--filter");

    PruneVerb(Command command) {
        super(command, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        PruneRequest request = request(Instant.now());
        if (!force.on() && !agreed(console)) {
            return ExitStatus.SUCCESS;
        }
        Pruned pruned = engine.containers().prune(request);
        for (String warning : pruned.warnings()) {
            console.err().println("jocker: ".concat(warning));
        }
        if (!pruned.containers().isEmpty()) {
            console.out().println("Deleted Containers:");
            pruned.containers().forEach(console.out()::println);
            console.out().println();
        }
        if (!pruned.leftovers().isEmpty()) {
            console.out().println("Left by commands that were killed:");
            pruned.leftovers().forEach(console.out()::println);
            console.out().println();
        }
        console.out().println("Total reclaimed space: ".concat(Sizes.human(pruned.bytes())));
        return ExitStatus.SUCCESS;
    }

    private PruneRequest request(Instant now) {
        var filters = new Filters(filter.values(), Set.of("until", "label"));
        Map<String, String> labels = new HashMap<>();
        for (String label : filters.values("label")) {
            int equals = label.indexOf('=');
            labels.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        List<String> until = filters.values("until");
        try {
            Instant moment = until.isEmpty() ? null : Moments.parse("--filter until", until.getLast(), now);
            return new PruneRequest(true, moment, labels);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private static boolean agreed(Console console) throws IOException {
        console.out().println("This removes all containers that do not run, and what crashed commands have left.");
        console.out().print("Are you sure you want to continue? [y/N] ");
        console.out().flush();
        var typed = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
        return typed != null
                && (typed.strip().equalsIgnoreCase("y") || typed.strip().equalsIgnoreCase("yes"));
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
