package dev.jocker.runtime.files;

import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.ExtendedAttributes;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What is in an overlay's upper directory though the container has changed nothing there: the places of mounts, directories that overlayfs
 * has copied up, and around both those whose time has only changed because of them. No layer has them.
 *
 * <p>A directory in which a start has made something has a new time. If that is all that is new about it, it keeps the one that it has below:
 * so a command that changes nothing makes an empty layer, on any day.
 */
final class IdleDirectories {
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH);
    private static final int PLACE_MODE = 0755;

    private final Set<String> places = new TreeSet<>();
    private final UnaryOperator<FileEntry> owned;
    private final Set<String> left = new TreeSet<>();
    private final Map<String, FileStatus> times = new TreeMap<>();

    /**
     * Of a container.
     *
     * @param places what was made for mounts, relative, beside what a start makes in every root
     * @param owned gives a file in an upper directory the owner that it has in the container
     */
    IdleDirectories(Set<String> places, UnaryOperator<FileEntry> owned) {
        this.places.addAll(places);
        this.places.add(Changes.MADE_FOR_THEM.substring(1));
        this.owned = owned;
        for (String path : Changes.MADE) {
            left.add(path.substring(1));
        }
    }

    /** Looks through one overlay. */
    void read(Changes.Layers overlay) throws IOException {
        try (Fd upper = Descriptors.open(overlay.upper(), PATH.with(OpenFlag.O_DIRECTORY))) {
            if (overlay.target().isEmpty()) {
                contents(upper, overlay.lowerNames(), "");
            } else {
                var below = new Lower(overlay.lowerNames());
                directory(upper, FileStatus.of(upper), below, overlay.target().substring(1), true);
            }
        }
    }

    /** Paths that do not go into a layer, with all that is below them. */
    Set<String> left() {
        return left;
    }

    /** The entry of a layer, with the time that it had. */
    FileEntry timed(FileEntry entry) {
        FileStatus status = times.get(entry.path());
        return status == null ? entry : entry.modified(status.seconds());
    }

    /**
     * What the entries of a directory come to.
     *
     * @param any whether something goes into the layer
     * @param own whether something there was added, deleted or replaced by the container
     * @param made whether something there was made for it
     */
    private record Found(boolean any, boolean own, boolean made) {
        Found and(Found other) {
            return new Found(any || other.any, own || other.own, made || other.made);
        }
    }

    private Found contents(Fd upper, List<String> lowers, String path) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Fd opened = ContainerRoot.reopen(upper, Flags.of(OpenFlag.O_DIRECTORY))) {
            names.addAll(DirectoryEntries.list(opened));
        }
        var found = new Found(false, false, false);
        for (String name : names) {
            try (Fd entry = DirectoryEntries.open(upper, name, PATH, 0)) {
                found = found.and(entry(entry, new Lower(lowers, name), path.isEmpty() ? name : path + "/" + name));
            } catch (SyscallException e) {
                if (e.errno() != Errno.ENOENT) { // gone meanwhile
                    throw e;
                }
            }
        }
        return found;
    }

    private Found entry(Fd entry, Lower lower, String path) throws IOException {
        FileStatus status = FileStatus.of(entry);
        boolean place = places.contains(path) && lower.status == null;
        if (left.contains(path) || place && status.isRegular() && status.size() == 0) {
            left.add(path);
            return new Found(false, false, true);
        }
        if (!status.isDirectory()) {
            return new Found(true, true, false);
        }
        boolean known = lower.status != null && lower.status.isDirectory();
        boolean goes = directory(entry, status, known ? lower : null, path, false);
        return new Found(goes, goes && !known, !goes && !known);
    }

    /**
     * Returns whether it goes into the layer.
     *
     * @param lower the directory that it is over; null: it is new
     * @param made whether the start has made it
     */
    private boolean directory(Fd upper, FileStatus status, Lower lower, String path, boolean made) throws IOException {
        boolean opaque = Changes.isOpaque(upper);
        Found found = contents(upper, lower == null || opaque ? List.of() : lower.directories, path);
        boolean restored = made || found.made && !found.own;
        if (!found.any && !opaque) {
            boolean idle = lower == null
                    ? places.contains(path) && isPlace(status)
                    : isLike(upper, status, lower) && (restored || isAsOld(status, lower.status));
            if (idle) {
                left.add(path);
                return false;
            }
        }
        if (lower != null && restored && !opaque && !found.own) {
            times.put(path, lower.status);
        }
        return true;
    }

    private boolean isPlace(FileStatus status) {
        FileEntry entry = entry(status);
        return entry.uid() == 0 && entry.gid() == 0 && entry.permissions() == PLACE_MODE;
    }

    private static boolean isAsOld(FileStatus upper, FileStatus lower) {
        return upper.seconds() == lower.seconds() && upper.nanoseconds() == lower.nanoseconds();
    }

    private boolean isLike(Fd upper, FileStatus status, Lower lower) throws IOException {
        FileEntry entry = entry(status);
        FileStatus below = lower.status;
        return entry.permissions() == below.permissions()
                && entry.uid() == below.uid()
                && entry.gid() == below.gid()
                && sameAttributes(upper, lower.directories.getFirst());
    }

    private FileEntry entry(FileStatus status) {
        return owned.apply(new FileEntry(
                "",
                FileEntry.Kind.DIRECTORY,
                status.permissions(),
                status.uid(),
                status.gid(),
                0,
                status.seconds(),
                status.nanoseconds(),
                null,
                0,
                0,
                Map.of()));
    }

    private static boolean sameAttributes(Fd upper, String lower) throws SyscallException {
        Map<String, byte[]> ours = own(upper);
        try (Fd below = Descriptors.open(Path.of(lower), PATH.with(OpenFlag.O_DIRECTORY))) {
            Map<String, byte[]> theirs = own(below);
            if (!ours.keySet().equals(theirs.keySet())) {
                return false;
            }
            for (Map.Entry<String, byte[]> each : ours.entrySet()) {
                if (!Arrays.equals(each.getValue(), theirs.get(each.getKey()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Without what overlayfs has noted. */
    private static Map<String, byte[]> own(Fd directory) throws SyscallException {
        Map<String, byte[]> own = new HashMap<>(ExtendedAttributes.of(directory));
        own.keySet().removeIf(name -> name.contains(".overlay."));
        return own;
    }
}
