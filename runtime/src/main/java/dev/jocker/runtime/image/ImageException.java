package dev.jocker.runtime.image;

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

        SeveralNames(String id, Iterable<String> names) {
            super("image " + id + " has several names, remove them one by one: " + String.join(", ", names));
        }
    }
}
