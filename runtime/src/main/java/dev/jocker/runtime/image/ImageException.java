package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Platform;
import java.nio.file.Path;
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
            super(missing(name));
        }
    }

    /** What to say where there is no image of that name. */
    public static String missing(String name) {
        boolean host = name.equals(HostImage.NAME) || name.equals(HostImage.NAME + ":latest");
        return host
                ? "host is this machine's own files, not an image that is kept: it can be run and built from, and neither"
                        + " shown, nor given away, nor removed"
                : "no such image: " + name;
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

        private final transient Path layer;

        InUse(String name, Path layer) {
            this(name, "a container", layer);
        }

        private InUse(String name, String container, Path layer) {
            super("image " + name + " is being used by " + container
                    + ": remove that first (rmi -f takes but the name away)");
            this.layer = layer;
        }

        /** A directory that the container needs. */
        public Path layer() {
            return layer;
        }

        /** The same, with the container's name. */
        public InUse of(String image, String container) {
            return new InUse(image, "container " + container, layer);
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

    /** Nothing but Linux can run it. */
    public static final class OtherSystem extends ImageException {
        private static final long serialVersionUID = 1;

        /** For an image of that name. */
        public OtherSystem(String name, Platform platform) {
            super("image " + name + " for " + platform + " cannot be used on this platform, which is Linux");
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
