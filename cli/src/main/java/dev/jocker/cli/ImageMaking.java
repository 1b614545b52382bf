package dev.jocker.cli;

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

/** What the verbs want that make images, or archives. */
interface ImageMaking {
    /** Makes an image of a container's changes; its id. */
    String commit(String container, CommitOptions options) throws IOException;

    /**
     * Builds an image of a Dockerfile. The signals that end a process end the build.
     *
     * @return its id
     * @throws dev.jocker.runtime.build.BuildCancelledException after such a signal
     */
    String build(BuildOptions options, BuildProgress progress) throws IOException;

    /** What builds keep to be quicker the next time. */
    ImageStore.BuildsKept buildsKept() throws IOException;

    /** Frees what builds keep to be quicker the next time; how many bytes that were. */
    long pruneBuilds(BuildsToPrune wanted) throws IOException;

    /** Writes a container's root as a tar archive. */
    void export(String container, OutputStream archive) throws IOException;

    /**
     * Makes an image of a directory.
     *
     * @param name the reference it gets, or null
     * @return its id
     */
    String init(String directory, String name) throws IOException;

    /** Writes images as an archive. */
    void save(List<String> images, ArchiveFormat format, OutputStream archive) throws IOException;

    /**
     * Takes over the images of an archive.
     *
     * @param archive read to its end, not closed
     * @return what docker says: {@code Loaded image: …}, a line each
     */
    List<String> load(InputStream archive) throws IOException;
}
