package dev.jocker.runtime.registry;

import dev.jocker.runtime.oci.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The beginning of an answer, whose body is to be read or {@link #close dropped}. */
final class Reply implements AutoCloseable {
    private static final int LONGEST_ERROR = 1 << 16;
    private static final int SHOWN = 200;
    private static final int PARTIAL = 206;

    private final HttpURLConnection connection;
    private final int status;
    private JsonObject error;

    Reply(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    int status() {
        return status;
    }

    boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** Whether another try may succeed. */
    boolean isPassing() {
        return status == 408 || status == 429 || status >= 500;
    }

    /** Null if it is not there. */
    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** How long the whole is of which this is all, or a part; -1 if it does not say. */
    long length() {
        if (status != PARTIAL) {
            return connection.getContentLengthLong();
        }
        String range = String.valueOf(header("Content-Range"));
        try {
            return Long.parseLong(range.substring(range.indexOf('/') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    List<Challenge> challenges() {
        List<Challenge> challenges = new ArrayList<>();
        for (int i = 0; connection.getHeaderField(i) != null; i++) {
            if ("WWW-Authenticate".equalsIgnoreCase(connection.getHeaderFieldKey(i))) {
                challenges.addAll(Challenge.parse(connection.getHeaderField(i)));
            }
        }
        return challenges;
    }

    /** Where a redirection leads; null if this is none. */
    URI redirection() throws RegistryException {
        boolean redirects = switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
        return redirects ? location() : null;
    }

    /** What the header {@code Location} says. */
    URI location() throws RegistryException {
        String location = header("Location");
        if (location == null) {
            throw new RegistryException(peer() + " answers with a place to go to, and does not say which", status);
        }
        try {
            return URI.create(connection.getURL().toString()).resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RegistryException(peer() + " leads to what is no address: " + location, e);
        }
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    byte[] body(int longest, String what) throws IOException {
        try (InputStream stream = body()) {
            byte[] bytes = stream.readNBytes(longest + 1);
            if (bytes.length > longest) {
                throw new RegistryException(what + " is longer than " + longest + " bytes", 0);
            }
            return bytes;
        }
    }

    /** The error in words: the registry's, or the status. */
    String text() {
        List<JsonObject> errors = error().objects("errors");
        String message =
                errors.isEmpty() ? error().text("message") : errors.getFirst().text("message");
        if (message == null || message.isBlank()) {
            message = error().text("details"); // a server of tokens
        }
        String why = message == null || message.isBlank() ? "" : ": " + printable(message);
        return "status " + status + why;
    }

    /** Whose answer it is. */
    String peer() {
        return connection.getURL().getAuthority();
    }

    /** Reads the rest, if that is little, so that the connection serves the next request. */
    @Override
    public void close() {
        if (status >= 400) {
            error();
            return;
        }
        try {
            body().close();
        } catch (IOException e) {
            // then it serves nobody any more
        }
    }

    private JsonObject error() {
        if (error == null) {
            error = new JsonObject();
            try (InputStream stream = connection.getErrorStream()) {
                if (stream != null) {
                    error = JsonObject.read(stream.readNBytes(LONGEST_ERROR), "the error");
                }
            } catch (IOException e) {
                // no words, then: the status has to do
            }
        }
        return error;
    }

    void disconnect() {
        connection.disconnect();
    }

    private static String printable(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(message.length(), SHOWN); i++) {
            char c = message.charAt(i);
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
        return bytes.length > SHOWN ? text.append('…').toString() : text.toString();
    }
}
