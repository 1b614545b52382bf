package dev.jocker.runtime.oci;

/** A document of the OCI specifications that can't be read or doesn't hold together; one line that names the member. */
public final class InvalidSpecException extends IllegalArgumentException {
    public InvalidSpecException(String message) {
        super(message);
    }

    public InvalidSpecException(String message, Throwable cause) {
        super(message, cause);
    }
}
