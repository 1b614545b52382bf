package dev.jocker.cli;

import dev.jocker.cli.option.Text;
import java.io.IOException;

/** {@code jocker kill [OPTIONS] CONTAINER...}. */
final class KillVerb extends ContainersVerb {
    private final Text signal = options.text("SIGNAL", "Signal to send; KILL if not given", "-s", "--signal");
    private int number;

    KillVerb() {
        super(Command.KILL, "[OPTIONS] CONTAINER...");
    }

    @Override
    void prepare() {
        number = SignalName.number(signal.or("KILL"));
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        containers.kill(reference, number);
        console.out().println(reference);
    }
}
