package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.ImageConfiguration;

/**
 * What an image is to be made of: one that is here, or nothing, and a further step.
 *
 * @param base the id of the image whose layers it has, or null: none
 * @param configuration of the base, changed as it is to be
 * @param step what is done
 * @param layer what that adds, or null: it only changes the configuration
 * @param name the reference that the image gets, or null
 */
public record NewImage(
        String base,
        ImageConfiguration configuration,
        ImageConfiguration.History step,
        LayerContents layer,
        ImageReference name) {}
