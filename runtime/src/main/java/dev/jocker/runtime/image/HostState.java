package dev.jocker.runtime.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Tells whether the host's own trees are what they were: by sizes and times of what is in them two levels deep, which has all programs and
 * the lists of the directories of libraries, and by what package managers note. To look at every file would take longer than most steps of a
 * build: a file deeper down, changed by hand in its place, is not noticed.
 */
final class HostState {
    private static final int DEPTH = 2;

    /** Written whenever a package comes or goes. */
    private static final List<String> PACKAGES = List.of(
            "var/lib/dpkg/status",
            "var/lib/rpm/rpmdb.sqlite",
            "var/lib/rpm/Packages",
            "usr/lib/sysimage/rpm/rpmdb.sqlite",
            "usr/lib/sysimage/rpm/Packages.db",
            "lib/apk/db/installed",
            "usr/lib/apk/db/installed",
            "var/lib/pacman/local");

    private HostState() {}

    /** The same text as long as they are the same. */
    static String of(Path machine, List<HostImage.Tree> trees) throws IOException {
        var seen = new Fingerprint();
        for (String list : PACKAGES) {
            seen.addFile(machine.resolve(list).toString());
        }
        for (HostImage.Tree tree : trees) {
            add(seen, tree.source(), 0);
        }
        return seen.toString();
    }

    private static void add(Fingerprint seen, Path file, int depth) throws IOException {
        seen.addFile(file.toString());
        if (depth == DEPTH || !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var entries = new TreeSet<Path>(); // directories list them in any order
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(file)) {
            stream.forEach(entries::add);
        }
        for (Path each : entries) {
            add(seen, each, depth + 1);
        }
    }
}
