package dev.jocker.runtime.volume;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A volume that somebody wants.
 *
 * @param name of one that is there already, or of a new one
 * @param labels of a new one
 */
public record VolumeRequest(String name, Map<String, String> labels) {
    private static final int SHORTEST = 2;
    private static final int LONGEST = 255; // as names of files
    private static final int ID_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks the name.
     *
     * @throws VolumeException.Malformed if no volume can be called so
     */
    public VolumeRequest {
        if (!isName(name)) {
            throw new VolumeException.Malformed("invalid volume name \"" + name
                    + "\": expected a letter or digit and then letters, digits, _, . or -, 2 to 255 in all;"
                    + " a directory of the host is written with a slash");
        }
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** One without labels. */
    public static VolumeRequest named(String name) {
        return new VolumeRequest(name, Map.of());
    }

    /** One whose name, {@link #newName}, nobody has chosen. */
    public static VolumeRequest anonymous(String name) {
        return named(name).labelled(Map.of(Volume.ANONYMOUS, ""));
    }

    /** The same with further labels. */
    public VolumeRequest labelled(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(more);
        return new VolumeRequest(name, all);
    }

    /** A name that nobody has: 64 digits, as docker has them. */
    public static String newName() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a volume can be called so. */
    public static boolean isName(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST || !isAlphanumeric(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
