package dev.jocker.runtime.launch;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.docker.DockerSpec;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.security.Capabilities;
import dev.jocker.runtime.security.CapabilitySet;
import dev.jocker.runtime.security.Confinement;
import dev.jocker.runtime.security.Credentials;
import dev.jocker.runtime.security.DefaultSeccomp;
import dev.jocker.runtime.security.SeccompFilter;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Spec} resolved against this host: what will be made and done, in the runtime's own terms. Making one changes nothing.
 *
 * @param id of the container
 * @param directory of the container, which need not be there yet
 * @param spec what was asked
 * @param root how the root comes to be
 * @param mounts what is mounted
 * @param newNamespaces CLONE_NEW* flags of those made by the clone; a user namespace is made before it
 * @param joins existing ones
 * @param confinement what the process may do
 * @param present the capabilities that the child starts with
 * @param stdio standard streams; what is in it plays no part with a terminal
 * @param cgroup how its control groups come to be
 * @param entry how the child gets into them
 * @param network the networks that it is in; null: none
 */
public record Plan(
        String id,
        Path directory,
        Spec spec,
        RootPlan root,
        MountPlan mounts,
        Flags<CloneFlag> newNamespaces,
        List<Join> joins,
        Confinement confinement,
        CapabilitySet present,
        Stdio stdio,
        CgroupPlan cgroup,
        CgroupEntry entry,
        NetworkPlan network) {

    /** A namespace that exists, and the descriptor of it. */
    record Join(NamespaceKind kind, Path path, Handle handle) {
        /** Whether the clone has to begin in it; the other kinds the child joins itself. */
        boolean isBeforeClone() {
            return kind == NamespaceKind.PID || kind == NamespaceKind.USER;
        }
    }

    /**
     * The plan of a container that starts as {@code spec} says, from {@code prepared}.
     *
     * @param directory of the container; its last name is the id
     * @param again whether it may be started again, with what it has written
     */
    public static Plan of(Path directory, Spec spec, PreparedRoot prepared, Host host, Stdio stdio, boolean again)
            throws IOException {
        return of(directory, spec, prepared, host, stdio, again, null);
    }

    /** The same, of one that is in networks: {@code network}, or null. */
    public static Plan of(
            Path directory,
            Spec spec,
            PreparedRoot prepared,
            Host host,
            Stdio stdio,
            boolean again,
            NetworkPlan network)
            throws IOException {
        String id = directory.getFileName().toString();
        boolean ownUsers = spec.linux().namespace(Namespace.Type.USER) != null;
        CgroupPlan cgroup = host.faults().inGroups(ControlGroups.plan(host.hierarchies(), spec, id));
        RootPlan root = RootPlan.of(directory, prepared, host.writable(), ownUsers, cgroup.guardsDevices(), again);
        MountPlan mounts = MountPlan.of(spec, root, prepared.view(), host.cgroups());
        Flags<CloneFlag> flags = Flags.none(CloneFlag.class);
        List<Join> joins = new ArrayList<>();
        for (Namespace namespace : spec.linux().namespaces()) {
            NamespaceKind kind = kindOf(namespace.type());
            requireSupport(kind);
            if (namespace.path() != null) {
                Path path = Path.of(namespace.path());
                joins.add(new Join(kind, path, new Handle(path.toString())));
            } else if (isMadeByClone(kind) && !(kind == NamespaceKind.NETWORK && network != null)) {
                flags = flags.with(kind.flag());
            }
        }
        CapabilitySet present = ownUsers ? host.kernelCapabilities() : host.ownCapabilities();
        Confinement confinement = confinement(spec, host, cgroup.guardsDevices());
        CgroupEntry entry = CgroupEntry.into(cgroup.cgroup());
        return new Plan(
                id, directory, spec, root, mounts, flags, joins, confinement, present, stdio, cgroup, entry, network);
    }

    /** A user namespace is made before it, and one with networks; those of control groups and times by the child. */
    private static boolean isMadeByClone(NamespaceKind kind) {
        return kind != NamespaceKind.USER && kind != NamespaceKind.TIME && kind != NamespaceKind.CGROUP;
    }

    /** Whether it has a namespace of control groups to itself. */
    boolean hasOwnCgroups() {
        Namespace cgroups = spec.linux().namespace(Namespace.Type.CGROUP);
        return cgroups != null && cgroups.path() == null;
    }

    /** Whether an {@link dev.jocker.runtime.program.ExecWatch} can tell of the exec: it wants the command to be process 1. */
    public boolean canBeWatched() {
        boolean init = "true".equals(spec.annotations().get(DockerSpec.INIT_ANNOTATION));
        return newNamespaces.has(CloneFlag.CLONE_NEWPID) && !init;
    }

    private static void requireSupport(NamespaceKind kind) {
        if (!kind.isSupported()) {
            throw new ContainerException.NotSupported(
                    "this kernel has no " + kind.file() + " namespaces (no /proc/self/ns/" + kind.file() + ")", null);
        }
    }

    public static NamespaceKind kindOf(Namespace.Type type) {
        return switch (type) {
            case PID -> NamespaceKind.PID;
            case NETWORK -> NamespaceKind.NETWORK;
            case MOUNT -> NamespaceKind.MOUNT;
            case IPC -> NamespaceKind.IPC;
            case UTS -> NamespaceKind.UTS;
            case USER -> NamespaceKind.USER;
            case CGROUP -> NamespaceKind.CGROUP;
            case TIME -> NamespaceKind.TIME;
        };
    }

    public static Confinement confinement(Spec spec, Host host, boolean guardsDevices) {
        Process process = spec.process();
        List<Integer> groups = new ArrayList<>();
        for (long gid : process.user().additionalGids()) {
            groups.add((int) gid);
        }
        int uid = (int) process.user().uid();
        Integer umask = process.user().umask();
        var credentials = new Credentials(
                uid, (int) process.user().gid(), groups, umask == null ? Credentials.DEFAULT_UMASK : umask);
        CapabilitySet bounding = CapabilitySet.named(process.capabilities().bounding());
        boolean ownUsers = spec.linux().namespace(Namespace.Type.USER) != null;
        CapabilitySet known = ownUsers ? host.kernelCapabilities() : host.ownCapabilities();
        Capabilities capabilities = Capabilities.forUser(uid, bounding.and(known));
        SeccompFilter seccomp = seccomp(spec, bounding, guardsDevices);
        return new Confinement(credentials, capabilities, seccomp, process.noNewPrivileges());
    }

    private static SeccompFilter seccomp(Spec spec, CapabilitySet bounding, boolean guardsDevices) {
        String wanted = spec.annotations().get(DockerSpec.SECCOMP_ANNOTATION);
        if (wanted == null) {
            return null;
        }
        if (wanted.equals("default")) {
            return DefaultSeccomp.filter(bounding, guardsDevices);
        }
        throw new ContainerException.NotSupported(
                "seccomp profiles from files are not read yet; use --security-opt seccomp=unconfined, or the default",
                null);
    }
}
