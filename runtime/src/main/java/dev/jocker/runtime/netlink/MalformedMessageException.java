package dev.jocker.runtime.netlink;

import java.io.IOException;

/** What arrived is not what netlink's rules allow: a length that leads out of the message, a value too short for its type. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedMessageException(String message) {
        super("malformed netlink message: ".concat(message));
    }
}
