package dev.jocker.runtime.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks a registry.
 *
 * @param user a name; docker's {@code <token>} if the secret is an identity token
 * @param secret a password, or an identity token, which only the server of tokens takes
 */
public record Credentials(String user, String secret) {
    /** The name under which helpers keep identity tokens. */
    static final String TOKEN_USER = "<token>";

    boolean isToken() {
        return user.equals(TOKEN_USER);
    }

    /** For the header, and docker's file. */
    String base64() {
        return Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Null if it is not what {@link #base64} makes. */
    static Credentials ofBase64(String text) {
        String plain;
        try {
            plain = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = plain.indexOf(':');
        // docker's own files end with a zero at times
        return colon < 0
                ? null
                : new Credentials(
                        plain.substring(0, colon), plain.substring(colon + 1).replace("\0", ""));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return user;
    }
}
