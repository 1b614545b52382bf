package dev.jocker.runtime.build;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.image.BuildSpace;
import dev.jocker.runtime.image.HostImage;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfiguration;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.RootSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** What stages begin with: images, which are pulled if they are not here, the host's own files, or nothing. */
final class Bases {
    private static final int SHORT_ID = 12;

    /** An id, or as much of one as {@code images} shows: less is a name. */
    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}|[0-9a-f]{12,64}");

    private final ImageStore store;
    private final Path data;
    private final Containers containers;
    private final BuildSpace space;
    private final BuildOptions options;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private String hostBase;

    Bases(Path data, Containers containers, BuildSpace space, BuildOptions options) {
        this.store = ImageStore.under(data);
        this.data = data;
        this.containers = containers;
        this.space = space;
        this.options = options;
    }

    /** Nothing, for a platform. */
    static StageState scratch(Platform platform) {
        return new StageState(
                StageState.NOTHING, List.of(), ImageConfiguration.empty(platform.architecture()), new JsonObject());
    }

    /**
     * An image; each is looked for once.
     *
     * @param note is told what is pulled
     * @param cancelled whether a pull is to end
     */
    StageState image(String reference, Platform platform, Note note, BooleanSupplier cancelled) throws IOException {
        Slot slot = slots.computeIfAbsent(platform + " " + reference, _ -> new Slot());
        synchronized (slot) { // so that others of another image need not wait for a pull
            if (slot.found == null) {
                boolean host = reference.equals(HostImage.NAME) || reference.equals(HostImage.NAME + ":latest");
                slot.found = host ? host(platform) : stored(reference, platform, note, cancelled);
            }
            return slot.found;
        }
    }

    private static final class Slot {
        private StageState found;
    }

    /** Is told a line. */
    interface Note {
        void of(String line);
    }

    private StageState host(Platform platform) throws IOException {
        if (!platform.equals(thisMachine())) {
            throw new IOException("the image host is for " + thisMachine() + ", not " + platform);
        }
        var configuration =
                ImageConfiguration.empty(platform.architecture()).with(ImageConfiguration.BASE, HostImage.NAME);
        return new StageState(hostBase(), List.of(), configuration, new JsonObject());
    }

    /** Its state: the files that its skeleton is made of, and the trees that are laid over that. Looked at once: a build has one host. */
    private synchronized String hostBase() throws IOException {
        if (hostBase == null) {
            HostImage image = HostImage.under(data);
            HostImage.Root root = image.prepare(containers::isInUse);
            hostBase = "host " + root.skeleton().getFileName() + " " + image.state();
        }
        return hostBase;
    }

    private StageState stored(String reference, Platform platform, Note note, BooleanSupplier cancelled)
            throws IOException {
        boolean id = ID.matcher(reference).matches();
        Image image = (id ? store.find(reference) : store.find(ImageReference.parse(reference))).orElse(null);
        boolean byId = id && image != null && Digests.digits(image.id()).startsWith(reference.replace("sha256:", ""));
        boolean fits = image != null && image.platform().equals(platform);
        if (!byId && (options.pull() || !fits)) {
            ImageReference name = ImageReference.parse(reference);
            note.of("pulling " + name);
            image = store.pull(name, platform, options.access(), new Told(note, cancelled))
                    .image();
        }
        JsonObject document = store.configuration(image);
        var configuration = ImageConfiguration.of(document);
        return new StageState(
                image.onHost() ? hostBase() : StageState.NOTHING,
                space.layers(image),
                configuration,
                configuration.config());
    }

    static Platform thisMachine() {
        return new Platform("linux", System.getProperty("os.arch"), null);
    }

    /** The files of a state, as containers see them. */
    RootView view(StageState state) throws IOException {
        return containers.view(source(state));
    }

    /** What a container's root is to be laid over; a directory without files where there is no layer yet. */
    RootSource.Layers source(StageState state) throws IOException {
        List<Path> directories = state.directories();
        return new RootSource.Layers(
                directories.isEmpty() && !state.onHost() ? List.of(space.directory()) : directories, state.onHost());
    }

    /** A layer that has come is worth a line. */
    private record Told(Note note, BooleanSupplier cancelled) implements TransferProgress {
        @Override
        public void begin(List<Descriptor> blobs) {
            check();
        }

        @Override
        public void at(Descriptor blob, Stage stage) {
            check();
            if (stage == Stage.DONE || stage == Stage.RETRYING) {
                String id = Digests.digits(blob.digest()).substring(0, SHORT_ID);
                note.of(id + (stage == Stage.DONE ? ": pull complete" : ": the connection is broken, retrying"));
            }
        }

        @Override
        public void moved(Descriptor blob, long bytes) {
            check();
        }

        private void check() {
            if (cancelled.getAsBoolean()) {
                throw new BuildCancelledException();
            }
        }
    }
}
