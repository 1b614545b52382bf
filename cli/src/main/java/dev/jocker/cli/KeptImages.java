package dev.jocker.cli;

import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.util.List;

/** What the verbs want of images that are here, and of registries that are to have them. */
interface KeptImages {
    /**
     * The id of an image.
     *
     * @param name a reference, or an id or the beginning of one
     * @throws dev.jocker.runtime.process.ContainerException.NotFound if there is none
     */
    String id(String name) throws IOException;

    /** The steps that made an image, the last one first. */
    List<ImageStore.Step> history(String name) throws IOException;

    /** Gives an image a further name. */
    void tag(String name, ImageReference reference) throws IOException;

    /** Takes a name away from an image, or the only one if it was named by its id; with its last name the image goes. */
    Removed remove(String name) throws IOException;

    /** The same, but an id takes all names away. */
    Removed removeWhole(String name) throws IOException;

    /** Gives an image to the registry that its name says. */
    ImageStore.Pushed push(ImageReference reference, Access access, TransferProgress progress) throws IOException;

    /** Asks a registry whether it takes who we are. */
    void login(String server, Access access) throws IOException;

    /**
     * What a removal did.
     *
     * @param untagged names that are gone
     * @param deleted ids of the image and of layers that are gone
     * @param bytes that they had
     */
    record Removed(List<String> untagged, List<String> deleted, long bytes) {
        public Removed {
            untagged = List.copyOf(untagged);
            deleted = List.copyOf(deleted);
        }
    }
}
