package dev.jocker.cli;

import dev.jocker.runtime.archive.TreeSource;
import dev.jocker.runtime.build.Build;
import dev.jocker.runtime.build.BuildOptions;
import dev.jocker.runtime.build.BuildProgress;
import dev.jocker.runtime.container.CommitOptions;
import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.image.ArchiveFormat;
import dev.jocker.runtime.image.BuildsToPrune;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.NewImage;
import dev.jocker.runtime.oci.ImageConfiguration.History;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.terminal.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The library's making of images, as the verbs see it. */
final class LibraryMaking implements ImageMaking {
    @Override
    public String commit(String container, CommitOptions options) throws IOException {
        return Containers.ofHost().find(container).commit(options).id();
    }

    @Override
    public String build(BuildOptions options, BuildProgress progress) throws IOException {
        var build = new Build(Directories.ofHost(), Containers.ofHost(), options, progress);
        var ending = new Ending(build);
        try (SignalForwarding _ = SignalForwarding.to(ending)) {
            return build.run().id();
        }
    }

    /** The first signal ends the build; the second ends us, whatever the build waits for: what it leaves is swept by whoever comes next. */
    private static final class Ending implements Signals.Follower {
        private static final int BY_SIGNAL = 128;

        private final Build build;
        private boolean asked;

        private Ending(Build build) {
            this.build = build;
        }

        @Override
        public void received(int signal) {
            if (signal == Signals.CONT || signal == Signals.USR1) {
                return;
            }
            if (asked) {
                System.exit(BY_SIGNAL + signal);
            }
            asked = true;
            build.cancel();
        }
    }

    @Override
    public ImageStore.BuildsKept buildsKept() throws IOException {
        return store().buildsKept();
    }

    @Override
    public long pruneBuilds(BuildsToPrune wanted) throws IOException {
        return store().pruneBuilds(wanted);
    }

    @Override
    public void export(String container, OutputStream archive) throws IOException {
        Containers.ofHost().find(container).export(archive);
    }

    @Override
    public String init(String directory, String name) throws IOException {
        Path path = Path.of(directory);
        if (!Files.isDirectory(path)) {
            throw new IOException(directory + (Files.exists(path) ? ": is not a directory" : ": no such directory"));
        }
        ImageReference reference = name == null ? null : ImageReference.parse(name);
        var step = new History(Instant.now(), "init " + path.getFileName(), null, null, false);
        try (Fd top = Descriptors.open(path, Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY))) {
            var image = new NewImage(
                    null, ImageStore.scratch(), step, layer -> TreeSource.read(top, "", true, layer), reference);
            return store().add(image).id();
        }
    }

    @Override
    public void save(List<String> images, ArchiveFormat format, OutputStream archive) throws IOException {
        store().save(images, format, archive);
    }

    @Override
    public List<String> load(InputStream archive) throws IOException {
        List<String> lines = new ArrayList<>();
        for (ImageStore.Loaded loaded : store().load(archive)) {
            for (ImageReference name : loaded.names()) {
                lines.add("Loaded image: " + name.familiar());
            }
            if (loaded.names().isEmpty()) {
                lines.add("Loaded image ID: " + loaded.image().id());
            }
        }
        return lines;
    }

    private static ImageStore store() {
        return ImageStore.under(Directories.ofHost().data());
    }
}
