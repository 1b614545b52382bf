package dev.jocker.runtime.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as the image specification writes them: {@code sha256:} and 64 digits. */
public final class Digests {
    private static final String SHA256 = "sha256:";
    private static final int DIGITS = 64;

    private Digests() {}

    /** The digest of {@code bytes}. */
    public static String of(byte[] bytes) {
        return text(sha256().digest(bytes));
    }

    /** As text, what a {@link MessageDigest} of {@link #sha256} gave. */
    public static String text(byte[] digest) {
        return SHA256.concat(HexFormat.of().formatHex(digest));
    }

    /** What computes one. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    /** The digits alone: the name of a file. */
    public static String digits(String digest) {
        return digest.substring(SHA256.length());
    }

    /** The digest with these digits. */
    public static String ofDigits(String digits) {
        return SHA256.concat(digits);
    }

    /** Whether it is one. Other algorithms are allowed by the specification, and used by nobody. */
    public static boolean isDigest(String text) {
        return text != null
                && text.length() == SHA256.length() + DIGITS
                && text.startsWith(SHA256)
                && isHexadecimal(text.substring(SHA256.length()));
    }

    /** Whether it has digits only, in lower case, and at least one. */
    public static boolean isHexadecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
