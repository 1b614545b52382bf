package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RestartPolicy;
import java.io.IOException;

/** {@code jocker update CONTAINER...}: other limits, at once if it runs. */
final class UpdateVerb extends ContainersVerb {
    private final Text restart =
            options.text("POLICY", "When to start it again: no, on-failure[:N], always, unless-stopped", "--restart");
    private final LimitOptions limits = new LimitOptions(options);
    private Limits change;
    private RestartPolicy policy;

    UpdateVerb() {
        super(Command.UPDATE, "[OPTIONS] CONTAINER...");
    }

    @Override
    void prepare() {
        try {
            change = limits.limits();
            policy = restart.given() ? RestartPolicy.parse(restart.value()) : null;
        } catch (IllegalArgumentException e) { // for the user to read
            throw new OptionException(e.getMessage(), e);
        }
        if (policy == null && change.equals(Limits.NONE)) {
            throw new OptionException("it takes something to change: --memory, --cpus, --restart, …");
        }
    }

    @Override
    void each(Console console, KeptContainers containers, String reference) throws IOException {
        for (String warning : containers.update(reference, change, policy)) {
            console.err().println("jocker: ".concat(warning));
        }
        console.out().println(reference);
    }
}
