package dev.jocker.runtime.docker;

import dev.jocker.runtime.options.BadOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The options of a {@code --tmpfs}: which are known, and which outweigh which; {@code tmpfs(5)}. */
final class TmpfsOptions {
    private static final List<String> SIZES = List.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");
    private static final List<String> PROPAGATIONS =
            List.of("private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable");
    private static final List<String> ACCESS_TIMES =
            List.of("atime", "noatime", "relatime", "norelatime", "strictatime", "nostrictatime");
    private static final List<String> FLAGS = List.of(
            "ro",
            "rw",
            "suid",
            "nosuid",
            "dev",
            "nodev",
            "exec",
            "noexec",
            "sync",
            "async",
            "dirsync",
            "diratime",
            "nodiratime");

    private TmpfsOptions() {}

    /**
     * Both lists in one; of words that speak of the same thing the last one stays.
     *
     * @throws IllegalArgumentException if a word is none of tmpfs's
     */
    static List<String> merge(List<String> defaults, List<String> wanted) {
        List<String> all = new ArrayList<>(defaults);
        all.addAll(wanted);
        List<String> merged = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!all.get(i).equals("defaults") && seen.add(subject(all.get(i)))) {
                merged.addFirst(all.get(i));
            }
        }
        return merged;
    }

    /** What a word speaks of: noexec and exec of the same thing. */
    private static String subject(String word) {
        int equals = word.indexOf('=');
        if (equals > 0 && SIZES.contains(word.substring(0, equals))) {
            return word.substring(0, equals);
        }
        if (PROPAGATIONS.contains(word)) {
            return "propagation";
        }
        if (ACCESS_TIMES.contains(word)) {
            return word.startsWith("no") && !word.equals("noatime") ? word.substring(2) : word;
        }
        if (!FLAGS.contains(word)) {
            throw BadOption.value(
                    "--tmpfs",
                    word,
                    "no such option; there are size=, mode=, uid=, gid=, nr_inodes=, exec, suid, dev, ro, …");
        }
        return switch (word) {
            case "ro", "rw" -> "ro";
            case "async" -> "sync";
            default -> word.startsWith("no") ? word.substring(2) : word;
        };
    }
}
