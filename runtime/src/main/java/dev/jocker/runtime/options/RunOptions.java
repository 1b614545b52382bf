package dev.jocker.runtime.options;

import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that {@code run} and {@code create} can be told, in docker's terms. Made by {@link #image} or {@link #rootfs}:
 *
 * <pre>{@code
 * RunOptions options = RunOptions.image("host").command("echo", "hi").hostname("box").build();
 * }</pre>
 *
 * Immutable. What is not set has docker's default; {@link RunOptionsBuilder#build} refuses what docker refuses.
 *
 * @param source where the root file system comes from
 * @param identity what the container is called
 * @param process what runs in it
 * @param storage what it sees of files and devices
 * @param namespaces what it has of its own
 * @param networking the networks that it is in
 * @param security what it may do
 * @param resolution how it finds other hosts
 * @param sysctls kernel parameters of its own namespaces, by their dotted names, in the order given
 * @param group what its control groups limit
 * @param lifecycle how it goes on and ends
 */
public record RunOptions(
        RootSource source,
        Identity identity,
        ProcessOptions process,
        Storage storage,
        NamespaceChoices namespaces,
        Networking networking,
        Security security,
        Resolution resolution,
        Map<String, String> sysctls,
        ControlGroup group,
        Lifecycle lifecycle) {

    public RunOptions {
        Objects.requireNonNull(source, "source");
        sysctls = copy(sysctls);
    }

    /**
     * What the container is called.
     *
     * @param name null: one is made up
     * @param hostname null: the first twelve characters of the id
     * @param domainname null: none
     * @param labels for whoever lists containers
     * @param annotations go into the specification
     */
    public record Identity(
            String name,
            String hostname,
            String domainname,
            Map<String, String> labels,
            Map<String, String> annotations) {
        public Identity {
            labels = copy(labels);
            annotations = copy(annotations);
        }
    }

    /**
     * What runs.
     *
     * @param command empty: the image's own
     * @param entrypoint null: the image's own; empty: none
     * @param environment {@code KEY=VALUE} sets, a bare {@code KEY} takes away what the image sets
     * @param workingDirectory null: the image's own, else {@code /}
     * @param user null: the image's own, else root
     * @param groupAdd further groups, names or numbers
     * @param terminal whether it gets a pseudo-terminal
     * @param interactive whether its standard input stays open
     * @param init whether a small process 1 reaps orphans and passes signals on
     * @param stopSignal null: the image's own, else SIGTERM
     * @param ulimits resource limits, each name at most once
     * @param oomScoreAdjust -1000 (never killed for want of memory) to 1000; null: as this process
     */
    public record ProcessOptions(
            List<String> command,
            List<String> entrypoint,
            List<String> environment,
            String workingDirectory,
            UserChoice user,
            List<String> groupAdd,
            boolean terminal,
            boolean interactive,
            boolean init,
            String stopSignal,
            List<Ulimit> ulimits,
            Integer oomScoreAdjust) {
        public ProcessOptions {
            command = List.copyOf(command);
            entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
            environment = List.copyOf(environment);
            groupAdd = List.copyOf(groupAdd);
            ulimits = List.copyOf(ulimits);
        }
    }

    /**
     * Files and devices.
     *
     * @param readOnly whether the root file system can't be written
     * @param volumes mounts, each target at most once
     * @param volumesFrom other containers, whose mounts it gets, too, where it has none of its own
     * @param devices nodes of the host
     * @param shmSize bytes that {@code /dev/shm} holds at most
     */
    public record Storage(
            boolean readOnly,
            List<VolumeMount> volumes,
            List<VolumesFrom> volumesFrom,
            List<DeviceMapping> devices,
            long shmSize) {
        public Storage {
            volumes = List.copyOf(volumes);
            volumesFrom = List.copyOf(volumesFrom);
            devices = List.copyOf(devices);
        }
    }

    /** One choice for each kind of namespace; the mount namespace is always the container's own. */
    public record NamespaceChoices(
            NamespaceChoice network,
            NamespaceChoice pid,
            NamespaceChoice ipc,
            NamespaceChoice uts,
            NamespaceChoice cgroup,
            NamespaceChoice user,
            TimeNamespaceChoice time) {}

    /**
     * Its networks. Where there is none, {@link NamespaceChoices#network} is all: a namespace of another, or one with nothing but its
     * loopback link.
     *
     * @param endpoints the first has the default route
     * @param published ports that are reached by ports of the host's
     * @param publishAll whether the other exposed ports are, too, by whichever are free
     * @param exposed ports that are there to be published, beside the image's
     */
    public record Networking(
            List<EndpointRequest> endpoints,
            List<PortMapping> published,
            boolean publishAll,
            List<ContainerPort> exposed) {
        public Networking {
            endpoints = List.copyOf(endpoints);
            published = List.copyOf(published);
            exposed = List.copyOf(exposed);
        }

        /** What the user should know, or null: ports are published only of a container with a network. */
        public String warning() {
            boolean discarded = endpoints.isEmpty() && (publishAll || !published.isEmpty());
            return discarded ? "published ports are discarded: the container has no network of its own" : null;
        }
    }

    /**
     * What the container may do.
     *
     * @param capAdd capability names with or without CAP_, or ALL
     * @param capDrop likewise
     * @param privileged every capability, every device that has a node in the host's /dev (not in a user namespace), no seccomp filter,
     *     nothing masked
     * @param noNewPrivileges whether set-user-id programs gain nothing; {@code prctl(2)}, PR_SET_NO_NEW_PRIVS
     * @param seccomp which system calls it may make
     */
    public record Security(
            List<String> capAdd,
            List<String> capDrop,
            boolean privileged,
            boolean noNewPrivileges,
            SeccompChoice seccomp) {
        public Security {
            capAdd = List.copyOf(capAdd);
            capDrop = List.copyOf(capDrop);
        }
    }

    /**
     * Lines for {@code /etc/hosts} and {@code /etc/resolv.conf}.
     *
     * @param dns addresses of name servers; empty: the host's
     * @param dnsSearch domains; empty: the host's; a single "." means none
     * @param dnsOptions options of resolv.conf(5); empty: the host's
     */
    public record Resolution(
            List<HostEntry> addHosts, List<String> dns, List<String> dnsSearch, List<String> dnsOptions) {
        public Resolution {
            addHosts = List.copyOf(addHosts);
            dns = List.copyOf(dns);
            dnsSearch = List.copyOf(dnsSearch);
            dnsOptions = List.copyOf(dnsOptions);
        }
    }

    /**
     * How a container goes on and ends.
     *
     * @param restart whether it is started again
     * @param autoRemove whether it is removed at its end
     * @param stopTimeout between the stop signal and SIGKILL; null: 10 seconds
     * @param log how much of its output is kept
     * @param health what is to be otherwise than the image says
     */
    public record Lifecycle(
            RestartPolicy restart, boolean autoRemove, Duration stopTimeout, LogLimits log, HealthRequest health) {}

    /**
     * The container's control groups.
     *
     * @param parent the group that they are made in, from a slash on; null: {@code /jocker}
     * @param deviceRules which devices it may use, beside those that every container may
     */
    public record ControlGroup(String parent, Limits limits, List<DeviceRule> deviceRules) {
        public ControlGroup {
            deviceRules = List.copyOf(deviceRules);
        }
    }

    /** The same with other mounts, and none from other containers. */
    public RunOptions withMounts(List<VolumeMount> mounts) {
        return new RunOptions(
                source,
                identity,
                process,
                new Storage(storage.readOnly(), mounts, List.of(), storage.devices(), storage.shmSize()),
                namespaces,
                networking,
                security,
                resolution,
                sysctls,
                group,
                lifecycle);
    }

    /** Begins the options of a container from an image, for example {@code host}. */
    public static RunOptionsBuilder image(String reference) {
        return new RunOptionsBuilder(new RootSource.Image(reference));
    }

    /** Begins the options of a container whose root is a directory. */
    public static RunOptionsBuilder rootfs(java.nio.file.Path directory) {
        return new RunOptionsBuilder(new RootSource.Directory(directory));
    }

    /** Begins the options of a container that does a step of a build. */
    public static RunOptionsBuilder layers(List<java.nio.file.Path> directories, boolean onHost) {
        return new RunOptionsBuilder(new RootSource.Layers(directories, onHost));
    }

    /** Map.copyOf would lose the order. */
    private static Map<String, String> copy(Map<String, String> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
