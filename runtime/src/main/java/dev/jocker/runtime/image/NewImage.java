package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.ImageConfiguration;

/**
 * What an image is to be made of: one that is here, or nothing, and a further step.
 *
 * @param below the configuration so far; its layers have to be here
 * @param step what is done
 * @param layer what that adds, or null: it only changes the configuration
 * @param name the reference that the image gets, or null
 */
public record NewImage(
        ImageConfiguration below, ImageConfiguration.History step, LayerContents layer, ImageReference name) {}
