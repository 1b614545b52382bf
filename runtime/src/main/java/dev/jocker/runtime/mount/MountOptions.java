package dev.jocker.runtime.mount;

import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MountFlag;
import java.util.List;

/**
 * The options of a mount in the words of {@code mount(8)} and the OCI runtime specification, sorted into what {@code mount(2)}
 * wants.
 *
 * @param flags MS_RDONLY and its like
 * @param propagation how the mount is to propagate, or null: as its file system's default
 * @param recursiveReadOnly whether the mounts below a bind mount are to be read only too ({@code rro})
 * @param recursiveBind whether a bind mount takes the mounts below with it ({@code rbind})
 * @param idMapped whether owners are seen through the container's user namespace ({@code idmap}), if it has one
 * @param beneath a directory that the way to a bind mount's source may not leave ({@value #BENEATH}), or null
 * @param data what is left: the file system's own options, joined by commas, or empty
 */
public record MountOptions(
        Flags<MountFlag> flags,
        Propagation propagation,
        boolean recursiveReadOnly,
        boolean recursiveBind,
        boolean idMapped,
        String beneath,
        String data) {
    /** Jocker's own: followed by a directory that holds the source, and whose links must not lead out of it. */
    public static final String BENEATH = "x-jocker.beneath=";

    /** Sorts options, in their order: a later one undoes an earlier one. */
    public static MountOptions parse(List<String> options) {
        Flags<MountFlag> flags = Flags.none(MountFlag.class);
        Propagation propagation = null;
        boolean recursiveReadOnly = false;
        boolean recursiveBind = false;
        boolean idMapped = false;
        String beneath = null;
        var data = new StringBuilder();
        for (String option : options) {
            switch (option) {
                case "defaults", "bind", "async", "loud" -> {}
                case "rbind" -> recursiveBind = true;
                case "ro" -> flags = flags.with(MountFlag.MS_RDONLY);
                case "rro" -> {
                    flags = flags.with(MountFlag.MS_RDONLY);
                    recursiveReadOnly = true;
                }
                case "rw", "rrw" -> {
                    flags = flags.without(MountFlag.MS_RDONLY);
                    recursiveReadOnly = false;
                }
                case "nosuid" -> flags = flags.with(MountFlag.MS_NOSUID);
                case "suid" -> flags = flags.without(MountFlag.MS_NOSUID);
                case "nodev" -> flags = flags.with(MountFlag.MS_NODEV);
                case "dev" -> flags = flags.without(MountFlag.MS_NODEV);
                case "noexec" -> flags = flags.with(MountFlag.MS_NOEXEC);
                case "exec" -> flags = flags.without(MountFlag.MS_NOEXEC);
                case "sync" -> flags = flags.with(MountFlag.MS_SYNCHRONOUS);
                case "dirsync" -> flags = flags.with(MountFlag.MS_DIRSYNC);
                case "mand" -> flags = flags.with(MountFlag.MS_MANDLOCK);
                case "noatime" -> flags = flags.with(MountFlag.MS_NOATIME);
                case "nodiratime" -> flags = flags.with(MountFlag.MS_NODIRATIME);
                case "relatime" -> flags = flags.with(MountFlag.MS_RELATIME);
                case "strictatime" -> flags = flags.with(MountFlag.MS_STRICTATIME);
                case "nosymfollow" -> flags = flags.with(MountFlag.MS_NOSYMFOLLOW);
                case "private", "rprivate" -> propagation = Propagation.PRIVATE;
                case "slave", "rslave" -> propagation = Propagation.SLAVE;
                case "shared", "rshared" -> propagation = Propagation.SHARED;
                case "unbindable", "runbindable" -> propagation = Propagation.UNBINDABLE;
                case "idmap" -> idMapped = true;
                default -> {
                    if (option.startsWith(BENEATH)) {
                        beneath = option.substring(BENEATH.length());
                    } else {
                        data.append(data.isEmpty() ? "" : ",").append(option);
                    }
                }
            }
        }
        return new MountOptions(
                flags, propagation, recursiveReadOnly, recursiveBind, idMapped, beneath, data.toString());
    }
}
