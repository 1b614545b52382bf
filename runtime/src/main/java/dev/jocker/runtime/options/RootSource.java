package dev.jocker.runtime.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Where a container's root file system comes from. */
public sealed interface RootSource {

    /**
     * An image by its reference, for example {@code host} (the built-in one) or {@code alpine:3.20}.
     *
     * @param reference as the user wrote it, never empty
     */
    record Image(String reference) implements RootSource {
        public Image {
            if (reference.isEmpty()) {
                throw new IllegalArgumentException("the image reference is empty");
            }
        }

        @Override
        public String toString() {
            return reference;
        }
    }

    /**
     * A directory that the root is laid over ({@code --rootfs}): it is read, not written to. What the container writes goes to a
     * layer of its own and is deleted with it.
     *
     * @param path relative paths count from the working directory of this process
     */
    record Directory(Path path) implements RootSource {
        public Directory {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Layers that are no image's yet, of an image that is being built. Nothing is known of how it wants to be run.
     *
     * @param directories below the data directory, the top first; whoever asks keeps them there
     * @param onHost whether they lie on the image {@code host}; else there is at least one
     */
    record Layers(List<Path> directories, boolean onHost) implements RootSource {
        public Layers {
            directories = List.copyOf(directories);
        }

        @Override
        public String toString() {
            return "build";
        }
    }
}
