package dev.jocker.cli;

import dev.jocker.cli.AttachedRun.Passing;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;

/** {@code jocker start CONTAINER...}. */
final class StartVerb extends Verb {
    private final Switch attach = options.flag("Stay with it: print what it writes, pass signals on", "-a", "--attach");
    private final Switch interactive = options.flag("Stay with it, and pass input on", "-i", "--interactive");
    private final Switch proxy =
            options.flagOnByDefault("With -a: pass signals on; on unless --sig-proxy=false", "--sig-proxy");
    private final Text keys =
            options.text("KEYS", "Keys that leave it alone again; ctrl-p,ctrl-q if not given", "--detach-keys");

    StartVerb() {
        super(Command.START, "[OPTIONS] CONTAINER...");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().isEmpty()) {
            throw new OptionException("it takes the name or id of a container, or several");
        }
        DetachKeys detach = DetachKeys.parse(keys.or(DetachKeys.USUAL));
        if (!attach.on() && !interactive.on()) {
            return startEach(console, engine.containers());
        }
        if (options.words().size() != 1) {
            throw new OptionException("-a and -i go with one container");
        }
        ContainerSnapshot container =
                engine.containers().snapshot(options.words().getFirst());
        refusePaused(container);
        if (container.status() == ContainerStatus.RESTARTING) {
            throw new ContainerException.WrongState(
                    "cannot attach to a restarting container, wait until it is running");
        }
        Passing passing = proxy.on() ? Passing.PLAINLY : Passing.NOTHING;
        var streams = new AttachedRun.Streams(interactive.on() && container.interactive(), true, true, passing);
        var run = new AttachedRun(engine.containers(), container.id(), streams, detach);
        return container.status().isUp() ? run.stay(console) : run.startAndStay(console);
    }

    private static void refusePaused(ContainerSnapshot container) {
        if (container.status() == ContainerStatus.PAUSED) {
            throw new ContainerException.WrongState("cannot start a paused container, try unpause instead");
        }
    }

    private int startEach(Console console, KeptContainers containers) {
        int status = ExitStatus.SUCCESS;
        for (String reference : options.words()) {
            try {
                ContainerSnapshot container = containers.snapshot(reference);
                refusePaused(container);
                if (!ContainerRow.isUp(container)) { // as docker: one that runs, or is about to, is started already
                    start(containers, reference);
                }
                console.out().println(reference);
            } catch (ContainerException | IOException e) {
                console.failures().failed(e);
                status = ExitStatus.NOT_DONE;
            }
        }
        return status;
    }

    private static void start(KeptContainers containers, String reference) throws IOException {
        try {
            containers.start(reference);
        } catch (ContainerException.WrongState e) {
            if (!ContainerRow.isUp(containers.snapshot(reference))) {
                throw e;
            } // somebody else has just started it
        }
    }
}
