package dev.jocker.runtime.process;

/** A request that cannot be carried out as it was made, with one line that says why. The kinds decide the exit status. */
public abstract sealed class ContainerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ContainerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The exit status that a command line shows for it, as docker's does: 125, 126 or 127. */
    public abstract int exitStatus();

    /** An image, a directory or a container that is not there. */
    public static final class NotFound extends ContainerException {
        private static final long serialVersionUID = 1;

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }

        public NotFound(String message) {
            this(message, null);
        }

        @Override
        public int exitStatus() {
            return 125;
        }
    }

    /** An image that is not here. A registry may have it. */
    public static final class ImageNotFound extends ContainerException {
        private static final long serialVersionUID = 1;

        public ImageNotFound(String message) {
            super(message, null);
        }

        @Override
        public int exitStatus() {
            return 125;
        }
    }

    /** The command is there but cannot be executed, or is not there. */
    public static final class CannotExecute extends ContainerException {
        private static final long serialVersionUID = 1;

        private final int exitStatus;

        /** {@code exitStatus} is 126 where the command is there, 127 where it is not. */
        public CannotExecute(String message, int exitStatus, Throwable cause) {
            super(message, cause);
            this.exitStatus = exitStatus;
        }

        @Override
        public int exitStatus() {
            return exitStatus;
        }
    }

    /** This host, or this user, cannot do what was asked. */
    public static final class NotSupported extends ContainerException {
        private static final long serialVersionUID = 1;

        public NotSupported(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public int exitStatus() {
            return 125;
        }
    }

    /** The container is doing something that does not go with the request, for example not running. */
    public static final class WrongState extends ContainerException {
        private static final long serialVersionUID = 1;

        public WrongState(String message) {
            super(message, null);
        }

        @Override
        public int exitStatus() {
            return 1;
        }
    }

    /** Several ids begin so. */
    public static final class Ambiguous extends ContainerException {
        private static final long serialVersionUID = 1;

        public Ambiguous(String message) {
            super(message, null);
        }

        @Override
        public int exitStatus() {
            return 1;
        }
    }

    /** The name is taken. */
    public static final class AlreadyExists extends ContainerException {
        private static final long serialVersionUID = 1;

        public AlreadyExists(String message) {
            super(message, null);
        }

        @Override
        public int exitStatus() {
            return 125;
        }
    }
}
