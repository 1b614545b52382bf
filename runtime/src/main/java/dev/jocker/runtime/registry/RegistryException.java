package dev.jocker.runtime.registry;

import java.io.IOException;

/** A registry could not be asked, or said no, or sent what it should not. The message is one line for a person. */
public final class RegistryException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** Not about an answer. */
    public RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    RegistryException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The answer's HTTP status; 0 if there was none, or it was not at fault. */
    public int status() {
        return status;
    }
}
