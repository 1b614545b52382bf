package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jocker.runtime.build.BuildOptions;
import dev.jocker.runtime.build.BuildProgress;
import dev.jocker.runtime.container.CommitOptions;
import dev.jocker.runtime.image.ArchiveFormat;
import dev.jocker.runtime.image.BuildsToPrune;
import dev.jocker.runtime.image.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Remembers what was to be made. */
final class FakeMaking implements ImageMaking {
    String asked;
    CommitOptions options;
    BuildOptions build;

    @Override
    public String commit(String container, CommitOptions how) {
        asked = "commit " + container;
        options = how;
        return "sha256:1";
    }

    @Override
    public String build(BuildOptions how, BuildProgress progress) {
        asked = "build";
        build = how;
        return "sha256:3";
    }

    @Override
    public ImageStore.BuildsKept buildsKept() {
        return new ImageStore.BuildsKept(3, 1, 2000);
    }

    @Override
    public long pruneBuilds(BuildsToPrune wanted) {
        asked = "prune builds " + wanted;
        return 3;
    }

    @Override
    public void export(String container, OutputStream archive) throws IOException {
        asked = "export " + container;
        archive.write("archive".getBytes(UTF_8));
        if (container.equals("broken")) {
            throw new IOException("it broke");
        }
    }

    @Override
    public String init(String directory, String name) {
        asked = "init " + directory + " " + name;
        return "sha256:2";
    }

    @Override
    public void save(List<String> images, ArchiveFormat format, OutputStream archive) throws IOException {
        asked = "save " + images + " " + format;
        archive.write("archive".getBytes(UTF_8));
    }

    @Override
    public List<String> load(InputStream archive) throws IOException {
        asked = "load " + new String(archive.readAllBytes(), UTF_8);
        return List.of("Loaded image: a:1", "Loaded image: b:1");
    }
}
