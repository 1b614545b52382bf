package dev.jocker.cli;

import dev.jocker.runtime.container.HostInfo;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What the verbs want of the library, and all of it. {@link LibraryEngine} is the real one; tests listen with one of
 * their own.
 */
interface Engine {

    /**
     * Runs a container in the foreground, on the process's own standard streams.
     *
     * @return the command's exit status, 128 and the signal's number where one ended it
     */
    int run(RunOptions options, TraceRequest trace) throws IOException;

    /** Those that stay on disk. */
    KeptContainers containers() throws IOException;

    KeptNetworks networks() throws IOException;

    KeptImages keptImages() throws IOException;

    KeptVolumes volumes() throws IOException;

    /** The making of images. */
    ImageMaking making();

    /** Prints the program that {@link #run} would run. Changes nothing. */
    void explain(RunOptions options, boolean detached, PrintStream out) throws IOException;

    /** All images, the newest first. */
    List<ImageRow> images() throws IOException;

    /** All images with their layers, the newest first. */
    List<StoredImage> storedImages() throws IOException;

    /** What this host is. */
    HostInfo info() throws IOException;

    /** What docker's inspect shows of an image, as JSON; null where there is none of that name. */
    String inspectImage(String name) throws IOException;

    /** What the image of that name is for; null where there is none. */
    Platform platform(String name) throws IOException;

    /** Brings an image from a registry. {@code platform}: null for this machine's. */
    ImageStore.Pulled pull(ImageReference reference, Platform platform, Access access, TransferProgress progress)
            throws IOException;

    /** The tags that a registry has of an image. */
    List<String> tags(ImageReference reference, Access access) throws IOException;

    /**
     * Makes an image of a tar archive, compressed or not.
     *
     * @param archive read to its end, not closed
     * @param name the reference it gets, or null
     * @param comment for its history
     * @param change of how it wants to be run
     * @return its id
     */
    String importArchive(InputStream archive, ImageReference name, String comment, UnaryOperator<JsonObject> change)
            throws IOException;

    /**
     * How a run is to be traced.
     *
     * @param wanted whether at all
     * @param file where to, as JSON; null: as text, to standard error
     */
    record TraceRequest(boolean wanted, java.nio.file.Path file) {
        static final TraceRequest NONE = new TraceRequest(false, null);
    }

    /**
     * An image as a list shows it.
     *
     * @param repository the name without the tag; null: it has none
     * @param tag null: it has none
     * @param id {@code sha256:} and 64 digits
     * @param created null if the image does not say
     * @param size bytes
     * @param digest by which a registry has it under that name; null: none is known
     */
    record ImageRow(
            String repository,
            String tag,
            String id,
            Instant created,
            long size,
            String digest,
            Map<String, String> labels) {
        public ImageRow {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * An image as it lies on the disk.
     *
     * @param names {@code NAME:TAG} each
     * @param id {@code sha256:} and 64 digits
     * @param created when
     * @param layers bytes by the layers' digests, which other images may have, too
     */
    record StoredImage(List<String> names, String id, Instant created, Map<String, Long> layers) {
        public StoredImage {
            names = List.copyOf(names);
            layers = Map.copyOf(layers);
        }

        long size() {
            long sum = 0;
            for (long each : layers.values()) {
                sum += each;
            }
            return sum;
        }
    }
}
