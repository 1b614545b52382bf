package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.options.CopyOptions;
import java.io.IOException;

/** {@code jocker cp SOURCE DESTINATION}: one of the two is in a container; {@code -} is a tar archive on standard input or output. */
final class CpVerb extends Verb {
    private final Switch archive = options.flag("Keep owners and extended attributes", "-a", "--archive");
    private final Switch follow = options.flag("Copy what a symbolic link leads to", "-L", "--follow-link");
    private final Switch quiet = options.flag("Do not say how much was copied", "-q", "--quiet");

    CpVerb() {
        super(Command.CP, "[OPTIONS] CONTAINER:PATH PATH|- or PATH|- CONTAINER:PATH");
    }

    /** A place; {@code container} is null on the host. */
    private record Place(String container, String path) {
        /** As docker: a colon in a path of the host needs a slash before it. */
        static Place parse(String word) {
            int colon = word.indexOf(':');
            int slash = word.indexOf('/');
            boolean host = colon <= 0 || slash >= 0 && slash < colon || word.startsWith(".");
            return host ? new Place(null, word) : new Place(word.substring(0, colon), word.substring(colon + 1));
        }

        boolean isStream() {
            return container == null && path.equals("-");
        }
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 2) {
            throw new OptionException("it takes a source and a destination");
        }
        Place from = Place.parse(options.words().get(0));
        Place to = Place.parse(options.words().get(1));
        if (from.path().isEmpty() || to.path().isEmpty()) {
            throw new OptionException("a path is empty: what is meant is CONTAINER:PATH");
        }
        if ((from.container() == null) == (to.container() == null)) {
            throw new OptionException(
                    from.container() == null
                            ? "neither is in a container: one has to be CONTAINER:PATH"
                            : "both are in containers: copy by way of the host");
        }
        copy(console, engine.containers(), from, to);
        return ExitStatus.SUCCESS;
    }

    private void copy(Console console, KeptContainers containers, Place from, Place to) throws IOException {
        var how = new CopyOptions(archive.on(), follow.on());
        try {
            if (to.isStream()) {
                containers.copyOut(from.container(), from.path(), console.out(), how);
                console.out().flush();
            } else if (from.isStream()) {
                containers.copyIn(console.in(), to.container(), to.path(), how);
            } else {
                long bytes = from.container() == null
                        ? containers.copyIn(from.path(), to.container(), to.path(), how)
                        : containers.copyOut(from.container(), from.path(), to.path(), how);
                if (!quiet.on()) {
                    String where = options.words().get(1);
                    console.err()
                            .println("Successfully copied "
                                    .concat(Sizes.human(bytes))
                                    .concat(" to ")
                                    .concat(where));
                }
            }
        } catch (IllegalArgumentException e) { // what can't be copied to where
            throw new OptionException(e.getMessage(), e);
        }
    }
}
