package dev.jocker.runtime.container;

import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.mount.Propagation;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountAttribute;
import dev.jocker.runtime.syscall.MountFlag;
import dev.jocker.runtime.syscall.Mounts;
import dev.jocker.runtime.syscall.Mounts.Extent;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Something of the host that the container is to have: copied by descriptor before the start, so that neither a path of the
 * container nor a change meanwhile decides what is mounted.
 *
 * @param source absolute, on the host
 * @param options as for a bind mount
 * @param mapIds whether its owners are to be seen through the container's user namespace
 * @param handle what the program calls it
 */
record HostTree(Path source, MountOptions options, boolean mapIds, Handle handle) {

    static HostTree of(Path source, MountOptions options, boolean mapIds) {
        return new HostTree(source, options, mapIds, new Handle(source.toString()));
    }

    /** Copies it. {@code userNamespace} is null where the container has none of its own. */
    void open(Fd userNamespace) throws IOException {
        Extent extent = options.recursiveBind() ? Extent.TREE : Extent.ONE;
        Fd tree;
        try {
            tree = Mounts.copy(source, extent);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) {
                throw new ContainerException.NotFound("there is no " + source + " on this host to mount", e);
            }
            throw e;
        }
        handle.opened(tree);
        Propagation propagation = options.propagation() == null ? Propagation.PRIVATE : options.propagation();
        Mounts.setPropagation(tree, extent, propagation.flag());
        Flags<MountAttribute> attributes = attributes(options.flags());
        if (!attributes.isEmpty()) {
            boolean whole = extent == Extent.TREE && options.recursiveReadOnly();
            set(tree, whole ? Extent.TREE : Extent.ONE, attributes);
        }
        if (extent == Extent.TREE && options.flags().has(MountFlag.MS_NODEV)) {
            set(tree, extent, Flags.of(MountAttribute.MOUNT_ATTR_NODEV)); // a mount below would be a way around it
        }
        if (mapIds && userNamespace != null) {
            mapIds(tree, extent, userNamespace);
        }
    }

    private static void set(Fd tree, Extent extent, Flags<MountAttribute> attributes) throws IOException {
        Mounts.setAttributes(tree, extent, attributes, Flags.none(MountAttribute.class));
    }

    private void mapIds(Fd tree, Extent extent, Fd userNamespace) throws IOException {
        try {
            Mounts.mapIds(tree, extent, userNamespace);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EINVAL) {
                throw new IOException(
                        "the file system of " + source
                                + " cannot be seen through a user namespace (no id-mapped mounts); "
                                + "run without --userns, or put it on ext4, xfs or btrfs",
                        e);
            }
            if (e.errno() == Errno.EPERM) { // mount_setattr(2) says when
                throw new IOException(
                        "owners cannot be mapped through this user namespace: it is the host's first, or has no mappings",
                        e);
            }
            throw e;
        }
    }

    private static Flags<MountAttribute> attributes(Flags<MountFlag> flags) {
        Flags<MountAttribute> attributes = Flags.none(MountAttribute.class);
        attributes = flags.has(MountFlag.MS_RDONLY) ? attributes.with(MountAttribute.MOUNT_ATTR_RDONLY) : attributes;
        attributes = flags.has(MountFlag.MS_NOSUID) ? attributes.with(MountAttribute.MOUNT_ATTR_NOSUID) : attributes;
        attributes = flags.has(MountFlag.MS_NODEV) ? attributes.with(MountAttribute.MOUNT_ATTR_NODEV) : attributes;
        return flags.has(MountFlag.MS_NOEXEC) ? attributes.with(MountAttribute.MOUNT_ATTR_NOEXEC) : attributes;
    }
}
