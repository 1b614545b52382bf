package dev.jocker.cli;

import dev.jocker.cli.option.NearestWord;
import dev.jocker.cli.option.OptionException;
import java.util.Set;
import java.util.TreeSet;

/** {@code jocker help [COMMAND]}. */
final class HelpVerb extends Verb {
    HelpVerb() {
        super(Command.HELP, "[COMMAND]");
    }

    @Override
    int run(Console console, Engine engine) {
        if (options.words().isEmpty()) {
            console.out().print(Overview.text(console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        String word = options.words().getFirst();
        Command command = Command.named(Management.plain(options.words()).getFirst());
        Set<String> verbs = Management.verbs(word).keySet();
        if (command == null && !verbs.isEmpty()) {
            if (options.words().size() > 1) {
                throw new OptionException("there is no 'jocker " + word + " "
                        + options.words().get(1) + "'; there are " + String.join(", ", new TreeSet<>(verbs)));
            }
            console.out().print(Overview.of(word, console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        if (command == null) {
            String nearest = NearestWord.to(word, Command.words());
            throw new OptionException("'" + word + "' is not a jocker command"
                    + (nearest == null ? "" : "; did you mean '" + nearest + "'?"));
        }
        console.out().print(command.verb().help(console.textWidth()));
        return ExitStatus.SUCCESS;
    }
}
