package dev.jocker.runtime.files;

import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.process.Change;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a container has changed in its root: what lies in the upper directories of its overlays, against the lower ones. The container may
 * be at work there meanwhile, so the upper directories are walked by descriptors, and no link is followed.
 *
 * <p>As {@code docker diff} has it: a directory is changed if its mode is, or if something was added to it or deleted from it; below a
 * directory that was deleted nothing is told.
 */
public final class Changes {
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH);
    private static final String[] OPAQUE = {Lower.OPAQUE, "user.overlay.opaque"};

    /** What a start makes in every root, mount points and all. */
    static final Set<String> MADE =
            Set.of("/dev", "/proc", "/sys", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/.dockerenv");

    /** And this one, where it is not there, to make those in it. */
    static final String MADE_FOR_THEM = "/etc";

    private final List<Change> changes = new ArrayList<>();

    private Changes() {}

    /**
     * One overlay.
     *
     * @param target where the container has it: empty for the root
     * @param upper what it writes to
     * @param lowers what it reads, the topmost first
     */
    public record Layers(String target, Path upper, List<Path> lowers) {
        List<String> lowerNames() {
            List<String> names = new ArrayList<>();
            for (Path lower : lowers) {
                names.add(lower.toString());
            }
            return names;
        }
    }

    /** The overlays of the container that has {@code directory}, where they are on the disk. */
    public static List<Layers> layersOf(Path directory, PreparedRoot root) {
        List<Layers> layers = new ArrayList<>();
        layers.add(new Layers("", directory.resolve("root"), root.lowers()));
        int index = 0;
        for (PreparedRoot.Tree tree : root.trees()) {
            layers.add(new Layers(tree.target(), directory.resolve("tree" + index++), tree.lowers()));
        }
        return layers;
    }

    /** All of them, a directory before what is in it, names in their order. */
    public static List<Change> of(List<Layers> overlays) throws IOException {
        var changes = new Changes();
        for (Layers each : overlays) {
            try (Fd upper = Descriptors.open(each.upper(), PATH.with(OpenFlag.O_DIRECTORY))) {
                changes.walk(upper, each.lowerNames(), false, each.target());
            } catch (SyscallException e) {
                if (e.errno() != Errno.ENOENT) {
                    throw e;
                }
            }
        }
        // A slash comes before all other characters: a directory's entries before its longer-named neighbours.
        changes.changes.sort(Comparator.comparing(change -> change.path().replace('/', '\0')));
        return changes.changes;
    }

    /** Returns whether something was added or deleted directly in the directory. {@code lowers}: the directories below it. */
    private boolean walk(Fd upper, List<String> lowers, boolean opaque, String path) throws IOException {
        boolean grown = false;
        Set<String> names = new TreeSet<>();
        try (Fd opened = ContainerRoot.reopen(upper, Flags.of(OpenFlag.O_DIRECTORY))) {
            names.addAll(DirectoryEntries.list(opened));
        }
        for (String name : names) {
            String child = path + "/" + name;
            if (!MADE.contains(child)) {
                try (Fd entry = DirectoryEntries.open(upper, name, PATH, 0)) {
                    grown |= entry(entry, new Lower(lowers, name), child);
                } catch (SyscallException e) {
                    if (e.errno() != Errno.ENOENT) { // gone meanwhile
                        throw e;
                    }
                }
            }
        }
        if (opaque) {
            grown |= hidden(lowers, names, path);
        }
        return grown;
    }

    private boolean entry(Fd entry, Lower lower, String path) throws IOException {
        FileStatus status = FileStatus.of(entry);
        if (status.isWhiteout()) {
            boolean deleted = lower.status != null;
            if (deleted) {
                changes.add(new Change(Change.Kind.DELETED, path));
            }
            return deleted;
        }
        boolean added = lower.status == null;
        if (!status.isDirectory()) {
            changes.add(new Change(added ? Change.Kind.ADDED : Change.Kind.CHANGED, path));
            return added;
        }
        boolean replaced = added || !lower.status.isDirectory();
        boolean opaque = !replaced && isOpaque(entry);
        boolean grown = walk(entry, replaced ? List.of() : lower.directories, opaque, path);
        if (added && !grown && path.equals(MADE_FOR_THEM)) {
            return false;
        }
        if (added) {
            changes.add(new Change(Change.Kind.ADDED, path));
        } else if (replaced || grown || status.permissions() != lower.status.permissions()) {
            changes.add(new Change(Change.Kind.CHANGED, path));
        }
        return added;
    }

    /** What an opaque directory hides without saying so for each name. */
    private boolean hidden(List<String> lowers, Set<String> shown, String path) throws IOException {
        boolean any = false;
        Set<String> below = new TreeSet<>();
        for (String lower : lowers) {
            try (Fd opened = Descriptors.open(Path.of(lower), Flags.of(OpenFlag.O_DIRECTORY))) {
                below.addAll(DirectoryEntries.list(opened));
            }
        }
        below.removeAll(shown);
        for (String name : below) {
            if (new Lower(lowers, name).status != null) {
                changes.add(new Change(Change.Kind.DELETED, path + "/" + name));
                any = true;
            }
        }
        return any;
    }

    static boolean isOpaque(Fd directory) throws SyscallException {
        Map<String, byte[]> attributes = ExtendedAttributes.of(directory);
        for (String name : OPAQUE) {
            byte[] value = attributes.get(name);
            if (value != null && value.length == 1 && value[0] == 'y') {
                return true;
            }
        }
        return false;
    }
}
