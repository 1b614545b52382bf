package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.io.IOException;
import java.util.List;

/** {@code jocker explain run [OPTIONS] IMAGE [COMMAND [ARG...]]}. */
final class ExplainVerb extends Verb {
    ExplainVerb() {
        super(Command.EXPLAIN, "run [OPTIONS] IMAGE [COMMAND [ARG...]]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty() || Command.named(words.getFirst()) != Command.RUN) {
            throw new OptionException("it takes the run to explain: jocker explain run host true");
        }
        var run = new RunVerb();
        if (!run.options.parse(words.subList(1, words.size()))) {
            console.out().print(run.options.help(console.textWidth()));
            return ExitStatus.SUCCESS;
        }
        engine.explain(run.runOptions(), run.isDetached(), console.out());
        return ExitStatus.SUCCESS;
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
