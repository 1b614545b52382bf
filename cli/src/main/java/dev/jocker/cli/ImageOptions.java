package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.util.List;

/** Where a container's image comes from if it is not here: {@code --pull} and what goes with it. */
final class ImageOptions {
    private static final String ALWAYS = "always";
    private static final String MISSING = "missing";
    private static final String NEVER = "never";

    private final Text policy;
    private final Text platform;
    private final Switch quiet;
    private final RegistryOptions registry;

    ImageOptions(Options options) {
        options.section("Image");
        policy = options.text("WHEN", "Bring the image from a registry: missing, always or never", "--pull");
        platform = options.text("PLATFORM", "Image for another machine than this: linux/arm64", "--platform");
        quiet = options.flag("Show nothing of bringing the image", "-q", "--quiet");
        registry = new RegistryOptions(options);
    }

    /** Brings the image if that is asked for, whatever is here. Before the start. */
    void prepare(Console console, Engine engine, List<String> words, boolean rootfs) throws IOException {
        String when = policy.or(MISSING);
        if (!when.equals(ALWAYS) && !when.equals(MISSING) && !when.equals(NEVER)) {
            throw new OptionException("--pull \"".concat(when).concat("\": expected missing, always or never"));
        }
        if (rootfs || words.isEmpty() || words.getFirst().equals("host")) {
            return;
        }
        if (when.equals(ALWAYS) || (platform.given() && !when.equals(NEVER) && isOther(engine, words.getFirst()))) {
            pull(console, engine, words.getFirst());
        }
    }

    /** Brings the image after a start has found that it is not here; or throws why not. */
    void bring(Console console, Engine engine, List<String> words, ContainerException.ImageNotFound missing)
            throws IOException {
        if (policy.or(MISSING).equals(NEVER)) {
            throw missing;
        }
        String name = words.getFirst();
        try {
            pull(console, engine, name);
        } catch (IOException e) {
            throw new IOException("there is no image " + name + " here, and " + e.getMessage(), e);
        }
    }

    private boolean isOther(Engine engine, String name) throws IOException {
        Platform there = engine.platform(name);
        return there != null && !there.equals(PullVerb.platform(platform));
    }

    private void pull(Console console, Engine engine, String name) throws IOException {
        TransferProgress progress =
                quiet.on() ? TransferProgress.NONE : TransferScreen.besideResults(TransferScreen.Words.PULL, console);
        engine.pull(ImageReference.parse(name), PullVerb.platform(platform), registry.access(), progress);
    }
}
