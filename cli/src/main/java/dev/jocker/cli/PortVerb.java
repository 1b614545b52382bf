package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.container.ContainerException;
import java.io.IOException;
import java.util.List;

/** {@code jocker port CONTAINER [PORT[/PROTOCOL]]}: networks, and with them published ports, are not there yet, so nothing is published. */
final class PortVerb extends Verb {
    PortVerb() {
        super(Command.PORT, "CONTAINER [PORT[/PROTOCOL]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new OptionException("it takes the name or id of a container, and the port in it that is meant");
        }
        engine.containers().snapshot(words.getFirst());
        if (words.size() == 1) {
            return ExitStatus.SUCCESS;
        }
        String port = words.get(1);
        String whole = port.indexOf('/') < 0 ? port.concat("/tcp") : port;
        throw new ContainerException.NotFound("no public port '" + whole + "' published for " + words.getFirst());
    }

    @Override
    int failureStatus() {
        return ExitStatus.NOT_DONE;
    }
}
