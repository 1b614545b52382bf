package dev.jocker.runtime.options;

import dev.jocker.runtime.volume.VolumeRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Something that the user wants mounted in the container: {@code -v}, {@code --mount}, {@code --tmpfs}. */
public sealed interface VolumeMount {

    /** The absolute path in the container, without {@code .}, {@code ..} or doubled slashes; never {@code /}. */
    String target();

    /** What cannot be written in a bind mount. */
    enum Access {
        /** Everything can. */
        READ_WRITE,
        /** The mount and those below it, where the kernel can do that (Linux 5.12); else the mount alone. Docker's {@code ro}. */
        READ_ONLY,
        /** The mount alone; those below it stay as they are ({@code bind-recursive=writable}). */
        READ_ONLY_TOP,
        /** The mount and those below it, or the start fails ({@code rro}, {@code bind-recursive=readonly}). */
        READ_ONLY_FORCED
    }

    /** Whether mounts that appear later pass between host and container; {@code mount_namespaces(7)}. */
    enum Propagation {
        PRIVATE,
        RPRIVATE,
        SHARED,
        RSHARED,
        SLAVE,
        RSLAVE;

        /** The word on the command line and in the OCI specification. */
        public String word() {
            return switch (this) {
                case PRIVATE -> "private";
                case RPRIVATE -> "rprivate";
                case SHARED -> "shared";
                case RSHARED -> "rshared";
                case SLAVE -> "slave";
                case RSLAVE -> "rslave";
            };
        }

        /** The propagation of that word, or null. */
        public static Propagation of(String word) {
            for (Propagation propagation : values()) {
                if (propagation.word().equals(word)) {
                    return propagation;
                }
            }
            return null;
        }
    }

    /**
     * A file or directory of the host.
     *
     * @param source a path on the host; a relative one counts from the working directory of this process
     * @param access what can be written
     * @param recursive whether mounts below the source come along
     * @param createSource whether a missing source is made, as a directory ({@code -v} does, {@code --mount} does not)
     */
    record Bind(
            String source,
            String target,
            Access access,
            Propagation propagation,
            boolean recursive,
            boolean createSource)
            implements VolumeMount {
        public Bind {
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(propagation, "propagation");
        }

        /** As {@code -v source:target} says it. */
        public static Bind of(String source, String target) {
            return new Bind(
                    source,
                    cleanTarget("--volume", target, target),
                    Access.READ_WRITE,
                    Propagation.RPRIVATE,
                    true,
                    true);
        }

        /** The same, with the source made absolute by {@code workingDirectory}. */
        public Bind from(String workingDirectory) {
            String absolute = clean(source.startsWith("/") ? source : workingDirectory + "/" + source);
            return new Bind(absolute, target, access, propagation, recursive, createSource);
        }
    }

    /**
     * An empty file system in memory, {@code tmpfs(5)}.
     *
     * @param options mount options as the user gave them ({@code size=64m}, {@code exec}, …)
     */
    record Tmpfs(String target, List<String> options) implements VolumeMount {
        public Tmpfs {
            options = List.copyOf(options);
        }
    }

    /**
     * A directory that Jocker keeps.
     *
     * @param name null: one of its own for this container, until that is made
     * @param anonymous whether nobody has chosen the name
     * @param copied whether it gets what the image has there if it is empty
     * @param subpath what of the volume is mounted, relative; empty: all
     * @param top where its files are on the host; null until that is looked for
     */
    record Named(
            String name, boolean anonymous, String target, boolean readOnly, boolean copied, String subpath, Path top)
            implements VolumeMount {
        /** As {@code -v name:target} says it. */
        public static Named of(String name, String target) {
            return new Named(name, false, cleanTarget("--volume", target, target), false, true, "", null);
        }

        /** As {@code -v target} says it. */
        public static Named anonymous(String target) {
            return new Named(null, true, cleanTarget("--volume", target, target), false, true, "", null);
        }

        /** The same with a name, and the place of that volume. */
        public Named called(String given, Path there) {
            return new Named(given, anonymous, target, readOnly, copied, subpath, there);
        }

        /** What is mounted. */
        public Path source() {
            return subpath.isEmpty() ? top : top.resolve(subpath);
        }
    }

    /**
     * Reads {@code -v [source:]target[:options]}; options of a bind: ro, rw, rro, a propagation; of a volume: ro, rw, nocopy; z, Z and
     * docker's consistency words are taken and mean nothing here.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static VolumeMount parseVolume(String value) {
        String expected =
                "expected [SOURCE:]TARGET[:OPTIONS], options ro, rw, rro, nocopy, [r]shared, [r]slave, [r]private";
        String[] parts = value.split(":", -1);
        if (parts.length > 3 || parts[0].isEmpty() || parts[parts.length - 1].isEmpty()) {
            throw BadOption.value("--volume", value, expected);
        }
        if (parts.length == 1) {
            return Named.anonymous(value);
        }
        if (parts[0].indexOf('/') < 0 && !parts[0].startsWith(".")) {
            return named(value, parts);
        }
        Access access = null;
        Propagation propagation = null;
        for (String option : parts.length == 3 ? parts[2].split(",", -1) : new String[0]) {
            Access wantedAccess = access(option);
            Propagation wantedPropagation = Propagation.of(option);
            boolean twice = wantedAccess != null && access != null || wantedPropagation != null && propagation != null;
            if (twice || wantedAccess == null && wantedPropagation == null && !isIgnored(option)) {
                throw BadOption.value("--volume", value, expected);
            }
            access = wantedAccess == null ? access : wantedAccess;
            propagation = wantedPropagation == null ? propagation : wantedPropagation;
        }
        return new Bind(
                parts[0],
                cleanTarget("--volume", value, parts[1]),
                access == null ? Access.READ_WRITE : access,
                propagation == null ? Propagation.RPRIVATE : propagation,
                true,
                true);
    }

    private static Named named(String value, String[] parts) {
        requireName("--volume", value, parts[0]);
        boolean copied = true;
        boolean readOnly = false;
        boolean said = false;
        for (String option : parts.length == 3 ? parts[2].split(",", -1) : new String[0]) {
            boolean mode = option.equals("ro") || option.equals("rw");
            if (mode && said || !mode && !isIgnored(option)) {
                throw BadOption.value("--volume", value, "of a volume the options are ro or rw, and nocopy");
            }
            said |= mode;
            readOnly |= option.equals("ro");
            copied &= !option.equals("nocopy");
        }
        return new Named(parts[0], false, cleanTarget("--volume", value, parts[1]), readOnly, copied, "", null);
    }

    /** As a {@link VolumeRequest} has it. */
    static void requireName(String option, String value, String name) {
        if (!VolumeRequest.isName(name)) {
            throw BadOption.value(
                    option,
                    value,
                    "\"" + name + "\" is no name of a volume: a letter or digit, then letters, digits, _, . or -;"
                            + " a directory is written with a slash, as ./" + name);
        }
    }

    /**
     * Reads {@code --mount type=bind|tmpfs|volume,source=…,target=…,…} in docker's words.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static VolumeMount parseMount(String value) {
        return new MountOptionParser(value).parse();
    }

    /**
     * Reads {@code --tmpfs target[:options]}.
     *
     * @throws IllegalArgumentException if the target is not an absolute path
     */
    static Tmpfs parseTmpfs(String value) {
        int colon = value.indexOf(':');
        String target = colon < 0 ? value : value.substring(0, colon);
        List<String> options = new ArrayList<>();
        for (String option :
                colon < 0 ? new String[0] : value.substring(colon + 1).split(",", -1)) {
            if (!option.isEmpty()) {
                options.add(option);
            }
        }
        return new Tmpfs(cleanTarget("--tmpfs", value, target), options);
    }

    private static Access access(String option) {
        return switch (option) {
            case "rw" -> Access.READ_WRITE;
            case "ro" -> Access.READ_ONLY;
            case "rro" -> Access.READ_ONLY_FORCED;
            default -> null;
        };
    }

    private static boolean isIgnored(String option) {
        return switch (option) {
            case "z", "Z", "nocopy", "consistent", "cached", "delegated" -> true;
            default -> false;
        };
    }

    /** The target without {@code .}, {@code ..} and doubled slashes; it must be absolute and not the root. */
    static String cleanTarget(String option, String value, String target) {
        if (!target.startsWith("/")) {
            throw BadOption.value(option, value, "the target must be an absolute path");
        }
        String clean = clean(target);
        if (clean.equals("/")) {
            throw BadOption.value(option, value, "the target can't be /");
        }
        return clean;
    }

    /** An absolute path by its words alone: {@code .} and empty ones dropped, {@code ..} resolved, no slash at the end. */
    static String clean(String path) {
        List<String> words = new ArrayList<>();
        for (String word : path.split("/")) {
            if (word.equals("..")) {
                if (!words.isEmpty()) {
                    words.remove(words.size() - 1);
                }
            } else if (!word.isEmpty() && !word.equals(".")) {
                words.add(word);
            }
        }
        return "/" + String.join("/", words);
    }
}
