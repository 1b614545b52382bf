package dev.jocker.runtime.options;

/**
 * A container whose mounts another gets, too: {@code --volumes-from}.
 *
 * @param container its name, or its id or the beginning of it
 * @param readOnly whether none of them can be written, not even what that container itself can write
 */
public record VolumesFrom(String container, boolean readOnly) {
    /**
     * Reads {@code CONTAINER[:ro|rw]}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static VolumesFrom parse(String value) {
        int colon = value.indexOf(':');
        String container = colon < 0 ? value : value.substring(0, colon);
        String mode = colon < 0 ? "rw" : value.substring(colon + 1);
        if (container.isEmpty() || !mode.equals("rw") && !mode.equals("ro")) {
            throw BadOption.value("--volumes-from", value, "expected CONTAINER[:ro|rw]");
        }
        return new VolumesFrom(container, mode.equals("ro"));
    }

    /** As it was typed. */
    @Override
    public String toString() {
        return readOnly ? container.concat(":ro") : container;
    }
}
