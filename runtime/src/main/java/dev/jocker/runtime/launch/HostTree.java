package dev.jocker.runtime.launch;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.mount.Propagation;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.DirectoryEntries;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountAttribute;
import dev.jocker.runtime.syscall.MountChange;
import dev.jocker.runtime.syscall.MountFlag;
import dev.jocker.runtime.syscall.Mounts;
import dev.jocker.runtime.syscall.Mounts.Extent;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.ResolveFlag;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something of the host that the container is to have: copied by descriptor before the start, so that neither a path of the
 * container nor a change meanwhile decides what is mounted.
 *
 * @param source absolute, on the host
 * @param options as for a bind mount
 * @param mapIds whether its owners are to be seen through the container's user namespace
 * @param handle what the program calls it
 */
public record HostTree(Path source, MountOptions options, boolean mapIds, Handle handle) {
    private static final String COPY = "copy what the container is to have of the host";
    private static final Operand CURRENT = Operand.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");
    private static final Flags<OpenFlag> PATH = Flags.of(OpenFlag.O_PATH);
    private static final Flags<ResolveFlag> BENEATH =
            Flags.of(ResolveFlag.RESOLVE_BENEATH, ResolveFlag.RESOLVE_NO_MAGICLINKS);
    private static final int OPEN_HOW_BYTES = 24;
    private static final int RESOLVE_OFFSET = 16;

    static HostTree of(Path source, MountOptions options, boolean mapIds) {
        return new HostTree(source, options, mapIds, new Handle(source.toString()));
    }

    /** Copies it. {@code userNamespace} is null where the container has none of its own. */
    void open(Fd userNamespace) throws IOException {
        try {
            Fd tree = isBeneath() ? copyBeneath() : Mounts.copy(source, extent());
            handle.opened(tree);
            for (MountChange change : changes(userNamespace)) {
                Mounts.change(tree, change);
            }
        } catch (SyscallException e) {
            throw failure(e.call(), e.getMessage(), e.errno(), e);
        }
    }

    /** Whether links on the way could lead somewhere else. */
    private boolean isBeneath() {
        return options.beneath() != null && !source.equals(Path.of(options.beneath()));
    }

    private Fd copyBeneath() throws SyscallException {
        try (Fd top = Descriptors.open(Path.of(options.beneath()), PATH);
                Fd found = DirectoryEntries.resolve(top, below(), PATH, BENEATH)) {
            return Mounts.copy(found, extent());
        }
    }

    /** The way to the source, from where it must not get out of. */
    private String below() {
        return Path.of(options.beneath()).relativize(source).toString();
    }

    /** What {@link #open} does, as steps of a program that has it under the handle's number; {@code userNamespace} as there. */
    List<Instruction> steps(Argument userNamespace) {
        List<Instruction> steps = new ArrayList<>();
        Datum tree = Datum.cell("tree");
        Operand opened = Operand.contents(tree);
        if (isBeneath()) {
            copyBeneath(tree, steps);
        } else {
            steps.add(Call.of(
                            COPY,
                            SystemCall.OPEN_TREE,
                            CURRENT,
                            Operand.string(source.toString()),
                            Operand.of(Mounts.copyFlags(extent())))
                    .into(tree));
        }
        for (MountChange change : changes(userNamespace)) {
            steps.add(Call.of(
                    "as the container is to have it",
                    SystemCall.MOUNT_SETATTR,
                    opened,
                    Operand.string(""),
                    Operand.of(change.where()),
                    Operand.address(Datum.of(change.toString(), change.bytes())),
                    Operand.of(MountChange.BYTES)));
        }
        Operand cloexec = Operand.named(fcntl_h.O_CLOEXEC(), "O_CLOEXEC");
        steps.add(Call.of("where the child expects it", SystemCall.DUP3, opened, Operand.of(handle), cloexec));
        steps.add(Call.of("that is all it takes", SystemCall.CLOSE, opened).ignoringErrors());
        return steps;
    }

    private void copyBeneath(Datum tree, List<Instruction> steps) {
        Datum top = Datum.cell("volume");
        Datum found = Datum.cell("part of the volume");
        Flags<OpenFlag> path = PATH.with(OpenFlag.O_CLOEXEC);
        Datum how = Datum.structure("{flags=" + path + ", resolve=" + BENEATH + "}", OPEN_HOW_BYTES)
                .set64(0, path.bits())
                .set64(RESOLVE_OFFSET, BENEATH.bits());
        steps.add(Call.of(
                        "where it must not get out of",
                        SystemCall.OPENAT,
                        CURRENT,
                        Operand.string(options.beneath()),
                        Operand.of(path))
                .into(top));
        steps.add(Call.of(
                        "the part of it that is wanted, whatever links are in it",
                        SystemCall.OPENAT2,
                        Operand.contents(top),
                        Operand.string(below()),
                        Operand.address(how),
                        Operand.of(OPEN_HOW_BYTES))
                .into(found));
        steps.add(Call.of(
                        COPY,
                        SystemCall.OPEN_TREE,
                        Operand.contents(found),
                        Operand.string(""),
                        Operand.of(Mounts.copyOpenFlags(extent())))
                .into(tree));
        steps.add(Call.of("copied", SystemCall.CLOSE, Operand.contents(found)).ignoringErrors());
        steps.add(Call.of("copied", SystemCall.CLOSE, Operand.contents(top)).ignoringErrors());
    }

    /** What to say of an error of a call that {@link #open} makes, or {@link #steps}; {@code text} is that of the call. */
    IOException failure(SystemCall call, String text, Errno errno, IOException cause) {
        boolean mapping = text.contains(MountAttribute.MOUNT_ATTR_IDMAP.name());
        boolean opening = call == SystemCall.OPEN_TREE || call == SystemCall.OPENAT || call == SystemCall.OPENAT2;
        if (opening && errno == Errno.ENOENT) {
            throw new ContainerException.NotFound("there is no " + source + " on this host to mount", cause);
        }
        if (call == SystemCall.OPENAT2 && (errno == Errno.EXDEV || errno == Errno.ELOOP)) {
            throw new ContainerException.NotFound(
                    "a link in " + options.beneath() + " leads out of the volume: " + below(), cause);
        }
        if (mapping && errno == Errno.EINVAL) {
            return new IOException(
                    "the file system of " + source
                            + " cannot be seen through a user namespace (no id-mapped mounts); "
                            + "run without --userns, or put it on ext4, xfs or btrfs",
                    cause);
        }
        if (mapping && errno == Errno.EPERM) { // mount_setattr(2) says when
            return new IOException(
                    "owners cannot be mapped through this user namespace: it is the host's first, or has no mappings",
                    cause);
        }
        return cause;
    }

    private Extent extent() {
        return options.recursiveBind() ? Extent.TREE : Extent.ONE;
    }

    private List<MountChange> changes(Argument userNamespace) {
        Extent extent = extent();
        List<MountChange> changes = new ArrayList<>();
        Propagation propagation = options.propagation() == null ? Propagation.PRIVATE : options.propagation();
        changes.add(MountChange.propagation(extent, propagation.flag()));
        Flags<MountAttribute> attributes = attributes(options.flags());
        if (!attributes.isEmpty()) {
            boolean whole = extent == Extent.TREE && options.recursiveReadOnly();
            changes.add(MountChange.attributes(whole ? Extent.TREE : Extent.ONE, attributes));
        }
        if (extent == Extent.TREE && options.flags().has(MountFlag.MS_NODEV)) {
            // a mount below would be a way around it
            changes.add(MountChange.attributes(extent, Flags.of(MountAttribute.MOUNT_ATTR_NODEV)));
        }
        if (mapIds && userNamespace != null) {
            changes.add(MountChange.idMapping(extent, userNamespace));
        }
        return changes;
    }

    private static Flags<MountAttribute> attributes(Flags<MountFlag> flags) {
        Flags<MountAttribute> attributes = Flags.none(MountAttribute.class);
        attributes = flags.has(MountFlag.MS_RDONLY) ? attributes.with(MountAttribute.MOUNT_ATTR_RDONLY) : attributes;
        attributes = flags.has(MountFlag.MS_NOSUID) ? attributes.with(MountAttribute.MOUNT_ATTR_NOSUID) : attributes;
        attributes = flags.has(MountFlag.MS_NODEV) ? attributes.with(MountAttribute.MOUNT_ATTR_NODEV) : attributes;
        return flags.has(MountFlag.MS_NOEXEC) ? attributes.with(MountAttribute.MOUNT_ATTR_NOEXEC) : attributes;
    }
}
