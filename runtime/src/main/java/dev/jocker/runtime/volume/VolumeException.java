package dev.jocker.runtime.volume;

/** What was asked of a volume cannot be: one line that says why. Nothing was changed. */
public abstract sealed class VolumeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private VolumeException(String message) {
        super(message);
    }

    /** There is no such volume. */
    public static final class NotFound extends VolumeException {
        private static final long serialVersionUID = 1;

        public NotFound(String name) {
            super("no such volume: ".concat(name));
        }
    }

    /** A container wants it, whether that runs or not. */
    public static final class InUse extends VolumeException {
        private static final long serialVersionUID = 1;

        public InUse(String name, String container) {
            super("volume " + name + " is in use by container " + container + ": remove the container first");
        }
    }

    /** The request makes no sense, whatever else is there. */
    public static final class Malformed extends VolumeException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message);
        }
    }
}
