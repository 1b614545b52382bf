package dev.jocker.cli;

import dev.jocker.cli.AttachedRun.Passing;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.container.ContainerSnapshot;
import java.io.IOException;

/** {@code jocker attach CONTAINER}. */
final class AttachVerb extends Verb {
    private final Switch noStdin = options.flag("Pass no input on", "--no-stdin");
    private final Switch proxy = options.flagOnByDefault("Pass signals on; on unless --sig-proxy=false", "--sig-proxy");
    private final Text keys =
            options.text("KEYS", "Keys that leave it alone again; ctrl-p,ctrl-q if not given", "--detach-keys");

    AttachVerb() {
        super(Command.ATTACH, "[OPTIONS] CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the name or id of one container");
        }
        DetachKeys detach = DetachKeys.parse(keys.or(DetachKeys.USUAL));
        ContainerSnapshot container =
                engine.containers().snapshot(options.words().getFirst());
        boolean in = container.interactive() && !noStdin.on();
        var streams = new AttachedRun.Streams(in, true, true, proxy.on() ? Passing.PLAINLY : Passing.NOTHING);
        return new AttachedRun(engine.containers(), container.id(), streams, detach).stay(console);
    }
}
