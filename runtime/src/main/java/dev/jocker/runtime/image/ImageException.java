package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Platform;
import java.util.List;
import java.util.StringJoiner;

/** What was asked of the images cannot be: the caller's mistake, not the machine's. The message is one line for a person. */
public abstract sealed class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ImageException(String message) {
        super(message);
    }

    /** The text is no name of an image. */
    public static final class InvalidReference extends ImageException {
        private static final long serialVersionUID = 1;

        InvalidReference(String text, String why) {
            super("invalid image name \"" + text + "\": " + why);
        }
    }

    /** There is no such image here. */
    public static final class NotFound extends ImageException {
        private static final long serialVersionUID = 1;

        NotFound(String name) {
            super("no such image: " + name);
        }
    }

    /** The beginning of an id that several images share. */
    public static final class Ambiguous extends ImageException {
        private static final long serialVersionUID = 1;

        Ambiguous(String id) {
            super("several images have an id that begins with " + id + ": give more of it");
        }
    }

    /** The image lies on this machine's own files, which nobody else has. */
    public static final class OnHost extends ImageException {
        private static final long serialVersionUID = 1;

        OnHost(String name) {
            super("image " + name + " lies on this machine's own files, and is of no use elsewhere");
        }
    }

    /** A container needs the image. */
    public static final class InUse extends ImageException {
        private static final long serialVersionUID = 1;

        InUse(String name) {
            super("image " + name + " is in use by a container: remove the container first");
        }
    }

    /** An id stands for an image with more than one name. */
    public static final class SeveralNames extends ImageException {
        private static final long serialVersionUID = 1;

        SeveralNames(String id, List<ImageReference> names) {
            super("image " + id + " has several names, -f removes them all: " + list(names));
        }

        private static String list(List<ImageReference> names) {
            var list = new StringJoiner(", ");
            for (ImageReference name : names) {
                list.add(name.familiar());
            }
            return list.toString();
        }
    }

    /** The image is there, but not for the machine that was asked for. */
    public static final class OtherPlatform extends ImageException {
        private static final long serialVersionUID = 1;

        OtherPlatform(ImageReference reference, Platform wanted, List<Platform> there) {
            super(reference.familiar() + " is not there for " + wanted + ", but for " + list(there)
                    + " (--platform asks for another)");
        }

        private static String list(List<Platform> platforms) {
            var list = new StringJoiner(", ");
            for (Platform platform : platforms) {
                list.add(platform.toString());
            }
            return platforms.isEmpty() ? "no platform" : list.toString();
        }
    }
}
