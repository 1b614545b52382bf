package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.output.Sizes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One of the verbs that remove what nobody wants: says what that is, asks, removes it, and says what came of it. */
abstract class PruneVerb extends Verb {
    private static final String QUESTION = "Are you sure you want to continue? [y/N] ";

    private final Switch force = options.flag("Do not ask", "-f", "--force");

    PruneVerb(Command command) {
        super(command, "[OPTIONS]");
    }

    /** What will be removed, in a sentence. */
    abstract String what();

    /**
     * Reads what narrows it, before anybody is asked.
     *
     * @throws OptionException if that is wrong
     */
    abstract void prepare(Engine engine, Instant now) throws IOException;

    /** Removes it and prints what that was, but for the space; how many bytes were freed. */
    abstract long prune(Console console, Engine engine) throws IOException;

    /** Whether the space that it freed is worth a line. */
    boolean freesSpace() {
        return true;
    }

    @Override
    final int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        prepare(engine, Instant.now());
        if (!force.on() && !agreed(console)) {
            return ExitStatus.SUCCESS;
        }
        long bytes = prune(console, engine);
        if (freesSpace()) {
            console.out().println("Total reclaimed space: ".concat(Sizes.human(bytes)));
        }
        return ExitStatus.SUCCESS;
    }

    private boolean agreed(Console console) throws IOException {
        console.out().println(what());
        console.out().print(QUESTION);
        console.out().flush();
        var typed = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
        return typed != null
                && (typed.strip().equalsIgnoreCase("y") || typed.strip().equalsIgnoreCase("yes"));
    }

    static void print(Console console, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            console.out().println(heading);
            lines.forEach(console.out()::println);
            console.out().println();
        }
    }
}
