package dev.jocker.cli;

import dev.jocker.runtime.registry.Access;
import java.io.IOException;

/** {@code jocker logout [SERVER]}. */
final class LogoutVerb extends Verb {
    LogoutVerb() {
        super(Command.LOGOUT, "[SERVER]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        String server = LoginVerb.server(options.words());
        boolean was = Access.ofHost().logins().erase(server);
        console.out().println((was ? "Removing login credentials for " : "Not logged in to ") + server);
        return ExitStatus.SUCCESS;
    }
}
