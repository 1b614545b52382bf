package dev.jocker.runtime.docker;

import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.oci.Mount;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The mounts of a container in docker's order: its own, then the user's and those on /etc, the shallow ones first. */
final class DockerMounts {
    /** Where an empty file system of the user's starts from; the user's words outweigh these. */
    private static final List<String> TMPFS_OPTIONS = List.of("noexec", "nosuid", "nodev", "rprivate");

    private final RunOptions options;
    private final HostFacts facts;
    private final List<Mount> extra = new ArrayList<>();
    private final Set<String> targets = new HashSet<>();

    private DockerMounts(RunOptions options, HostFacts facts) {
        this.options = options;
        this.facts = facts;
    }

    static List<Mount> of(RunOptions options, HostFacts facts) {
        return new DockerMounts(options, facts).mounts();
    }

    /** shared or rslave where a mount of the user's needs the root to let mounts through, else null. */
    static String rootPropagation(List<VolumeMount> volumes) {
        String propagation = null;
        for (VolumeMount volume : volumes) {
            if (!(volume instanceof VolumeMount.Bind bind)) {
                continue;
            }
            switch (bind.propagation()) {
                case SHARED, RSHARED -> {
                    return "shared";
                }
                case SLAVE, RSLAVE -> propagation = "rslave";
                case PRIVATE, RPRIVATE -> {}
            }
        }
        return propagation;
    }

    private List<Mount> mounts() {
        for (VolumeMount volume : options.storage().volumes()) {
            if (volume instanceof VolumeMount.Tmpfs tmpfs) {
                add(tmpfs(tmpfs));
            } else if (volume instanceof VolumeMount.Bind bind) {
                add(bind(bind));
            } else if (volume instanceof VolumeMount.Named named) {
                add(named(named));
            }
        }
        if (!(options.namespaces().user() instanceof NamespaceChoice.Host)) {
            for (HostFacts.GrantedDevice granted : facts.devices()) {
                String target = granted.device().path();
                add(new Mount(target, "bind", granted.source(), List.of("bind", "rprivate", "nosuid", "noexec")));
            }
        }
        etc("/etc/resolv.conf", facts.etcResolvConf());
        etc("/etc/hostname", facts.etcHostname());
        etc("/etc/hosts", facts.etcHosts());
        sharedMemory();

        List<Mount> mounts = new ArrayList<>();
        for (Mount mount : DockerDefaults.MOUNTS) {
            boolean below = mount.destination().startsWith("/dev/") && targets.contains("/dev");
            if (!below && !targets.contains(mount.destination())) {
                defaultMount(mount, mounts);
            }
        }
        // One that hides another must come first; among equals the order given stays.
        for (int depth = 1, left = extra.size(); left > 0; depth++) {
            for (Mount mount : extra) {
                if (depth(mount.destination()) == depth) {
                    mounts.add(mount);
                    left--;
                }
            }
        }
        return mounts;
    }

    private void defaultMount(Mount mount, List<Mount> mounts) {
        String destination = mount.destination();
        boolean writableCgroup =
                mount.type().equals("cgroup") && options.namespaces().user().isOwn();
        if (destination.equals("/dev/shm")) {
            if (!(options.namespaces().ipc() instanceof NamespaceChoice.None)) {
                mounts.add(mount.withOptions(
                        with(mount.options(), "size=" + options.storage().shmSize())));
            }
        } else if (writableCgroup || options.security().privileged()) {
            mounts.add(mount.withOptions(without(mount.options(), "ro")));
        } else {
            mounts.add(mount);
        }
    }

    /** Another's IPC namespace comes with its shared memory. */
    private void sharedMemory() {
        NamespaceChoice ipc = options.namespaces().ipc();
        if (targets.contains("/dev/shm") || ipc.isOwn()) {
            return;
        }
        Path source = ipc instanceof NamespaceChoice.Host ? Path.of("/dev/shm") : facts.shm();
        if (source != null) {
            add(new Mount("/dev/shm", "bind", source.toString(), List.of("rbind", "rprivate")));
        }
    }

    private void etc(String target, Path source) {
        if (source == null || targets.contains(target)) {
            return;
        }
        List<String> words = new ArrayList<>();
        words.add("rbind");
        if (options.storage().readOnly()) {
            words.add(readOnlyWord());
        }
        words.add("rprivate");
        add(new Mount(target, "bind", source.toString(), words));
    }

    private Mount bind(VolumeMount.Bind bind) {
        List<String> words = new ArrayList<>();
        words.add(bind.recursive() ? "rbind" : "bind");
        switch (bind.access()) {
            case READ_WRITE -> {}
            case READ_ONLY -> words.add(readOnlyWord());
            case READ_ONLY_TOP -> words.add("ro");
            case READ_ONLY_FORCED -> {
                if (!facts.recursiveReadOnly()) {
                    throw new IllegalArgumentException("the mount on " + bind.target()
                            + " can't be made read-only recursively: that needs mount_setattr, Linux 5.12");
                }
                words.add("rro");
            }
        }
        guardDevices(words);
        words.add(bind.propagation().word());
        return new Mount(
                bind.target(), "bind", bind.from(facts.workingDirectory()).source(), words);
    }

    /** Numbers of owners in a volume are the containers', whatever they are on the host for one of them. */
    private Mount named(VolumeMount.Named volume) {
        List<String> words = new ArrayList<>();
        words.add("bind");
        if (volume.readOnly()) {
            words.add("ro");
        }
        guardDevices(words);
        if (!(options.namespaces().user() instanceof NamespaceChoice.Host)) {
            words.add("idmap");
        }
        words.add(MountOptions.BENEATH.concat(volume.top().toString()));
        words.add("rprivate");
        return new Mount(volume.target(), "bind", volume.source().toString(), words);
    }

    private void guardDevices(List<String> words) {
        if (!options.security().privileged() && !facts.guardsDevices()) {
            words.add("nodev"); // nothing else keeps it from devices whose nodes are there
        }
    }

    private String readOnlyWord() {
        return facts.recursiveReadOnly() ? "rro" : "ro";
    }

    private static Mount tmpfs(VolumeMount.Tmpfs tmpfs) {
        return new Mount(tmpfs.target(), "tmpfs", "tmpfs", TmpfsOptions.merge(TMPFS_OPTIONS, tmpfs.options()));
    }

    private void add(Mount mount) {
        targets.add(mount.destination());
        extra.add(mount);
    }

    private static int depth(String path) {
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                depth++;
            }
        }
        return depth;
    }

    static List<String> with(List<String> words, String word) {
        List<String> more = new ArrayList<>(words);
        more.add(word);
        return more;
    }

    private static List<String> without(List<String> words, String word) {
        List<String> fewer = new ArrayList<>(words);
        fewer.remove(word);
        return fewer;
    }
}
