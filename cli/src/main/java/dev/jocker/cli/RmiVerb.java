package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** {@code jocker rmi NAME...}. */
final class RmiVerb extends Verb {
    private final Switch force = options.flag(
            "With an id take all names of its image away, not only if it has one, and the name of what a container needs; do not mind one"
                    + " that is not there",
            "-f",
            "--force");

    RmiVerb() {
        super(Command.RMI, "[OPTIONS] NAME[:TAG]|ID...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of an image, or several");
        }
        KeptImages images = engine.keptImages();
        int status = ExitStatus.SUCCESS;
        for (String name : options.words()) { // one that is not there does not keep the others
            try {
                KeptImages.Removed removed = force.on() ? images.forceRemove(name) : images.remove(name);
                removed.untagged().forEach(each -> console.out().println("Untagged: ".concat(each)));
                removed.deleted().forEach(each -> console.out().println("Deleted: ".concat(each)));
            } catch (IOException | ImageException | ContainerException e) {
                console.failures().failed(e);
                boolean gone = e instanceof ImageException.NotFound || e instanceof ContainerException.NotFound;
                status = force.on() && gone ? status : ExitStatus.NOT_DONE;
            }
        }
        return status;
    }
}
