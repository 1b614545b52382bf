package dev.jocker.cli;

import dev.jocker.cli.output.Sizes;

/**
 * What a container takes of the disk.
 *
 * @param changed bytes in the layer that it writes to
 * @param image bytes of the image below it
 */
record ContainerSize(long changed, long image) {
    /** As docker's {@code ps -s} shows it. */
    String text() {
        return Sizes.human(changed)
                .concat(" (virtual ")
                .concat(Sizes.human(changed + image))
                .concat(")");
    }
}
