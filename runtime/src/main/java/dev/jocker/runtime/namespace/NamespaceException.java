package dev.jocker.runtime.namespace;

import java.io.IOException;

/** What was asked for does not go with what is there; the message says so in one line. */
public final class NamespaceException extends IOException {
    private static final long serialVersionUID = 1;

    NamespaceException(String message) {
        super(message);
    }

    NamespaceException(String message, Throwable cause) {
        super(message, cause);
    }
}
