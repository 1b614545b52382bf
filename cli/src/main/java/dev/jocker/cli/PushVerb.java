package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.image.ImageException;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code jocker push NAME[:TAG]}. */
final class PushVerb extends Verb {
    private final Switch quiet = options.flag("Print the name only", "-q", "--quiet");
    private final Switch allTags = options.flag("Give all tags there are here", "-a", "--all-tags");
    private final RegistryOptions registry = new RegistryOptions(options);

    PushVerb() {
        super(Command.PUSH, "[OPTIONS] NAME[:TAG]");
    }

    @Override
    String help(int width) {
        return RegistryOptions.withEnvironment(super.help(width));
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the name of an image");
        }
        String word = options.words().getFirst();
        ImageReference reference = ImageReference.parse(word);
        List<ImageReference> wanted = allTags.on() ? tags(engine, word, reference) : List.of(reference);
        for (ImageReference each : wanted) {
            engine.keptImages().id(each.familiar()); // before anything is said of a push
        }
        if (!quiet.on()) {
            console.out().println("The push refers to repository [" + reference.name() + "]");
        }
        Access access = registry.access();
        for (ImageReference each : wanted) {
            push(console, engine.keptImages(), each, access);
        }
        return ExitStatus.SUCCESS;
    }

    private static List<ImageReference> tags(Engine engine, String word, ImageReference reference) throws IOException {
        PullVerb.requireNoTag(word, reference);
        List<ImageReference> all = new ArrayList<>();
        for (ImageRow row : engine.images()) {
            if (row.tag() != null && reference.familiarName().equals(row.repository())) {
                all.add(ImageReference.parse(reference.name() + ":" + row.tag()));
            }
        }
        if (all.isEmpty()) {
            throw new IOException(ImageException.missing(word));
        }
        return all;
    }

    private void push(Console console, KeptImages images, ImageReference reference, Access access) throws IOException {
        if (quiet.on()) {
            images.push(reference, access, TransferProgress.NONE);
            console.out().println(reference);
            return;
        }
        var screen = TransferScreen.ofResults(TransferScreen.Words.PUSH, console);
        ImageStore.Pushed pushed = images.push(reference, access, screen);
        console.out().println(reference.tag() + ": digest: " + pushed.digest() + " size: " + pushed.size());
    }
}
