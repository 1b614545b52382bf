package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.volume.Volume;
import dev.jocker.runtime.volume.VolumeException;
import dev.jocker.runtime.volume.VolumeRequest;
import java.io.IOException;

/** {@code jocker volume create [OPTIONS] [VOLUME]}: prints the name. One that is there already is left as it is. */
final class VolumeCreateVerb extends Verb {
    private final Text driver = options.text("DRIVER", "How it is made: only local is there", "-d", "--driver");
    private final Texts labels = options.texts("NAME[=VALUE]", "What else is to be known of it", "--label");
    private final Texts opts = options.texts("NAME=VALUE", "There are none: a volume is a directory", "-o", "--opt");

    VolumeCreateVerb() {
        super(Command.VOLUME_CREATE, "[OPTIONS] [VOLUME]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() > 1) {
            throw new OptionException("it takes one word at most: the name of the volume");
        }
        if (!driver.or(Volume.DRIVER).equals(Volume.DRIVER)) {
            throw new VolumeException.Malformed("--driver " + driver.value() + ": there is only local");
        }
        for (String opt : opts.values()) {
            throw new VolumeException.Malformed("--opt " + opt
                    + ": a volume is a directory on the disk; `run --mount type=tmpfs` gives memory,"
                    + " and what the host has mounted is given with `run -v /PATH:TARGET`");
        }
        VolumeRequest request = options.words().isEmpty()
                ? VolumeRequest.anonymous(VolumeRequest.newName())
                : VolumeRequest.named(options.words().getFirst());
        console.out()
                .println(engine.volumes()
                        .create(request.labelled(NetworkCreateVerb.pairs("--label", labels)))
                        .name());
        return ExitStatus.SUCCESS;
    }
}
