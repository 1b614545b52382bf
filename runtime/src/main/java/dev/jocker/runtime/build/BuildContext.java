package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.TarSource;
import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.image.BuildSpace;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files that a build is given, and its Dockerfile. */
final class BuildContext {
    private static final String DOCKERFILE = "Dockerfile";
    private static final String IGNORE = ".dockerignore";
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
        var files = new Texts(RootView.of(List.of(directory)));
        if (options.dockerfile() instanceof BuildOptions.Source.Text(var text)) {
            return new BuildContext(directory, DOCKERFILE, text, rules(files.find(IGNORE), IGNORE));
        }
        Path file = options.dockerfile() instanceof BuildOptions.Source.File(var path) ? path : Path.of(DOCKERFILE);
        boolean inContext = options.dockerfile() == null || options.context() instanceof BuildOptions.Context.Archive;
        Path ownRules = file.resolveSibling(file.getFileName() + IGNORE);
        String text = inContext ? files.find(file.toString()) : outside(file);
        if (text == null) {
            throw new IOException("there is no " + file + ": -f names the Dockerfile if it is called otherwise");
        }
        String own = inContext ? files.find(ownRules.toString()) : outside(ownRules);
        IgnoreRules ignored = own == null
                ? rules(files.find(IGNORE), IGNORE)
                : rules(own, ownRules.getFileName().toString());
        return new BuildContext(directory, file.getFileName().toString(), text, ignored);
    }

    private static IgnoreRules rules(String text, String name) throws DockerfileException {
        return text == null ? IgnoreRules.NONE : IgnoreRules.parse(name, text);
    }

    /** Texts of the context: links lead where they lead in it. */
    private record Texts(RootView view) {
        /** Null if there is no such file. */
        String find(String path) throws IOException {
            Optional<byte[]> bytes = view.read("/" + path);
            return bytes.isEmpty() ? null : text(bytes.get(), path);
        }
    }

    /** Null if there is no such file. */
    private static String outside(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is too large for a Dockerfile");
        }
        return text(Files.readAllBytes(file), file.toString());
    }

    private static String text(byte[] bytes, String name) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(name + " is not text in UTF-8", e);
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
