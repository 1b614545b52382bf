package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.build.ConfigChanges;
import dev.jocker.runtime.build.DockerfileException;
import dev.jocker.runtime.container.CommitOptions;
import dev.jocker.runtime.image.ImageReference;
import java.io.IOException;
import java.util.List;

/** {@code jocker commit CONTAINER [NAME[:TAG]]}. */
final class CommitVerb extends Verb {
    private final Text author = options.text("AUTHOR", "Who made the image", "-a", "--author");
    private final Texts change =
            options.texts("INSTRUCTION", "Apply an instruction of a Dockerfile: CMD, ENV, USER, …", "-c", "--change");
    private final Text message = options.text("TEXT", "What the image is for", "-m", "--message");
    private final Switch pause =
            options.flagOnByDefault("Pause the container meanwhile; --pause=false lets it run", "-p", "--pause");

    CommitVerb() {
        super(Command.COMMIT, "[OPTIONS] CONTAINER [NAME[:TAG]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.isEmpty() || words.size() > 2) {
            throw new OptionException("it takes a container, and a name for the image if it is to have one");
        }
        try {
            ConfigChanges changes = ConfigChanges.parse(change.values());
            var how = new CommitOptions(
                    words.size() == 1 ? null : ImageReference.parse(words.get(1)),
                    author.value(),
                    message.value(),
                    pause.on(),
                    changes::apply);
            console.out().println(engine.making().commit(words.getFirst(), how));
        } catch (IllegalArgumentException | DockerfileException e) {
            throw new OptionException(e.getMessage(), e);
        }
        return ExitStatus.SUCCESS;
    }
}
