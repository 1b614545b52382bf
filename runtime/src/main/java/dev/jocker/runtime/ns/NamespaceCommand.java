package dev.jocker.runtime.ns;

import dev.jocker.runtime.namespace.IdMap;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in namespaces that somebody chose one by one, in words of {@code unshare(1)} and {@code nsenter(1)}: no container, no image, no
 * directory of its own. First it joins namespaces, then it makes others, and then it executes.
 *
 * @param joins namespaces to join, in that order
 * @param made namespaces to make; CLONE_NEW*
 * @param fork whether the command is a child of the process that did so: only children are in a pid namespace
 * @param deathSignal what the command gets when this JVM dies
 * @param identity who it is
 * @param place which files it sees
 * @param offsets of a time namespace that is made
 * @param command what to execute, looked for in the PATH of {@code environment}
 * @param environment {@code KEY=VALUE} each
 */
public record NamespaceCommand(
        List<Join> joins,
        Flags<CloneFlag> made,
        boolean fork,
        int deathSignal,
        Identity identity,
        Place place,
        Offsets offsets,
        List<String> command,
        List<String> environment) {
    public NamespaceCommand {
        joins = List.copyOf(joins);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** A namespace that is there, by a file that stands for it. */
    public record Join(NamespaceKind kind, Path file) {}

    /** Whether {@code setgroups(2)} is left as it is, allowed, or denied, {@code user_namespaces(7)}. */
    public enum GroupsChange {
        UNCHANGED,
        ALLOW,
        DENY
    }

    /**
     * Who it is.
     *
     * @param uids ids of the user namespace that is made; empty: none, and the command is nobody
     * @param gids likewise
     * @param setgroups in that user namespace
     * @param uid null: unchanged
     * @param gid null: unchanged
     */
    public record Identity(List<IdMap> uids, List<IdMap> gids, GroupsChange setgroups, Integer uid, Integer gid) {
        /** As this process is. */
        public static final Identity UNCHANGED = new Identity(List.of(), List.of(), GroupsChange.UNCHANGED, null, null);

        public Identity {
            uids = List.copyOf(uids);
            gids = List.copyOf(gids);
        }
    }

    /** What becomes of the propagation of all mounts in a mount namespace that is made, {@code mount_namespaces(7)}. */
    public enum Propagation {
        PRIVATE,
        SHARED,
        SLAVE,
        UNCHANGED
    }

    /**
     * Which files it sees.
     *
     * @param propagation of the mounts, where a mount namespace is made
     * @param proc where to mount a {@code proc} of its pid namespace; null: nowhere
     * @param root the directory to be its root; null: unchanged
     * @param directory where it works; null: unchanged, or the new root
     * @param openedBefore whether both directories are looked up before namespaces are joined, and not after others are made
     */
    public record Place(Propagation propagation, String proc, Path root, Path directory, boolean openedBefore) {
        /** All as it is. */
        public static final Place UNCHANGED = new Place(Propagation.PRIVATE, null, null, null, false);
    }

    /** How far the clocks of the time namespace that is made are from ours; null: not at all. */
    public record Offsets(TimeOffset monotonic, TimeOffset boottime) {
        public static final Offsets NONE = new Offsets(null, null);
    }

    /** Whether a namespace of this kind is joined. */
    boolean joins(NamespaceKind kind) {
        for (Join join : joins) {
            if (join.kind == kind) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this JVM makes the user namespace, with its maps, and the command joins it: the kernel lets a process map no more than its own
     * id from inside, {@code user_namespaces(7)}.
     */
    boolean mapsFromOutside(long ownUser, long ownGroup) {
        return isMore(identity.uids, ownUser) || isMore(identity.gids, ownGroup);
    }

    private static boolean isMore(List<IdMap> maps, long own) {
        return maps.size() > 1
                || maps.size() == 1
                        && (maps.getFirst().size() > 1 || maps.getFirst().outside() != own);
    }

    /** Whether making a pid namespace goes wrong soon, since the command itself is not in it: what {@code unshare(1)} users meet first. */
    public boolean isPidNamespaceWithoutFork() {
        return !fork && made.has(CloneFlag.CLONE_NEWPID);
    }

    /** The same, which joins these, and makes no user namespace. */
    NamespaceCommand joining(List<Join> others) {
        List<Join> all = new ArrayList<>(others);
        all.addAll(joins);
        return new NamespaceCommand(
                all,
                made.without(CloneFlag.CLONE_NEWUSER),
                fork,
                deathSignal,
                new Identity(List.of(), List.of(), GroupsChange.UNCHANGED, identity.uid, identity.gid),
                place,
                offsets,
                command,
                environment);
    }
}
