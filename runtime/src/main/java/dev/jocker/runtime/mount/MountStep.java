package dev.jocker.runtime.mount;

import static dev.jocker.runtime.syscall.SystemCall.CHDIR;
import static dev.jocker.runtime.syscall.SystemCall.CLOSE;
import static dev.jocker.runtime.syscall.SystemCall.FCHOWNAT;
import static dev.jocker.runtime.syscall.SystemCall.MKNODAT;
import static dev.jocker.runtime.syscall.SystemCall.MOUNT_SETATTR;
import static dev.jocker.runtime.syscall.SystemCall.MOVE_MOUNT;
import static dev.jocker.runtime.syscall.SystemCall.OPENAT;
import static dev.jocker.runtime.syscall.SystemCall.OPEN_TREE;
import static dev.jocker.runtime.syscall.SystemCall.PIVOT_ROOT;
import static dev.jocker.runtime.syscall.SystemCall.SYMLINKAT;
import static dev.jocker.runtime.syscall.SystemCall.UMOUNT2;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mount_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountAttribute;
import dev.jocker.runtime.syscall.MountFlag;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.UnmountFlag;
import java.util.ArrayList;
import java.util.List;

/** One thing to do to a container's file system, as a value. Which system calls do it is known here and nowhere else. */
public sealed interface MountStep {
    /** The system calls, for the child's program. */
    List<Instruction> instructions();

    /** Sets how mounts below {@code target} propagate, all of them. */
    record Propagate(String target, Propagation propagation) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<MountFlag> flags = Flags.of(MountFlag.MS_REC, propagation.flag());
            return List.of(Paths.mount("keep our mounts to ourselves", null, target, null, flags, null));
        }
    }

    /** Mounts layers over each other. */
    record MountOverlay(OverlayLayers layers, String target, Flags<MountFlag> flags) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Paths.mount(
                    "lay a writable layer over the image", "overlay", target, "overlay", flags, layers.mountData()));
        }
    }

    /** Makes a directory on the host a mount point of its own, read only or not: a root without an overlay. */
    record BindRoot(String source, String target) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<MountFlag> bind = Flags.of(MountFlag.MS_BIND, MountFlag.MS_REC);
            return List.of(Paths.mount("a root has to be a mount point", source, target, null, bind, null));
        }
    }

    /**
     * Makes {@code newRoot} the root. The old one is left mounted over it until {@link DetachOldRoot}, and {@code .} and {@code /..}
     * lead to it, so no path of an image's or a user's choice may be followed in between. In a user namespace {@code /proc} and {@code /sys} may only be mounted while others are in sight.
     */
    record Pivot(String newRoot) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(
                    Call.of("go to the new root", CHDIR, Operand.string(newRoot)),
                    Call.of("make it the root", PIVOT_ROOT, Operand.string("."), Operand.string(".")));
        }
    }

    /** Takes the host's file system out of sight. */
    record DetachOldRoot() implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Operand detach = Operand.of(Flags.of(UnmountFlag.MNT_DETACH));
            return List.of(
                    Call.of("let go of the host's file system", UMOUNT2, Operand.string("."), detach),
                    Call.of("stand in the new root", CHDIR, Operand.string("/")));
        }
    }

    /** Mounts a new file system. */
    record NewFileSystem(String reason, String type, String source, String target, Flags<MountFlag> flags, String data)
            implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Paths.mount(reason, source, target, type, flags, data));
        }
    }

    /** Makes sure that a path is a directory and no symbolic link, so that what is mounted there is found there. */
    record RequireDirectory(String path) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<OpenFlag> flags =
                    Flags.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW, OpenFlag.O_CLOEXEC);
            var steps = new ArrayList<>(Paths.makeUnlessThere("a place for " + path, path, 0755));
            steps.add(Call.of(
                    "a directory, not a link that leads elsewhere",
                    OPENAT,
                    Paths.CURRENT,
                    Operand.string(path),
                    Operand.of(flags)));
            return steps;
        }
    }

    /** Makes a directory, with those that lead to it; what is there stays. */
    record MakeDirectories(String path, int mode) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            var steps = new ArrayList<Instruction>();
            for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
                String parent = path.substring(0, slash);
                steps.addAll(Paths.makeUnlessThere("make a directory on the way to " + path, parent, mode));
            }
            steps.addAll(Paths.makeUnlessThere("make a directory that has to be there", path, mode));
            return steps;
        }
    }

    /** Makes a directory where there is none. */
    record MakeDirectory(String path, int mode) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Paths.makeDirectory("a place for a mount", path, mode));
        }
    }

    /** Makes a device node. The umask has to be zero. */
    record MakeNode(String path, int mode, long device) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Call.of(
                    "a device that every program expects",
                    MKNODAT,
                    Paths.CURRENT,
                    Operand.string(path),
                    Operand.of(Devices.mode(mode)),
                    Operand.of(Devices.number(device))));
        }
    }

    /** Gives a file that is no link to a user and a group. */
    record ChangeOwner(String path, long uid, long gid) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Call.of(
                    "whose it is on the host",
                    FCHOWNAT,
                    Paths.CURRENT,
                    Operand.string(path),
                    Operand.of(uid),
                    Operand.of(gid),
                    Operand.named(fcntl_h.AT_SYMLINK_NOFOLLOW(), "AT_SYMLINK_NOFOLLOW")));
        }
    }

    /** Makes a symbolic link. */
    record MakeLink(String path, String target) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return List.of(Call.of(
                    "a name that every program expects",
                    SYMLINKAT,
                    Operand.string(target),
                    Paths.CURRENT,
                    Operand.string(path)));
        }
    }

    /**
     * Copies a mount of the host while it is still in sight, for {@link PlaceCopy} to put into place later.
     *
     * @param cell where the descriptor is kept meanwhile
     */
    record CopyMount(String source, Datum cell) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            long flags = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC();
            Operand named = Operand.named(flags, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC");
            return List.of(Call.of("keep hold of " + source, OPEN_TREE, Paths.CURRENT, Operand.string(source), named)
                    .into(cell));
        }
    }

    /**
     * Keeps hold of a file that stays in sight, whatever is mounted over it later. Before Linux 6.15 a {@link CopyMount copy} that
     * is nowhere yet can't be copied again; the mount this file is on can.
     *
     * @param cell where the descriptor is kept
     */
    record HoldFile(String path, Datum cell) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<OpenFlag> flags = Flags.of(OpenFlag.O_PATH, OpenFlag.O_NOFOLLOW, OpenFlag.O_CLOEXEC);
            return List.of(
                    Call.of("keep hold of " + path, OPENAT, Paths.CURRENT, Operand.string(path), Operand.of(flags))
                            .into(cell));
        }
    }

    /** Puts a {@link CopyMount copied} file, such as a device, to {@code target}, which is made if it isn't there. */
    record PlaceCopy(Datum cell, String target) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return Paths.place(Operand.contents(cell), target, target, false, "put it into place at " + target);
        }
    }

    /**
     * Puts a detached tree that the child inherited to {@code target}, following symbolic links as the container sees them.
     *
     * @param place where to make the path and put the tree if that fails: {@code target} without links, some of which may lead to what
     *     is not there
     */
    record PlaceTree(Argument tree, String target, String place, boolean directory) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            return Paths.place(Operand.of(tree), target, place, directory, "put " + tree + " to " + target);
        }
    }

    /** Makes one mount read only. */
    record ReadOnly(String target) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<MountAttribute> set = Flags.of(MountAttribute.MOUNT_ATTR_RDONLY);
            Datum attributes = Datum.structure("{set=" + set + "}", mount_h.MOUNT_ATTR_SIZE_VER0())
                    .set64(0, set.bits());
            return List.of(Call.of(
                    "nothing here is to be changed",
                    MOUNT_SETATTR,
                    Paths.CURRENT,
                    Operand.string(target),
                    Operand.of(0),
                    Operand.address(attributes),
                    Operand.of(attributes.size())));
        }
    }

    /**
     * Makes a path read only that is part of a larger mount.
     *
     * @param certain whether it is known to be there; else a missing one is left alone. Any other error fails the start
     */
    record ReadOnlyPath(String path, boolean certain) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<MountFlag> bind = Flags.of(MountFlag.MS_BIND, MountFlag.MS_REC);
            Call mount = Paths.mount("a mount of its own, to be read only", path, path, null, bind, null);
            var steps = new ArrayList<Instruction>();
            if (certain) {
                steps.add(mount);
                steps.addAll(new ReadOnly(path).instructions());
                return steps;
            }
            Label done = Label.named("read only " + path);
            steps.addAll(Paths.unlessMissing(mount, done));
            steps.addAll(new ReadOnly(path).instructions());
            steps.add(done);
            return steps;
        }
    }

    /**
     * Hides a file behind a null device, which {@code device} has hold of: not behind the container's own, which may be anything.
     *
     * @param certain as for {@link ReadOnlyPath}
     */
    record MaskFile(String path, Datum device, boolean certain) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Datum copy = Datum.cell("null device");
            long flags = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC() | fcntl_h.AT_EMPTY_PATH();
            var steps = new ArrayList<Instruction>();
            steps.add(Call.of(
                            "a null device, to hide what is the host's alone",
                            OPEN_TREE,
                            Operand.contents(device),
                            Operand.string(""),
                            Operand.named(flags, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH"))
                    .into(copy));
            Operand how = Operand.named(mount_h.MOVE_MOUNT_F_EMPTY_PATH(), "MOVE_MOUNT_F_EMPTY_PATH");
            Call mask = Call.of(
                    "hide it",
                    MOVE_MOUNT,
                    Operand.contents(copy),
                    Operand.string(""),
                    Paths.CURRENT,
                    Operand.string(path),
                    how);
            if (certain) {
                steps.add(mask);
                return steps;
            }
            Label done = Label.named("masked " + path);
            steps.addAll(Paths.unlessMissing(mask, done));
            steps.add(done);
            return steps;
        }
    }

    /** Hides a directory behind an empty one that is read only. */
    record MaskDirectory(String path, boolean certain) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Flags<MountFlag> readOnly = Flags.of(MountFlag.MS_RDONLY);
            Call mask = Paths.mount(
                    "hide a directory behind an empty one",
                    "tmpfs",
                    path,
                    "tmpfs",
                    readOnly,
                    "nr_blocks=1,nr_inodes=1");
            if (certain) {
                return List.of(mask);
            }
            Label done = Label.named("masked " + path);
            var steps = new ArrayList<Instruction>(Paths.unlessMissing(mask, done));
            steps.add(done);
            return steps;
        }
    }

    /** Makes an empty file, for a mount to cover. */
    record MakeFile(String path, int mode) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Datum fd = Datum.cell("file");
            Flags<OpenFlag> flags = Flags.of(OpenFlag.O_CREAT, OpenFlag.O_WRONLY, OpenFlag.O_CLOEXEC);
            return List.of(
                    Call.of(
                                    "an empty file, to mount over",
                                    OPENAT,
                                    Paths.CURRENT,
                                    Operand.string(path),
                                    Operand.of(flags),
                                    Operand.mode(mode))
                            .into(fd),
                    Call.of("it is all we wanted", CLOSE, Operand.contents(fd)).ignoringErrors());
        }
    }

    /** Puts another name on an open file of the container's own: the terminal's slave becomes the console. */
    record BindOpenFile(String reason, Datum fd, String target) implements MountStep {
        @Override
        public List<Instruction> instructions() {
            Datum copy = Datum.cell("copy for " + target);
            long clone = mount_h.OPEN_TREE_CLONE() | fcntl_h.O_CLOEXEC() | fcntl_h.AT_EMPTY_PATH();
            Operand how = Operand.named(mount_h.MOVE_MOUNT_F_EMPTY_PATH(), "MOVE_MOUNT_F_EMPTY_PATH");
            return List.of(
                    Call.of(
                                    reason,
                                    OPEN_TREE,
                                    Operand.contents(fd),
                                    Operand.string(""),
                                    Operand.named(clone, "OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC|AT_EMPTY_PATH"))
                            .into(copy),
                    Call.of(
                            reason,
                            MOVE_MOUNT,
                            Operand.contents(copy),
                            Operand.string(""),
                            Paths.CURRENT,
                            Operand.string(target),
                            how));
        }
    }
}
