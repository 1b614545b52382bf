package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.TarSource;
import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.image.BuildSpace;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a build is given, and its Dockerfile. */
final class BuildContext {
    private static final String DOCKERFILE = "Dockerfile";
    private static final long LONGEST = 16 << 20;

    private final Path directory;
    private final String file;
    private final String text;
    private final IgnoreRules ignored;

    private BuildContext(Path directory, String file, String text, IgnoreRules ignored) {
        this.directory = directory;
        this.file = file;
        this.text = text;
        this.ignored = ignored;
    }

    /** Reads what is to be read beforehand; an archive is unpacked. */
    static BuildContext of(BuildOptions options, BuildSpace space) throws IOException {
        Path directory = switch (options.context()) {
            case BuildOptions.Context.Directory(var path) -> path;
            case BuildOptions.Context.Archive(var stream) -> {
                Path unpacked = space.directory();
                try (var tree = TreeDestination.below(
                        Descriptors.open(unpacked, Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)))) {
                    TarSource.read(stream, tree);
                    tree.finish();
                }
                yield unpacked;
            }
            case BuildOptions.Context.Nothing() -> space.directory();
        };
        if (!Files.isDirectory(directory)) {
            throw new IOException("the context " + directory + " is not a directory");
        }
        if (options.dockerfile() instanceof BuildOptions.Source.Text(var text)) {
            return new BuildContext(directory, DOCKERFILE, text, rules(directory.resolve(".dockerignore")));
        }
        Path file = options.dockerfile() instanceof BuildOptions.Source.File(var path) ? path : Path.of(DOCKERFILE);
        boolean inContext = options.dockerfile() == null || options.context() instanceof BuildOptions.Context.Archive;
        Path place = inContext ? inside(directory, file) : file;
        Path own = place.resolveSibling(place.getFileName() + ".dockerignore");
        Path rules = Files.isRegularFile(own) ? own : directory.resolve(".dockerignore");
        return new BuildContext(directory, place.getFileName().toString(), text(place, file), rules(rules));
    }

    /** A file of the context, where its links lead in the context. */
    private static Path inside(Path directory, Path file) throws IOException {
        String found = RootView.of(List.of(directory)).canonical("/" + file);
        return directory.resolve(found.substring(1));
    }

    private static IgnoreRules rules(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? IgnoreRules.parse(file.getFileName().toString(), text(file, file))
                : IgnoreRules.NONE;
    }

    private static String text(Path file, Path shown) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no " + shown + ": -f names the Dockerfile if it is called otherwise");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(shown + " is not a file");
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException(shown + " is too large for a Dockerfile");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(shown + " is not text in UTF-8", e);
        }
    }

    Path directory() {
        return directory;
    }

    /** What errors call the Dockerfile. */
    String file() {
        return file;
    }

    String text() {
        return text;
    }

    /** Those of its files that are not ignored. */
    FileSet files() {
        return new FileSet(RootView.of(List.of(directory)), ignored, "the context");
    }
}
