package dev.jocker.runtime.syscall;

/** A processor architecture that Jocker knows the system-call numbers of. */
public enum Architecture {
    X86_64,
    AARCH64;

    private static final Architecture CURRENT = named(System.getProperty("os.arch"));

    /** The architecture of this JVM, or {@code null} where Jocker knows nothing of it. */
    public static Architecture current() {
        return CURRENT;
    }

    private static Architecture named(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> null;
        };
    }
}
