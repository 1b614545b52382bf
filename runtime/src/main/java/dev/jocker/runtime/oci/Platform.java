package dev.jocker.runtime.oci;

import java.util.Locale;

/**
 * What machine an image is for, with Go's words: {@code linux/amd64}, {@code linux/arm/v7}.
 *
 * @param os {@code linux}
 * @param architecture {@code amd64}
 * @param variant of the architecture; null if there is but one, or it is the usual one
 */
public record Platform(String os, String architecture, String variant) {
    private static final String LINUX = "linux";

    /** Other spellings of the same are made one: {@code aarch64}, {@code arm64/v8}. */
    public Platform {
        os = os == null ? "" : os.toLowerCase(Locale.ROOT);
        String given = architecture == null ? "" : architecture.toLowerCase(Locale.ROOT);
        architecture = switch (given) {
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            case "i386", "i486", "i586", "i686" -> "386";
            default -> given;
        };
        variant = variant(architecture, given.equals("armel") ? "v6" : variant);
    }

    private static String variant(String architecture, String variant) {
        if (variant == null || variant.isEmpty()) {
            return architecture.equals("arm") ? "v7" : null;
        }
        String usual = architecture.equals("arm64") ? "v8" : "v1";
        boolean none = (architecture.equals("arm64") || architecture.equals("amd64"))
                && (variant.equals(usual) || variant.equals(usual.substring(1)));
        if (none) {
            return null;
        }
        return architecture.equals("arm") && Character.isDigit(variant.charAt(0)) ? "v".concat(variant) : variant;
    }

    /** {@code [OS/]ARCHITECTURE[/VARIANT]} or {@code linux}. Null if it is none. */
    public static Platform parse(String text) {
        String[] words = text.split("/", -1);
        for (String word : words) {
            if (word.isEmpty()) {
                return null;
            }
        }
        boolean withOs = words.length == 3 || (words.length == 2 && words[0].equals(LINUX));
        return switch (words.length) {
            case 1 -> alone(words[0]);
            case 2 -> withOs ? new Platform(words[0], words[1], null) : other(words);
            case 3 -> new Platform(words[0], words[1], words[2]);
            default -> null;
        };
    }

    /** {@code linux}: for this machine; {@code arm64}. A single word is easily a mistake, so it has to be known. */
    private static Platform alone(String word) {
        if (word.equalsIgnoreCase(LINUX)) {
            return new Platform(LINUX, System.getProperty("os.arch"), null);
        }
        Platform platform = new Platform(LINUX, word, null);
        return switch (platform.architecture) {
            case "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle" -> platform;
            case "ppc64", "ppc64le", "riscv64", "s390x" -> platform;
            default -> null;
        };
    }

    /** {@code windows/amd64}, {@code arm/v6}. */
    private static Platform other(String[] words) {
        return words[1].startsWith("v")
                ? new Platform(LINUX, words[0], words[1])
                : new Platform(words[0], words[1], null);
    }

    static Platform read(JsonObject json) {
        return new Platform(json.text("os"), json.text("architecture"), json.text("variant"));
    }

    JsonObject write() {
        var json = new JsonObject().put("architecture", architecture).put("os", os);
        return variant == null ? json : json.put("variant", variant);
    }

    @Override
    public String toString() {
        String text = os.concat("/").concat(architecture);
        return variant == null ? text : text.concat("/").concat(variant);
    }
}
