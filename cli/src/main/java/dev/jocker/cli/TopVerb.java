package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.container.ProcessTable;
import java.io.IOException;
import java.util.List;

/** {@code jocker top CONTAINER [ps OPTIONS]}. */
final class TopVerb extends Verb {
    TopVerb() {
        super(Command.TOP, "CONTAINER [OPTIONS of ps]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty()) {
            throw new OptionException("it takes the name or id of a container");
        }
        ProcessTable processes;
        try {
            processes = engine.containers().top(words.getFirst(), words.subList(1, words.size()));
        } catch (IllegalArgumentException e) { // options that are not ps's, or that only the real one has
            throw new OptionException(e.getMessage(), e);
        }
        Table table = new Table(processes.titles().toArray(new String[0]));
        for (List<String> row : processes.rows()) {
            table.row(row.toArray(new String[0]));
        }
        console.out().print(table.text(console.tableWidth()));
        return ExitStatus.SUCCESS;
    }
}
