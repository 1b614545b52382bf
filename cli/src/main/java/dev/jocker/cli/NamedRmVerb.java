package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.network.NetworkException;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;

/** {@code rm} of networks or volumes: one that fails does not keep the others, and the exit status tells. */
abstract class NamedRmVerb extends Verb {
    private final Switch force = options.flag("Do not mind one that is not there", "-f", "--force");
    private final String wanted;

    /** {@code wanted}: what it takes, in a mistake of the command line. */
    NamedRmVerb(Command command, String synopsis, String wanted) {
        super(command, synopsis);
        this.wanted = wanted;
    }

    abstract void remove(Engine engine, String reference) throws IOException;

    @Override
    final int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException(wanted);
        }
        int status = ExitStatus.SUCCESS;
        for (String reference : options.words()) {
            try {
                remove(engine, reference);
                console.out().println(reference);
            } catch (NetworkException | VolumeException | IOException e) {
                if (!force.on() || !isMissing(e)) {
                    console.failures().failed(e);
                    status = ExitStatus.NOT_DONE;
                }
            }
        }
        return status;
    }

    private static boolean isMissing(Exception e) {
        return e instanceof NetworkException.NotFound || e instanceof VolumeException.NotFound;
    }
}
