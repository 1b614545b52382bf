package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code jocker completion bash}: the one verb that builds all the others. */
final class CompletionVerb extends Verb {
    CompletionVerb() {
        super(Command.COMPLETION, "bash");
    }

    @Override
    int run(Console console, Engine engine) {
        if (!options.words().equals(List.of("bash"))) {
            throw new OptionException(
                    "bash is the only shell so far: jocker completion bash > /etc/bash_completion.d/jocker");
        }
        CommandSpec all = CommandSpec.create().name("jocker");
        for (Command command : Command.values()) {
            all.addSubcommand(command.word(), command.verb().options.spec());
        }
        console.out().print(AutoComplete.bash("jocker", new CommandLine(all).setInterpolateVariables(false)));
        return ExitStatus.SUCCESS;
    }
}
