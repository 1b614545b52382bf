package dev.jocker.runtime.launch;

import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.oci.ImageConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * What a container's root is made of, before it is mounted.
 *
 * @param lowers directories that are only read, the topmost first
 * @param trees further trees of the host, each to be laid under its own writable layer
 * @param view its files, as the container will see them
 * @param config how the image wants to be run
 * @param kept those of the directories that are Jocker's own, and deleted when nobody needs them
 * @param image what it was made from, or null: a directory, the host
 */
public record PreparedRoot(
        List<Path> lowers, List<Tree> trees, RootView view, ImageConfig config, List<Path> kept, Image image) {
    public PreparedRoot {
        lowers = List.copyOf(lowers);
        trees = List.copyOf(trees);
        kept = List.copyOf(kept);
    }

    /**
     * One of the host's trees, and what an image has changed in it.
     *
     * @param target where the container has it, absolute
     * @param lowers directories that are only read, the topmost first; the last one is the host's
     */
    public record Tree(String target, List<Path> lowers) {
        public Tree {
            lowers = List.copyOf(lowers);
        }

        /** Where the host has it. */
        public Path source() {
            return lowers.getLast();
        }
    }
}
