package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.options.ContainerPort;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.util.List;

/** {@code jocker port CONTAINER [PORT[/PROTOCOL]]}: which ports of the host lead to it. */
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
        List<PublishedPort> published =
                engine.containers().snapshot(words.getFirst()).network().published();
        if (words.size() == 1) {
            for (PublishedPort port : published) {
                console.out().println(inside(port).concat(" -> ").concat(outside(port)));
            }
            return ExitStatus.SUCCESS;
        }
        String port = words.get(1);
        String whole = port.indexOf('/') < 0 ? port.concat("/tcp") : port;
        boolean found = false;
        for (PublishedPort each : published) {
            if (inside(each).equals(whole)) {
                console.out().println(outside(each));
                found = true;
            }
        }
        if (!found) {
            throw new ContainerException.NotFound("no public port '" + whole + "' published for " + words.getFirst());
        }
        return ExitStatus.SUCCESS;
    }

    private static String inside(PublishedPort port) {
        return new ContainerPort(port.containerPort(), port.protocol()).toString();
    }

    private static String outside(PublishedPort port) {
        String address =
                port.host().isV6() ? "[" + port.host() + "]" : port.host().toString();
        return address.concat(":").concat(Integer.toString(port.hostPort()));
    }
}
