package dev.jocker.runtime.cgroup;

/**
 * A value for a file of a group.
 *
 * @param controller whose file it is, in the words of its version ({@code blkio}, {@code io}); empty for the groups' own files
 * @param versionTwo which version's file
 * @param file its name
 * @param value what to write
 * @param otherwise to be made instead where there is no such file; null: then there is none
 */
record Setting(String controller, boolean versionTwo, String file, String value, Setting otherwise) {
    static Setting one(String controller, String file, Object value) {
        return new Setting(controller, false, file, value.toString(), null);
    }

    static Setting two(String controller, String file, Object value) {
        return new Setting(controller, true, file, value.toString(), null);
    }

    Setting or(Setting other) {
        return new Setting(controller, versionTwo, file, value, other);
    }
}
