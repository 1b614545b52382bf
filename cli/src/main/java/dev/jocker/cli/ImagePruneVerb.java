package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Texts;
import java.io.IOException;

/** {@code jocker image prune}: removes images that have no name, or that no container is made of. */
final class ImagePruneVerb extends Verb {
    private final Switch all =
            options.flag("All that no container is made of, not only those without a name", "-a", "--all");
    private final Switch force = options.flag("Do not ask", "-f", "--force");
    private final Texts filter =
            options.texts("NAME=VALUE", "Only those with: until (made before then), label, label!", "--filter");

    ImagePruneVerb() {
        super(Command.IMAGE_PRUNE, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        var unused = new UnusedImages(engine, filter.values(), all.on());
        String what = all.on()
                ? "This removes all images that no container is made of."
                : "This removes all images without a name that no container is made of.";
        if (!force.on() && !PruneVerb.agreed(console, what)) {
            return ExitStatus.SUCCESS;
        }
        unused.remove();
        PruneVerb.print(console, "Deleted Images:", unused.lines());
        PruneVerb.reclaimed(console, unused.bytes());
        return ExitStatus.SUCCESS;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
