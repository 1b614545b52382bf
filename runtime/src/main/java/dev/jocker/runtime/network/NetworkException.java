package dev.jocker.runtime.network;

/** What was asked of a network cannot be: one line that says why. Nothing was changed. */
public abstract sealed class NetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private NetworkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such network. */
    public static final class NotFound extends NetworkException {
        private static final long serialVersionUID = 1;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** The name, or the link, is another's. */
    public static final class AlreadyExists extends NetworkException {
        private static final long serialVersionUID = 1;

        public AlreadyExists(String message) {
            super(message, null);
        }
    }

    /** Containers are on the network, or the address is another's. */
    public static final class InUse extends NetworkException {
        private static final long serialVersionUID = 1;

        public InUse(String message) {
            super(message, null);
        }
    }

    /** The subnet has addresses that lead elsewhere already. */
    public static final class Overlaps extends NetworkException {
        private static final long serialVersionUID = 1;

        public Overlaps(String message) {
            super(message, null);
        }
    }

    /** No address is left, or the network has none of that kind. */
    public static final class NoAddress extends NetworkException {
        private static final long serialVersionUID = 1;

        public NoAddress(String message) {
            super(message, null);
        }
    }

    /** Somebody on this host has the port. */
    public static final class PortInUse extends NetworkException {
        private static final long serialVersionUID = 1;

        public PortInUse(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The request makes no sense, whatever else is there. */
    public static final class Malformed extends NetworkException {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message, null);
        }
    }
}
