package dev.jocker.cli;

import dev.jocker.cli.output.JsonText;
import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.Explanation;
import dev.jocker.runtime.container.HostInfo;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The library, as the verbs see it. */
final class LibraryEngine implements Engine {
    private static final List<String> CLEANER_NEEDS =
            List.of("PATH", "JAVA_HOME", "JOCKER_JDK", "JOCKER_JAVA_OPTIONS", "JOCKER_DATA", "JOCKER_RUN");

    @Override
    public int run(RunOptions options, TraceRequest trace) throws IOException {
        return new ForegroundRun(Containers.ofHost(), options, trace).run();
    }

    @Override
    public KeptContainers containers() throws IOException {
        return new LibraryContainers(withCleaner(Containers.ofHost()), System.err);
    }

    @Override
    public KeptNetworks networks() throws IOException {
        return new LibraryNetworks(Containers.ofHost());
    }

    @Override
    public KeptImages keptImages() throws IOException {
        return new LibraryImages(store(), Containers.ofHost());
    }

    @Override
    public KeptVolumes volumes() throws IOException {
        return new LibraryVolumes(Containers.ofHost());
    }

    @Override
    public ImageMaking making() {
        return new LibraryMaking();
    }

    /** Whoever watches a container that is to be removed at its end becomes the launcher that started us. */
    private static Containers withCleaner(Containers containers) {
        String launcher = System.getProperty("jocker.launcher");
        if (launcher == null) {
            return containers;
        }
        List<String> environment = new ArrayList<>();
        for (String name : CLEANER_NEEDS) {
            String value = OriginalText.environment(name);
            if (value != null) {
                environment.add(name.concat("=").concat(value));
            }
        }
        return containers.withCleaner(List.of(launcher, "rm", "-v"), environment);
    }

    @Override
    public void explain(RunOptions options, boolean detached, PrintStream out) throws IOException {
        Containers containers = Containers.ofHost();
        Explanation explanation = detached
                ? containers.explainDetached(options)
                : containers.explain(options, ForegroundRun.request(options, TraceRequest.NONE));
        ProgramListing.print(explanation.launch(), out);
        lines("control groups", explanation.preparation().groups(), out);
        if (!explanation.preparation().network().isEmpty()) {
            lines("network", explanation.preparation().network(), out);
        }
        if (explanation.monitor() != null) {
            ProgramListing.print(explanation.monitor(), out);
        }
        ProgramListing.print(explanation.child(), out);
    }

    private static void lines(String title, List<String> steps, PrintStream out) {
        out.println("── " + title + ": " + steps.size() + " steps");
        for (int i = 0; i < steps.size(); i++) {
            out.println(ProgramListing.number(i) + "  " + steps.get(i));
        }
    }

    @Override
    public List<ImageRow> images() throws IOException {
        List<ImageRow> rows = new ArrayList<>();
        for (Image image : store().list()) {
            for (ImageReference reference : image.references()) {
                rows.add(row(image, reference));
            }
            if (image.references().isEmpty()) {
                rows.add(row(image, null));
            }
        }
        return rows;
    }

    @Override
    public List<StoredImage> storedImages() throws IOException {
        ImageStore store = store();
        List<StoredImage> stored = new ArrayList<>();
        for (Image image : store.list()) {
            List<String> names = new ArrayList<>();
            for (ImageReference reference : image.references()) {
                names.add(reference.familiar());
            }
            Map<String, Long> layers = new HashMap<>();
            for (String layer : image.diffIds()) {
                layers.put(layer, store.size(layer));
            }
            stored.add(new StoredImage(names, image.id(), image.created(), layers));
        }
        return stored;
    }

    @Override
    public HostInfo info() throws IOException {
        return Containers.ofHost().info();
    }

    @Override
    public String inspectImage(String name) throws IOException {
        ImageStore store = store();
        Image image = store.find(name).orElse(null);
        return image == null ? null : JsonText.compact(ImageTree.of(image, store.configuration(image)));
    }

    @Override
    public Platform platform(String name) throws IOException {
        Image image = store().find(name).orElse(null);
        return image == null ? null : image.platform();
    }

    @Override
    public ImageStore.Pulled pull(ImageReference reference, Platform platform, Access access, TransferProgress progress)
            throws IOException {
        return store().pull(reference, platform, access, progress);
    }

    @Override
    public List<String> tags(ImageReference reference, Access access) throws IOException {
        return Registry.named(reference.registry(), access).tags(reference.repository());
    }

    @Override
    public String importArchive(
            InputStream archive, ImageReference name, String comment, UnaryOperator<JsonObject> change)
            throws IOException {
        return store().importArchive(archive, name, ImageConfig.EMPTY, comment, change)
                .id();
    }

    private static ImageStore store() {
        return ImageStore.under(Directories.ofHost().data());
    }

    /** {@code reference}: null for an image without a name. */
    private static ImageRow row(Image image, ImageReference reference) {
        String digest = null;
        for (ImageReference each : image.digests()) {
            if (reference != null && each.name().equals(reference.name())) {
                digest = each.digest();
            }
        }
        return new ImageRow(
                reference == null ? null : reference.familiarName(),
                reference == null ? null : reference.tag(),
                image.id(),
                image.created(),
                image.size(),
                digest,
                image.config().labels());
    }
}
