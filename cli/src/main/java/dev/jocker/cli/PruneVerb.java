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

/**
 * {@code jocker system prune}, {@code container prune}, {@code network prune} and {@code volume prune}: remove what does not run or is not wanted,
 * and what crashed commands left.
 */
final class PruneVerb extends Verb {
    private static final String QUESTION = "Are you sure you want to continue? [y/N] ";

    private final Command command;
    private final Switch force = options.flag("Do not ask", "-f", "--force");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label", "--filter");
    /** Of {@code volume prune}: also those of a chosen name; of {@code system prune}: volumes, too; else null. */
    private final Switch more;
    /** Of {@code system prune}; else null. */
    private final Switch allImages;

    PruneVerb(Command command) {
        super(command, "[OPTIONS]");
        this.command = command;
        more = switch (command) {
            case VOLUME_PRUNE -> options.flag("Remove also those whose names somebody has chosen", "-a", "--all");
            case SYSTEM_PRUNE ->
                options.flag("Remove volumes, too, that no container wants and nobody has named", "--volumes");
            default -> null;
        };
        allImages = command == Command.SYSTEM_PRUNE
                ? options.flag(
                        "Remove all images that no container is made of, not only those without a name", "-a", "--all")
                : null;
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        PruneRequest request = request(Instant.now());
        if (!force.on() && !agreed(console, what())) {
            return ExitStatus.SUCCESS;
        }
        if (command == Command.NETWORK_PRUNE) {
            print(console, "Deleted Networks:", engine.networks().prune(request));
            return ExitStatus.SUCCESS;
        }
        if (command == Command.VOLUME_PRUNE) {
            Map<String, Long> removed = engine.volumes().prune(request, isMore());
            print(console, "Deleted Volumes:", List.copyOf(removed.keySet()));
            reclaimed(
                    console,
                    removed.values().stream().mapToLong(Long::longValue).sum());
            return ExitStatus.SUCCESS;
        }
        if (command == Command.BUILDER_PRUNE) {
            reclaimed(console, engine.making().pruneBuilds());
            return ExitStatus.SUCCESS;
        }
        Pruned pruned = engine.containers().prune(request);
        for (String warning : pruned.warnings()) {
            console.err().println("jocker: ".concat(warning));
        }
        print(console, "Deleted Containers:", pruned.containers());
        print(console, "Deleted Networks:", pruned.networks());
        print(console, "Deleted Volumes:", pruned.volumes());
        long bytes = pruned.bytes();
        if (allImages != null) {
            UnusedImages images = new UnusedImages(engine, filter.values(), allImages.on()).remove();
            print(console, "Deleted Images:", images.lines());
            bytes += images.bytes() + engine.making().pruneBuilds();
        }
        print(console, "Left by commands that were killed:", pruned.leftovers());
        reclaimed(console, bytes);
        return ExitStatus.SUCCESS;
    }

    private boolean isMore() {
        return more != null && more.on();
    }

    static void reclaimed(Console console, long bytes) {
        console.out().println("Total reclaimed space: ".concat(Sizes.human(bytes)));
    }

    static void print(Console console, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            console.out().println(heading);
            lines.forEach(console.out()::println);
            console.out().println();
        }
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
            boolean system = command == Command.SYSTEM_PRUNE;
            return new PruneRequest(true, system, system && isMore(), moment, labels);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private String what() {
        return switch (command) {
            case NETWORK_PRUNE -> "This removes all networks that no container wants.";
            case VOLUME_PRUNE ->
                isMore()
                        ? "This removes all volumes that no container wants, with their files."
                        : "This removes all volumes without a chosen name that no container wants, with their files.";
            case SYSTEM_PRUNE ->
                "This removes all containers that do not run, all networks"
                        + (isMore() ? " and volumes without a chosen name" : "")
                        + " that none of the others wants, all images "
                        + (allImages.on() ? "" : "without a name ")
                        + "that none of them is made of, what builds keep to be quicker the next time, and what"
                        + " crashed commands have left.";
            case BUILDER_PRUNE -> "This removes what builds keep to be quicker the next time.";
            default -> "This removes all containers that do not run, and what crashed commands have left.";
        };
    }

    /** Says what will be done, and asks. */
    static boolean agreed(Console console, String what) throws IOException {
        console.out().println(what);
        console.out().print(QUESTION);
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
