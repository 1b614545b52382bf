package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.volume.VolumeException;
import java.io.IOException;

/** {@code jocker volume rm [OPTIONS] VOLUME...}: one that fails does not keep the others, and the exit status tells. */
final class VolumeRmVerb extends Verb {
    private final Switch force = options.flag("Do not mind one that is not there", "-f", "--force");

    VolumeRmVerb() {
        super(Command.VOLUME_RM, "[OPTIONS] VOLUME...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name of a volume, or several");
        }
        KeptVolumes volumes = engine.volumes();
        int status = ExitStatus.SUCCESS;
        for (String name : options.words()) {
            try {
                volumes.remove(name);
                console.out().println(name);
            } catch (VolumeException | IOException e) {
                if (!force.on() || !(e instanceof VolumeException.NotFound)) {
                    console.failures().failed(e);
                    status = ExitStatus.NOT_DONE;
                }
            }
        }
        return status;
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
