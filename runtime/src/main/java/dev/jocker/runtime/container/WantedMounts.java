package dev.jocker.runtime.container;

import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.options.VolumeMount.Access;
import dev.jocker.runtime.options.VolumeMount.Bind;
import dev.jocker.runtime.options.VolumeMount.Named;
import dev.jocker.runtime.options.VolumeMount.Propagation;
import dev.jocker.runtime.options.VolumesFrom;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.VolumeRequest;
import dev.jocker.runtime.volume.Volumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that is to be mounted into a new container by somebody's wish, each target once: the user's mounts come before those of the containers
 * that he names, and those before the image's volumes. Volumes have their names by then.
 */
final class WantedMounts {
    private final Directories directories;
    private final Map<String, VolumeMount> mounts = new LinkedHashMap<>();

    private WantedMounts(Directories directories) {
        this.directories = directories;
    }

    /** {@code ofImage}: the targets of the image's volumes. */
    static List<VolumeMount> of(Directories directories, RunOptions.Storage storage, List<String> ofImage)
            throws IOException {
        if (ofImage.isEmpty()
                && storage.volumesFrom().isEmpty()
                && storage.volumes().isEmpty()) {
            return List.of();
        }
        var wanted = new WantedMounts(directories);
        for (VolumeMount mount : storage.volumes()) {
            wanted.add(mount);
        }
        for (VolumesFrom other : storage.volumesFrom().reversed()) { // as docker: the last one counts
            wanted.inherit(other);
        }
        for (String target : ofImage) {
            if (!target.startsWith("/") || VolumeMount.clean(target).equals("/")) {
                throw new ContainerException.NotSupported(
                        "the image wants a volume on \"" + target + "\", where none can be", null);
            }
            wanted.add(Named.anonymous(target));
        }
        return List.copyOf(wanted.mounts.values());
    }

    /** Volumes are directories: it is told before anything is made if one is to be where the image has something else. */
    static void requireDirectories(List<VolumeMount> mounts, RootView view) throws IOException {
        for (VolumeMount mount : mounts) {
            if (mount instanceof Named named && named.subpath().isEmpty()) {
                RootView.Kind there = view.find(named.target()).kind();
                if (there == RootView.Kind.FILE || there == RootView.Kind.OTHER) {
                    throw new ContainerException.NotSupported(
                            "a volume cannot be mounted on " + named.target() + ", which is no directory in the image",
                            null);
                }
            }
        }
    }

    private void add(VolumeMount mount) {
        if (mounts.containsKey(mount.target())) {
            return;
        }
        if (mount instanceof Named named) {
            String name = named.name() == null ? VolumeRequest.newName() : named.name();
            mounts.put(mount.target(), named.called(name, Volumes.mountpoint(directories.data(), name)));
        } else {
            mounts.put(mount.target(), mount);
        }
    }

    private void inherit(VolumesFrom other) throws IOException {
        Path directory = directories.container(new ContainerIndex(directories).find(other.container()));
        ContainerRecord record = ContainerRecord.read(directory);
        if (record == null) {
            throw ContainerIndex.notFound(other.container());
        }
        List<String> anonymous = VolumeNote.read(directory).anonymous();
        for (JsonObject mount : record.document().objects("Mounts")) {
            boolean readOnly = other.readOnly() || !mount.flag("RW");
            String target = mount.text("Destination");
            if ("volume".equals(mount.text("Type"))) {
                String name = mount.text("Name");
                String subpath = Volumes.mountpoint(directories.data(), name)
                        .relativize(Path.of(mount.text("Source")))
                        .toString();
                add(new Named(name, anonymous.contains(name), target, readOnly, true, subpath, null));
            } else if ("bind".equals(mount.text("Type"))) {
                add(new Bind(
                        mount.text("Source"),
                        target,
                        readOnly ? Access.READ_ONLY : Access.READ_WRITE,
                        Propagation.of(mount.text("Propagation")),
                        true,
                        false));
            }
        }
    }

    /** The volumes among {@code mounts}, as requests for them. */
    static List<VolumeRequest> requests(List<VolumeMount> mounts) {
        List<VolumeRequest> requests = new ArrayList<>();
        for (VolumeMount mount : mounts) {
            if (mount instanceof Named named) {
                requests.add(
                        named.anonymous() ? VolumeRequest.anonymous(named.name()) : VolumeRequest.named(named.name()));
            }
        }
        return requests;
    }
}
