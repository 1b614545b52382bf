package dev.jocker.runtime.build;

import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.TreeDestination;
import dev.jocker.runtime.image.CacheDirectory;
import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What {@code RUN --mount} brings. A bind is a copy of the files that it shows, without those that are ignored: so what is written to it is
 * lost, and the command sees the same files that the key of the step was made of.
 */
final class RunMounts implements AutoCloseable {
    private static final int OCTAL = 8;
    private static final int SECRET_MODE = 0400;

    private final StageBuild stage;
    private final Statement statement;
    private final List<RunMount> mounts;
    private final List<FileSet> sources = new ArrayList<>();
    private final Map<String, CacheDirectory> caches = new TreeMap<>();
    private final Set<String> missing = new HashSet<>();
    private final List<Path> secrets = new ArrayList<>();

    private RunMounts(StageBuild stage, Statement statement, List<RunMount> mounts) {
        this.stage = stage;
        this.statement = statement;
        this.mounts = mounts;
    }

    static RunMounts of(StageBuild stage, Statement statement, List<String> words) throws IOException {
        List<RunMount> mounts = new ArrayList<>();
        for (String word : words) {
            mounts.add(RunMount.parse(statement, stage.variables().expand(statement, word)));
        }
        var all = new RunMounts(stage, statement, mounts);
        for (RunMount each : mounts) {
            boolean files = each.kind() == RunMount.Kind.BIND || each.from() != null;
            all.sources.add(files ? new Sources(stage, statement).of(each.from()) : null);
        }
        return all;
    }

    /** Adds what the command can see of them. What is in a cache is not told: it may be gone at any time. */
    void addTo(StepKey key) throws IOException {
        for (int i = 0; i < mounts.size(); i++) {
            RunMount mount = mounts.get(i);
            key.add(mount.toString());
            if (mount.kind() == RunMount.Kind.BIND) {
                read(i, key);
            }
        }
    }

    /** Mounts them. */
    void mount(RunOptionsBuilder options) throws IOException {
        openCaches();
        RootView view = stage.view();
        for (int i = 0; i < mounts.size(); i++) {
            RunMount mount = mounts.get(i);
            byte[] secret = mount.kind() == RunMount.Kind.SECRET ? secret(mount) : null;
            if (secret != null && mount.variable() != null) {
                options.environment(List.of(mount.variable() + "=" + new String(secret, StandardCharsets.UTF_8)));
            }
            if (mount.kind() == RunMount.Kind.SECRET && (secret == null || mount.target() == null)) {
                continue;
            }
            String target = target(mount);
            if (target.equals("/")) {
                throw DockerfileException.at(statement, "--mount cannot be at /");
            }
            noteMissing(view, target);
            switch (mount.kind()) {
                case TMPFS ->
                    options.volume(new VolumeMount.Tmpfs(
                            target, mount.size() == null ? List.of() : List.of("size=" + mount.size())));
                case BIND -> options.volume(bind(copied(i), target, mount.writable()));
                case CACHE -> options.volume(bind(cache(i), target, mount.writable()));
                case SECRET -> options.volume(bind(written(secret, mount), target, false));
            }
        }
    }

    /** Null if there is none, and that is as well. */
    private byte[] secret(RunMount mount) throws DockerfileException {
        byte[] secret = stage.build().options().secrets().get(mount.id());
        if (secret == null && mount.required()) {
            throw DockerfileException.at(
                    statement,
                    "there is no secret " + mount.id() + ": --secret id=" + mount.id() + ",src=FILE gives it");
        }
        return secret;
    }

    /** Until the step is done, where only root comes. */
    private Path written(byte[] secret, RunMount mount) throws IOException {
        Path file = stage.build().space().directory().resolve("secret");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, secret);
        secrets.add(file);
        own(file, mount, SECRET_MODE);
        return file;
    }

    private static VolumeMount bind(Path source, String target, boolean writable) {
        var access = writable ? VolumeMount.Access.READ_WRITE : VolumeMount.Access.READ_ONLY;
        return new VolumeMount.Bind(source.toString(), target, access, VolumeMount.Propagation.RPRIVATE, false, false);
    }

    private Path copied(int index) throws IOException {
        Path directory = stage.build().space().directory();
        copy(index, directory);
        Path file = directory.resolve("files");
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? file : directory;
    }

    private void copy(int index, Path directory) throws IOException {
        try (var tree =
                TreeDestination.below(Descriptors.open(directory, Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)))) {
            read(index, tree);
            tree.finish();
        }
    }

    /** Puts the files as {@code files}, or below it. */
    private void read(int index, Destination files) throws IOException {
        FileSet source = sources.get(index);
        String asked = mounts.get(index).source();
        String path = ImagePath.of("/", asked == null ? "/" : asked);
        RootEntry top = source.find(path);
        if (top == null) {
            throw DockerfileException.at(statement, "there is no " + asked + " in " + source.name());
        }
        boolean foreign = mounts.get(index).from() != null;
        UnaryOperator<FileEntry> owned = entry -> foreign ? entry : entry.numbered(0, 0); // as COPY has it
        source.read(top, path, "files", below -> false, FileSet.into(files, foreign, owned));
    }

    private String target(RunMount mount) {
        return ImagePath.of(stage.edit().workingDirectory(), mount.target());
    }

    private String cacheId(RunMount mount) {
        return mount.id() == null ? target(mount) : mount.id();
    }

    /** In the order of their names, so that no two steps wait for each other. */
    private void openCaches() throws IOException {
        Map<String, Boolean> wanted = new TreeMap<>();
        for (RunMount mount : mounts) {
            if (mount.kind() == RunMount.Kind.CACHE) {
                wanted.merge(cacheId(mount), mount.alone(), Boolean::logicalOr);
            }
        }
        for (Map.Entry<String, Boolean> each : wanted.entrySet()) {
            caches.put(each.getKey(), stage.build().store().cache(each.getKey(), each.getValue()));
        }
    }

    private Path cache(int index) throws IOException {
        CacheDirectory cache = caches.get(cacheId(mounts.get(index)));
        if (cache.isNew()) {
            begin(index, cache.path());
        }
        return cache.path();
    }

    private void begin(int index, Path directory) throws IOException {
        RunMount mount = mounts.get(index);
        if (mount.from() != null) {
            RootEntry entry = sources.get(index).find(ImagePath.of("/", mount.source() == null ? "/" : mount.source()));
            if (entry == null || !entry.status().isDirectory()) {
                throw DockerfileException.at(
                        statement, "there is no directory " + mount.source() + " in " + mount.from());
            }
            try (var tree = TreeDestination.below(
                    Descriptors.open(directory, Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY)))) {
                sources.get(index).read(entry, entry.path(), "", below -> false, FileSet.into(tree, true));
                tree.finish();
            }
        }
        own(directory, mount, 0755);
    }

    private void own(Path file, RunMount mount, int mode) throws IOException {
        Files.setAttribute(file, "unix:mode", number(mount.mode(), OCTAL, mode));
        Files.setAttribute(file, "unix:uid", number(mount.uid(), 10, 0));
        Files.setAttribute(file, "unix:gid", number(mount.gid(), 10, 0));
    }

    private int number(String digits, int radix, int otherwise) throws DockerfileException {
        try {
            return digits == null ? otherwise : Integer.parseUnsignedInt(digits, radix);
        } catch (NumberFormatException e) {
            throw DockerfileException.at(statement, "--mount wants a number, not " + digits, e);
        }
    }

    /** What has to be made for the mount to be put on: that is no part of the layer, if it stays empty. */
    private void noteMissing(RootView view, String target) throws IOException {
        String path = view.canonical(target);
        while (path.length() > 1 && view.find(path).kind() == RootView.Kind.MISSING) {
            missing.add(path.substring(1));
            path = path.substring(0, Math.max(path.lastIndexOf('/'), 1));
        }
    }

    /** What had to be made for the mounts to be put on. */
    Set<String> made() {
        return missing;
    }

    @Override
    public void close() throws IOException {
        for (CacheDirectory each : caches.values()) {
            each.close();
        }
        for (Path each : secrets) {
            Files.deleteIfExists(each);
        }
    }
}
