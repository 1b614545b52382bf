package dev.jocker.testing;

/**
 * The length of tests that find more the longer they run: short in {@code make test}, whole in {@code make soak}, which
 * runs the {@code *IT} with {@code @Tag("soak")} and no others.
 */
public final class Soak {
    private Soak() {}

    /** How often to do it: {@code whole} in {@code make soak}, else {@code brief}. */
    public static int times(int brief, int whole) {
        return Boolean.getBoolean("jocker.soak") ? whole : brief;
    }
}
