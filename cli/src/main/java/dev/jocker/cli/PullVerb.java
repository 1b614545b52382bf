package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** {@code jocker pull NAME[:TAG|@DIGEST]}. */
final class PullVerb extends Verb {
    private final Switch quiet = options.flag("Print the name only", "-q", "--quiet");
    private final Switch allTags = options.flag("Bring all tags there are", "-a", "--all-tags");
    private final Text platform = options.text("PLATFORM", "For another machine than this: linux/arm64", "--platform");
    private final RegistryOptions registry = new RegistryOptions(options);

    PullVerb() {
        super(Command.PULL, "[OPTIONS] NAME[:TAG|@DIGEST]");
    }

    @Override
    String help(int width) {
        return RegistryOptions.withEnvironment(super.help(width));
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.size() != 1) {
            throw new OptionException("it takes the name of an image");
        }
        Platform wanted = platform(platform);
        ImageReference reference = ImageReference.parse(words.getFirst());
        Access access = registry.access();
        for (ImageReference each : allTags.on() ? tags(engine, reference, access) : List.of(reference)) {
            pull(console, engine, each, wanted, access);
        }
        return ExitStatus.SUCCESS;
    }

    private List<ImageReference> tags(Engine engine, ImageReference reference, Access access) throws IOException {
        requireNoTag(options.words().getFirst(), reference);
        List<ImageReference> all = new ArrayList<>();
        for (String tag : new TreeSet<>(engine.tags(reference, access))) {
            all.add(ImageReference.parse(reference.name() + ":" + tag));
        }
        return all;
    }

    /** For {@code --all-tags}. */
    static void requireNoTag(String word, ImageReference reference) {
        if (!word.equals(reference.familiarName()) && !word.equals(reference.name())) {
            throw new OptionException("--all-tags takes a name without a tag");
        }
    }

    private void pull(Console console, Engine engine, ImageReference reference, Platform wanted, Access access)
            throws IOException {
        if (quiet.on()) {
            engine.pull(reference, wanted, access, TransferProgress.NONE);
        } else {
            String key = reference.tag() == null ? reference.digest() : reference.tag();
            console.out().println(key + ": Pulling from " + shown(reference));
            var screen = TransferScreen.ofResults(TransferScreen.Words.PULL, console);
            ImageStore.Pulled pulled = engine.pull(reference, wanted, access, screen);
            console.out().println("Digest: " + pulled.digest());
            String status = pulled.changed() ? "Downloaded newer image for " : "Image is up to date for ";
            console.out().println("Status: " + status + reference.familiar());
        }
        console.out().println(reference);
    }

    private static String shown(ImageReference reference) {
        return reference.registry().equals("docker.io") ? reference.repository() : reference.name();
    }

    /** Null if none was given. */
    static Platform platform(Text option) {
        if (!option.given()) {
            return null;
        }
        Platform platform = Platform.parse(option.value());
        if (platform == null) {
            throw new OptionException("--platform \"" + option.value()
                    + "\": expected OS/ARCHITECTURE[/VARIANT], for example linux/arm64");
        }
        return platform;
    }
}
