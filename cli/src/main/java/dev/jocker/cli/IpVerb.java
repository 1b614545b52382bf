package dev.jocker.cli;

import dev.jocker.cli.ip.IpCommand;
import dev.jocker.cli.ip.UsageException;
import java.io.IOException;
import java.util.List;

/** {@code jocker ip}, which has the grammar of {@code ip(8)} and not that of the other verbs. */
final class IpVerb extends Verb {
    private static final int WRONG_WORDS = 1;
    private static final int REFUSED = 2;

    private List<String> words = List.of();

    IpVerb() {
        super(Command.IP, "[OPTIONS] OBJECT [COMMAND [ARG...]]");
    }

    @Override
    boolean parse(List<String> arguments) {
        words = arguments;
        return !IpCommand.asksForHelp(words);
    }

    @Override
    String help(int width) {
        return IpCommand.help();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        try {
            return new IpCommand(words).run(console.out(), console.err());
        } catch (UsageException e) {
            console.err().println("jocker ip: ".concat(e.getMessage()));
            return WRONG_WORDS;
        }
    }

    @Override
    int failureStatus() {
        return REFUSED;
    }
}
