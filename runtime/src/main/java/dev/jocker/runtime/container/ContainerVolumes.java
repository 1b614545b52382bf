package dev.jocker.runtime.container;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.FirstUse;
import dev.jocker.runtime.volume.Volume;
import dev.jocker.runtime.volume.VolumeException;
import dev.jocker.runtime.volume.VolumeRequest;
import dev.jocker.runtime.volume.Volumes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The volumes of a host, and which containers want them.
 *
 * <p>Methods throw {@link VolumeException} with one line where something cannot be as it is asked; nothing is changed then.
 */
public final class ContainerVolumes {
    private static final int SHORT_ID = 12;

    private final Directories directories;
    private final Volumes volumes;

    ContainerVolumes(Directories directories) {
        this(directories, null);
    }

    /** What the container of the id {@code but} wants does not count. */
    private ContainerVolumes(Directories directories, String but) {
        this.directories = directories;
        this.volumes = new Volumes(directories.data(), directories.locks(), volume -> user(volume, but));
    }

    /** Makes a volume, or finds the one that has the name already. */
    public Volume create(VolumeRequest request) throws IOException {
        return volumes.create(request);
    }

    /** The volume of that name. */
    public Volume find(String name) throws IOException {
        return volumes.find(name);
    }

    /** All, by their names. */
    public List<Volume> list() throws IOException {
        return volumes.list();
    }

    /** Removes a volume with its files, unless a container wants it, whether that runs or not. */
    public void remove(String name) throws IOException {
        volumes.remove(name);
    }

    /**
     * Removes those that are meant and that no container wants.
     *
     * @param all also those whose names somebody has chosen
     * @return their names, and how many bytes their files had
     */
    public Map<String, Long> prune(PruneRequest request, boolean all) throws IOException {
        return volumes.prune(
                volume -> (all || volume.isAnonymous()) && request.means(volume.created(), volume.labels()));
    }

    /** How many bytes its files have. */
    public long size(Volume volume) throws IOException {
        return volumes.size(volume);
    }

    /** How many containers want each volume, by their names; one that nobody wants is not in it. */
    public Map<String, Integer> links() throws IOException {
        Map<String, Integer> links = new LinkedHashMap<>();
        for (Path container : containers()) {
            for (String name : VolumeNote.read(container).volumes().keySet()) {
                links.merge(name, 1, Integer::sum);
            }
        }
        return links;
    }

    private String user(String volume, String but) throws IOException {
        for (Path container : containers()) {
            String id = container.getFileName().toString();
            if (!id.equals(but) && VolumeNote.read(container).volumes().containsKey(volume)) {
                return name(container, id);
            }
        }
        return null;
    }

    private static String name(Path container, String id) throws IOException {
        ContainerRecord record = ContainerRecord.read(container);
        return record == null ? id.substring(0, Math.min(SHORT_ID, id.length())) : record.name();
    }

    private List<Path> containers() throws IOException {
        List<Path> containers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directories.containers())) {
            for (Path entry : entries) {
                containers.add(entry);
            }
        } catch (NoSuchFileException e) {
            return containers;
        }
        return containers;
    }

    /**
     * Notes in the container's directory which volumes it wants, makes those that are missing, and puts into empty ones what the image has at
     * their places. If that fails, there is none that was not there before.
     */
    static void want(Directories directories, Path container, List<VolumeMount> mounts, RootView view)
            throws IOException {
        VolumeNote note = VolumeNote.of(mounts);
        if (note.volumes().isEmpty()) {
            return;
        }
        List<String> made = new ArrayList<>();
        try {
            Volumes volumes = new ContainerVolumes(directories).volumes;
            made.addAll(volumes.want(WantedMounts.requests(mounts), () -> note.write(container)));
            for (VolumeMount mount : mounts) {
                if (mount instanceof VolumeMount.Named named
                        && named.copied()
                        && named.subpath().isEmpty()) {
                    new FirstUse(directories.data(), named.name()).fill(view, named.target());
                }
            }
            requireParts(directories, mounts, made);
        } catch (IOException | RuntimeException e) {
            try {
                giveUp(directories, container, made);
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    /** What is in a volume that was there before may come until the container starts; a new one is not made for nothing. */
    private static void requireParts(Directories directories, List<VolumeMount> mounts, List<String> made) {
        for (VolumeMount mount : mounts) {
            if (mount instanceof VolumeMount.Named named && !named.subpath().isEmpty() && made.contains(named.name())) {
                Path part = Volumes.mountpoint(directories.data(), named.name()).resolve(named.subpath());
                if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                    throw new ContainerException.NotFound("there is no volume " + named.name() + ", and so no "
                            + named.subpath() + " in it for volume-subpath");
                }
            }
        }
    }

    /** The container is taken away: those of its volumes go that have no name and that no other wants. */
    static void giveUp(Directories directories, Path container) throws IOException {
        List<String> anonymous = VolumeNote.read(container).anonymous();
        if (!anonymous.isEmpty()) {
            giveUp(directories, container, anonymous);
        }
    }

    private static void giveUp(Directories directories, Path container, List<String> names) throws IOException {
        new ContainerVolumes(directories, container.getFileName().toString())
                .volumes.giveUp(names, () -> VolumeNote.delete(container));
    }
}
