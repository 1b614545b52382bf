package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code jocker completion bash}: the one verb that builds all the others. */
final class CompletionVerb extends Verb {
    /** What only a look at the containers and images tells. */
    private static final String NAMES = """

            # Names of containers and images, where a verb takes them.
            _jocker() {
              _complete_jocker
              local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} names=
              [[ $verb == container ]] && verb=${COMP_WORDS[2]}
              [[ $verb == image ]] && verb=image-${COMP_WORDS[2]}
              [[ $verb == volume ]] && verb=volume-${COMP_WORDS[2]}
              [[ $word == -* ]] && return
              case $verb in
                start|wait|rm|rename|logs|inspect)
                  names=$(jocker ps -a --format '{{.Names}}' 2> /dev/null) ;;
                stop|restart|kill|pause|unpause|attach|exec|stats|top|port|update|diff)
                  names=$(jocker ps --format '{{.Names}}' 2> /dev/null) ;;
                volume-rm|volume-inspect)
                  names=$(jocker volume ls -q 2> /dev/null) ;;
                cp)
                  names=$(jocker ps -a --format '{{.Names}}:' 2> /dev/null) ;;
                push|tag|history|rmi|save|image-push|image-tag|image-history|image-rm|image-save|image-inspect)
                  names=$(jocker images --format '{{.Repository}}:{{.Tag}}' 2> /dev/null) ;;
                run|create)
                  names="host $(jocker images --format '{{.Repository}}:{{.Tag}}' 2> /dev/null)" ;;
                *) return ;;
              esac
              COMPREPLY+=($(compgen -W "$names" -- "$word"))
            }
            complete -F _jocker -o default jocker
            """;

    CompletionVerb() {
        super(Command.COMPLETION, "bash");
    }

    @Override
    int run(Console console, Engine engine) {
        if (!options.words().equals(List.of("bash"))) {
            throw new OptionException(
                    "bash is the only shell so far: jocker completion bash > /etc/bash_completion.d/jocker");
        }
        var all = CommandSpec.create().name("jocker");
        for (Command command : Command.values()) {
            String word = command.word();
            if (word.indexOf(' ') < 0) {
                all.addSubcommand(word, command.verb().options.spec());
            }
        }
        for (String word : Management.words()) {
            var group = CommandSpec.create().name(word);
            Management.verbs(word)
                    .forEach((verb, command) ->
                            group.addSubcommand(verb, command.verb().options.spec()));
            all.addSubcommand(word, group);
        }
        console.out().print(AutoComplete.bash("jocker", new CommandLine(all).setInterpolateVariables(false)));
        console.out().print(NAMES);
        return ExitStatus.SUCCESS;
    }
}
