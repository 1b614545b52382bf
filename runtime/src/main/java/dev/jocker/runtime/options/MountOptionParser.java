package dev.jocker.runtime.options;

import dev.jocker.runtime.options.VolumeMount.Access;
import dev.jocker.runtime.options.VolumeMount.Bind;
import dev.jocker.runtime.options.VolumeMount.Named;
import dev.jocker.runtime.options.VolumeMount.Propagation;
import dev.jocker.runtime.options.VolumeMount.Tmpfs;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@code --mount}; its words, aliases and refusals are docker's. */
final class MountOptionParser {
    private final String value;
    private String type = "volume";
    private String source = "";
    private String target = "";
    private boolean readOnly;
    private boolean createSource;
    private String recursion = "enabled";
    private Propagation propagation;
    private final List<String> tmpfsOptions = new ArrayList<>();
    private String bindOnly;
    private String tmpfsOnly;
    private String volumeOnly;
    private boolean copied = true;
    private String subpath = "";

    MountOptionParser(String value) {
        this.value = value;
    }

    VolumeMount parse() {
        for (String field : value.split(",", -1)) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? field : field.substring(0, equals);
            String word = equals < 0 ? null : field.substring(equals + 1);
            if (word != null && word.isEmpty()) {
                throw bad("\"" + key + "\" has no value");
            }
            take(key, word);
        }
        if (target.isEmpty()) {
            throw bad("target= is missing");
        }
        String cleanTarget = VolumeMount.cleanTarget("--mount", value, target);
        return switch (type) {
            case "bind" -> bind(cleanTarget);
            case "tmpfs" -> tmpfs(cleanTarget);
            case "volume" -> volume(cleanTarget);
            default -> throw bad("unknown type \"" + type + "\"; expected type=bind, type=tmpfs or type=volume");
        };
    }

    private void take(String key, String word) {
        switch (key) {
            case "type" -> type = needed(key, word);
            case "source", "src" -> source = needed(key, word);
            case "target", "dst", "destination" -> target = needed(key, word);
            case "readonly", "ro" -> readOnly = truth(key, word);
            case "consistency" -> needed(key, word); // docker's word for macOS; without meaning on Linux
            case "bind-propagation" -> {
                bindOnly = key;
                propagation = Propagation.of(needed(key, word));
                if (propagation == null) {
                    throw bad("bind-propagation is one of private, rprivate, shared, rshared, slave, rslave");
                }
            }
            case "bind-recursive" -> {
                bindOnly = key;
                recursion = needed(key, word);
            }
            case "bind-create-src" -> {
                bindOnly = key;
                createSource = truth(key, word);
            }
            case "tmpfs-size" -> {
                tmpfsOnly = key;
                tmpfsOptions.add("size=" + ByteSize.parse("--mount tmpfs-size", needed(key, word)));
            }
            case "tmpfs-mode" -> {
                tmpfsOnly = key;
                tmpfsOptions.add("mode=" + octal(needed(key, word)));
            }
            case "volume-nocopy" -> {
                volumeOnly = key;
                copied = !truth(key, word);
            }
            case "volume-subpath" -> {
                volumeOnly = key;
                subpath = subpath(needed(key, word));
            }
            case "volume-driver" -> {
                volumeOnly = key;
                if (!needed(key, word).equals("local")) {
                    throw bad("the only volume-driver is local");
                }
            }
            case "volume-label", "volume-opt" ->
                throw bad(key + " is not there: `jocker volume create` makes volumes with labels");
            case "bind-nonrecursive" -> throw bad("bind-nonrecursive is now bind-recursive=disabled");
            default -> throw bad("unknown option \"" + key + "\"");
        }
    }

    private Bind bind(String cleanTarget) {
        refuse(tmpfsOnly);
        refuse(volumeOnly);
        if (source.isEmpty()) {
            throw bad("source= is missing");
        }
        if (source.indexOf('/') < 0 && !source.startsWith(".")) {
            throw bad("the source must be a path; a relative one is written ./" + source);
        }
        Access access = readOnly ? Access.READ_ONLY : Access.READ_WRITE;
        switch (recursion) {
            case "enabled", "disabled" -> {}
            case "writable" -> access = Access.READ_ONLY_TOP;
            case "readonly" -> access = Access.READ_ONLY_FORCED;
            default -> throw bad("bind-recursive is one of enabled, disabled, writable, readonly");
        }
        if (!readOnly && access != Access.READ_WRITE) {
            throw bad("bind-recursive=" + recursion + " needs readonly too");
        }
        if (access == Access.READ_ONLY_FORCED && propagation != Propagation.RPRIVATE) {
            throw bad("bind-recursive=readonly needs bind-propagation=rprivate too");
        }
        return new Bind(
                source,
                cleanTarget,
                access,
                propagation == null ? Propagation.RPRIVATE : propagation,
                !recursion.equals("disabled"),
                createSource);
    }

    private Named volume(String cleanTarget) {
        refuse(bindOnly);
        refuse(tmpfsOnly);
        boolean anonymous = source.isEmpty();
        if (!anonymous) {
            VolumeMount.requireName("--mount", value, source);
        } else if (!subpath.isEmpty()) {
            throw bad("volume-subpath needs source=, the name of a volume");
        }
        return new Named(anonymous ? null : source, anonymous, cleanTarget, readOnly, copied, subpath, null);
    }

    /** By its words alone: what lies outside of the volume is none. */
    private String subpath(String word) {
        for (String part : word.split("/", -1)) {
            if (part.equals("..")) {
                throw bad("volume-subpath is a path below the volume's top");
            }
        }
        if (word.startsWith("/")) {
            throw bad("volume-subpath is a path below the volume's top, without a slash in front");
        }
        return VolumeMount.clean("/" + word).substring(1);
    }

    private void refuse(String other) {
        if (other != null) {
            throw bad(other + " does not go with type=" + type);
        }
    }

    private Tmpfs tmpfs(String cleanTarget) {
        refuse(bindOnly);
        refuse(volumeOnly);
        if (!source.isEmpty()) {
            throw bad("type=tmpfs has no source");
        }
        if (readOnly) {
            tmpfsOptions.addFirst("ro");
        }
        return new Tmpfs(cleanTarget, tmpfsOptions);
    }

    private String needed(String key, String word) {
        if (word == null) {
            throw bad("\"" + key + "\" wants a value: " + key + "=…");
        }
        return word;
    }

    private boolean truth(String key, String word) {
        if (word == null || word.equals("true") || word.equals("1")) {
            return true;
        }
        if (word.equals("false") || word.equals("0")) {
            return false;
        }
        throw bad(key + " is true or false");
    }

    private String octal(String word) {
        try {
            int mode = Integer.parseUnsignedInt(word, 8);
            if (mode >= 0 && mode <= 07777) {
                return Integer.toOctalString(mode);
            }
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw bad("tmpfs-mode is an octal mode such as 1777");
    }

    private IllegalArgumentException bad(String what) {
        return BadOption.value("--mount", value, what);
    }
}
