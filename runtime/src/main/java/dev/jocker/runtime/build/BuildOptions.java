package dev.jocker.runtime.build;

import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.registry.Access;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a build is told.
 *
 * @param context where COPY takes files from
 * @param dockerfile null: {@code Dockerfile} in the context
 * @param target the stage that is wanted; null: the last one
 * @param arguments values for ARGs
 * @param platform what it is for; null: this machine
 * @param cached whether steps that were done before need not be done again
 * @param pull whether to ask registries for newer base images
 * @param names that the image gets
 * @param labels that the image gets
 * @param network of RUN: the value of {@code --network}; null: the default one
 * @param hosts lines for {@code /etc/hosts} of RUN
 * @param moment when all is to have been made, and nothing later ({@code SOURCE_DATE_EPOCH}); null: now
 * @param secrets what {@code RUN --mount=type=secret} shows, by ids: no part of an image or of the cache's keys
 * @param access how registries are reached
 */
public record BuildOptions(
        Context context,
        Source dockerfile,
        String target,
        Map<String, String> arguments,
        Platform platform,
        boolean cached,
        boolean pull,
        List<ImageReference> names,
        Map<String, String> labels,
        String network,
        List<HostEntry> hosts,
        Instant moment,
        Map<String, byte[]> secrets,
        Access access) {
    public BuildOptions {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        names = List.copyOf(names);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        hosts = List.copyOf(hosts);
        secrets = Map.copyOf(secrets);
    }

    /** What is in a directory, with the {@code Dockerfile} there, as {@code docker build -t NAME DIRECTORY} does it. */
    public static BuildOptions of(Path directory, ImageReference name) {
        return new BuildOptions(
                new Context.Directory(directory),
                null,
                null,
                Map.of(),
                null,
                true,
                false,
                List.of(name),
                Map.of(),
                null,
                List.of(),
                null,
                Map.of(),
                Access.ofHost());
    }

    /** Where COPY takes files from. */
    public sealed interface Context {
        /** A directory. */
        record Directory(Path path) implements Context {}

        /** A tar archive, compressed or not; read to its end, not closed. */
        record Archive(InputStream stream) implements Context {}

        /** There is none. */
        record Nothing() implements Context {}
    }

    /** Where the Dockerfile is. */
    public sealed interface Source {
        /** A file of the host's; of a context that is an archive, in that. */
        record File(Path path) implements Source {}

        /** Here it is. */
        record Text(String text) implements Source {}
    }
}
