package dev.jocker.runtime.options;

import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.options.RunOptions.ControlGroup;
import dev.jocker.runtime.options.RunOptions.Identity;
import dev.jocker.runtime.options.RunOptions.Lifecycle;
import dev.jocker.runtime.options.RunOptions.NamespaceChoices;
import dev.jocker.runtime.options.RunOptions.ProcessOptions;
import dev.jocker.runtime.options.RunOptions.Resolution;
import dev.jocker.runtime.options.RunOptions.Security;
import dev.jocker.runtime.options.RunOptions.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects {@link RunOptions}; begin with {@link RunOptions#image} or {@link RunOptions#rootfs}. Methods named for a list
 * add to it. Nothing is checked across options before {@link #build}.
 */
public final class RunOptionsBuilder {
    /** What {@code /dev/shm} holds unless told: 64 MiB, as docker's. */
    public static final long DEFAULT_SHM_SIZE = 64L << 20;

    private final RootSource source;
    private List<String> command = List.of();
    private List<String> entrypoint;
    private final List<String> environment = new ArrayList<>();
    private String workingDirectory;
    private UserChoice user;
    private final List<String> groupAdd = new ArrayList<>();
    private boolean terminal;
    private boolean interactive;
    private boolean init;
    private String stopSignal;
    private final Map<String, Ulimit> ulimits = new LinkedHashMap<>();
    private Integer oomScoreAdjust;

    private String name;
    private String hostname;
    private String domainname;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();

    private boolean readOnly;
    private final List<VolumeMount> volumes = new ArrayList<>();
    private final List<VolumesFrom> volumesFrom = new ArrayList<>();
    private final List<DeviceMapping> devices = new ArrayList<>();
    private long shmSize = DEFAULT_SHM_SIZE;

    private final NetworkingBuilder networking = new NetworkingBuilder();
    private NamespaceChoice pid = NamespaceChoice.PRIVATE;
    private NamespaceChoice ipc = NamespaceChoice.PRIVATE;
    private NamespaceChoice uts = NamespaceChoice.PRIVATE;
    private NamespaceChoice cgroup = NamespaceChoice.PRIVATE;
    private NamespaceChoice userNamespace = NamespaceChoice.HOST;
    private TimeNamespaceChoice time = TimeNamespaceChoice.HOST;

    private final List<String> capAdd = new ArrayList<>();
    private final List<String> capDrop = new ArrayList<>();
    private boolean privileged;
    private boolean noNewPrivileges;
    private SeccompChoice seccomp = SeccompChoice.DEFAULT;

    private final List<HostEntry> addHosts = new ArrayList<>();
    private final List<String> dns = new ArrayList<>();
    private final List<String> dnsSearch = new ArrayList<>();
    private final List<String> dnsOptions = new ArrayList<>();
    private final Map<String, String> sysctls = new LinkedHashMap<>();

    private String cgroupParent;
    private Limits limits = Limits.NONE;
    private final List<DeviceRule> deviceRules = new ArrayList<>();

    private RestartPolicy restart = RestartPolicy.NO;
    private boolean autoRemove;
    private Duration stopTimeout;
    private LogLimits log = LogLimits.NONE;
    private HealthRequest health = HealthRequest.IMAGES;

    RunOptionsBuilder(RootSource source) {
        this.source = source;
    }

    /** What to run in place of the image's command; with an entrypoint: its arguments. */
    public RunOptionsBuilder command(String... words) {
        return command(List.of(words));
    }

    /** What to run in place of the image's command; with an entrypoint: its arguments. */
    public RunOptionsBuilder command(List<String> words) {
        command = List.copyOf(words);
        return this;
    }

    /** Takes the place of the image's entrypoint; no words or one empty word: none. */
    public RunOptionsBuilder entrypoint(String... words) {
        entrypoint = words.length == 1 && words[0].isEmpty() ? List.of() : List.of(words);
        return this;
    }

    /** {@code KEY=VALUE} sets a variable, {@code KEY} takes away the image's. See {@link Environment} for the host's values. */
    public RunOptionsBuilder environment(String variable) {
        if (variable.isEmpty() || variable.startsWith("=")) {
            throw BadOption.value("--env", variable, "expected NAME=VALUE or NAME");
        }
        environment.add(variable);
        return this;
    }

    /** Several of {@link #environment(String)}. */
    public RunOptionsBuilder environment(List<String> variables) {
        for (String variable : variables) {
            environment(variable);
        }
        return this;
    }

    /** An absolute path in the container. */
    public RunOptionsBuilder workingDirectory(String path) {
        if (!path.startsWith("/")) {
            throw BadOption.value("--workdir", path, "the working directory must be an absolute path");
        }
        workingDirectory = VolumeMount.clean(path);
        return this;
    }

    public RunOptionsBuilder user(UserChoice choice) {
        user = choice;
        return this;
    }

    /** A further group, name or number. */
    public RunOptionsBuilder groupAdd(String group) {
        if (group.isEmpty()) {
            throw BadOption.value("--group-add", group, "expected a group's name or number");
        }
        groupAdd.add(group);
        return this;
    }

    /** Gives the process a pseudo-terminal. */
    public RunOptionsBuilder terminal(boolean wanted) {
        terminal = wanted;
        return this;
    }

    /** Keeps standard input open. */
    public RunOptionsBuilder interactive(boolean wanted) {
        interactive = wanted;
        return this;
    }

    /** Puts a small process 1 before the command. */
    public RunOptionsBuilder init(boolean wanted) {
        init = wanted;
        return this;
    }

    /** A signal's name, with or without SIG, or its number. */
    public RunOptionsBuilder stopSignal(String signal) {
        stopSignal = RunOptionsCheck.signal(signal);
        return this;
    }

    /** A limit; a later one of the same name takes the earlier one's place. */
    public RunOptionsBuilder ulimit(Ulimit limit) {
        ulimits.put(limit.name(), limit);
        return this;
    }

    /** From -1000 to 1000; {@code proc_pid_oom_score_adj(5)}. */
    public RunOptionsBuilder oomScoreAdjust(int score) {
        if (score < -1000 || score > 1000) {
            throw BadOption.value("--oom-score-adj", Integer.toString(score), "expected a number from -1000 to 1000");
        }
        oomScoreAdjust = score;
        return this;
    }

    /** The container's own name: letters, digits, and after the first of them also {@code _ . -}; at least two. */
    public RunOptionsBuilder name(String word) {
        name = RunOptionsCheck.name(word);
        return this;
    }

    /** At most 64 bytes; {@code sethostname(2)}. */
    public RunOptionsBuilder hostname(String word) {
        hostname = RunOptionsCheck.hostname("--hostname", word);
        return this;
    }

    /** At most 64 bytes; {@code setdomainname(2)}. */
    public RunOptionsBuilder domainname(String word) {
        domainname = RunOptionsCheck.hostname("--domainname", word);
        return this;
    }

    /** {@code KEY=VALUE}, or {@code KEY} with an empty value. */
    public RunOptionsBuilder label(String label) {
        RunOptionsCheck.putPair("--label", label, true, labels);
        return this;
    }

    /** {@code KEY=VALUE}, or {@code KEY} with an empty value. Keys with {@code dev.jocker.} are Jocker's own. */
    public RunOptionsBuilder annotation(String annotation) {
        RunOptionsCheck.annotation(annotation);
        RunOptionsCheck.putPair("--annotation", annotation, true, annotations);
        return this;
    }

    /** Nothing in the root file system can be written but what is mounted on it. */
    public RunOptionsBuilder readOnly(boolean wanted) {
        readOnly = wanted;
        return this;
    }

    /** A {@code -v}, {@code --mount} or {@code --tmpfs}. */
    public RunOptionsBuilder volume(VolumeMount mount) {
        volumes.add(mount);
        return this;
    }

    /** A further container whose mounts it gets, too: {@code --volumes-from}. */
    public RunOptionsBuilder volumesFrom(VolumesFrom other) {
        volumesFrom.add(other);
        return this;
    }

    public RunOptionsBuilder device(DeviceMapping device) {
        devices.add(device);
        return this;
    }

    /** Bytes; {@link ByteSize} reads {@code 64m}. 0 means docker's default. */
    public RunOptionsBuilder shmSize(long bytes) {
        if (bytes < 0) {
            throw BadOption.value("--shm-size", Long.toString(bytes), "a size can't be negative");
        }
        shmSize = bytes == 0 ? DEFAULT_SHM_SIZE : bytes;
        return this;
    }

    /** A network namespace without a network of ours. Unless told, a container has one with nothing but its loopback link. */
    public RunOptionsBuilder network(NamespaceChoice choice) {
        networking.namespace(choice);
        return this;
    }

    /** A {@code --network}; the first of several networks has the default route. */
    public RunOptionsBuilder network(NetworkOption option) {
        networking.add(option);
        return this;
    }

    /** Of the first network, an IPv4 address. */
    public RunOptionsBuilder ip(String address) {
        networking.ip(address);
        return this;
    }

    /** Of the first network, an IPv6 address. */
    public RunOptionsBuilder ip6(String address) {
        networking.ip6(address);
        return this;
    }

    /** The hardware address of the link to the first network. */
    public RunOptionsBuilder macAddress(String address) {
        networking.macAddress(address);
        return this;
    }

    /** A further name in the first network. */
    public RunOptionsBuilder networkAlias(String name) {
        networking.alias(name);
        return this;
    }

    /** Ports of the host that lead to its own; {@link PortMapping#parse} reads {@code 8080:80}. */
    public RunOptionsBuilder publish(List<PortMapping> mappings) {
        networking.publish(mappings);
        return this;
    }

    /** Publishes all exposed ports, the image's too. */
    public RunOptionsBuilder publishAll(boolean wanted) {
        networking.publishAll(wanted);
        return this;
    }

    /** Ports that {@link #publishAll} publishes; {@link ContainerPort#parseExposed} reads {@code 80-90/udp}. */
    public RunOptionsBuilder expose(List<ContainerPort> ports) {
        networking.expose(ports);
        return this;
    }

    public RunOptionsBuilder pid(NamespaceChoice choice) {
        pid = choice;
        return this;
    }

    public RunOptionsBuilder ipc(NamespaceChoice choice) {
        ipc = choice;
        return this;
    }

    public RunOptionsBuilder uts(NamespaceChoice choice) {
        uts = choice;
        return this;
    }

    public RunOptionsBuilder cgroupNamespace(NamespaceChoice choice) {
        cgroup = choice;
        return this;
    }

    public RunOptionsBuilder userNamespace(NamespaceChoice choice) {
        userNamespace = choice;
        return this;
    }

    public RunOptionsBuilder time(TimeNamespaceChoice choice) {
        time = choice;
        return this;
    }

    /** A capability's name, with or without CAP_, or ALL. */
    public RunOptionsBuilder capAdd(String capability) {
        capAdd.add(RunOptionsCheck.capability("--cap-add", capability));
        return this;
    }

    /** A capability's name, with or without CAP_, or ALL. */
    public RunOptionsBuilder capDrop(String capability) {
        capDrop.add(RunOptionsCheck.capability("--cap-drop", capability));
        return this;
    }

    public RunOptionsBuilder privileged(boolean wanted) {
        privileged = wanted;
        return this;
    }

    public RunOptionsBuilder noNewPrivileges(boolean wanted) {
        noNewPrivileges = wanted;
        return this;
    }

    public RunOptionsBuilder seccomp(SeccompChoice choice) {
        seccomp = choice;
        return this;
    }

    public RunOptionsBuilder addHost(HostEntry entry) {
        addHosts.add(entry);
        return this;
    }

    /** A name server's address. */
    public RunOptionsBuilder dns(String address) {
        if (!HostEntry.isAddress(address)) {
            throw BadOption.value("--dns", address, "expected an IPv4 or IPv6 address");
        }
        dns.add(address);
        return this;
    }

    /** A domain to search; a single "." means none. */
    public RunOptionsBuilder dnsSearch(String domain) {
        dnsSearch.add(RunOptionsCheck.domain("--dns-search", domain));
        return this;
    }

    /** An option of {@code resolv.conf(5)}. */
    public RunOptionsBuilder dnsOption(String option) {
        dnsOptions.add(RunOptionsCheck.domain("--dns-option", option));
        return this;
    }

    /** {@code KEY=VALUE}; only those that belong to a namespace. */
    public RunOptionsBuilder sysctl(String setting) {
        RunOptionsCheck.putPair("--sysctl", setting, false, sysctls);
        return this;
    }

    public RunOptionsBuilder restart(RestartPolicy policy) {
        restart = policy;
        return this;
    }

    /** Removes the container at its end. */
    public RunOptionsBuilder autoRemove(boolean wanted) {
        autoRemove = wanted;
        return this;
    }

    /** How long {@code stop} waits between the stop signal and SIGKILL; negative: for ever. */
    public RunOptionsBuilder stopTimeout(Duration time) {
        stopTimeout = time;
        return this;
    }

    public RunOptionsBuilder logLimits(LogLimits limits) {
        log = limits;
        return this;
    }

    /** A check in place of the image's. */
    public RunOptionsBuilder health(HealthCheck check) {
        return health(HealthRequest.of(check));
    }

    /** What is to be otherwise than the image says. */
    public RunOptionsBuilder health(HealthRequest request) {
        health = request;
        return this;
    }

    /** The group that the container's own is made in, below the root of each tree. Empty: the usual one. */
    public RunOptionsBuilder cgroupParent(String path) {
        cgroupParent = path.isEmpty() ? null : RunOptionsCheck.cgroupParent(path);
        return this;
    }

    public RunOptionsBuilder limits(Limits all) {
        limits = all;
        return this;
    }

    /** Devices that it may use; {@link DeviceCgroupRule} reads {@code c 42:* rmw}. */
    public RunOptionsBuilder deviceRule(DeviceRule rule) {
        deviceRules.add(rule);
        return this;
    }

    /**
     * The options, once they go together.
     *
     * @throws IllegalArgumentException with one line, if docker would refuse the combination
     */
    public RunOptions build() {
        RunOptions options = new RunOptions(
                source,
                new Identity(name, hostname, domainname, labels, annotations),
                new ProcessOptions(
                        command,
                        entrypoint,
                        environment,
                        workingDirectory,
                        user,
                        groupAdd,
                        terminal,
                        interactive,
                        init,
                        stopSignal,
                        List.copyOf(ulimits.values()),
                        oomScoreAdjust),
                new Storage(readOnly, volumes, volumesFrom, devices, shmSize),
                new NamespaceChoices(networking.namespace(), pid, ipc, uts, cgroup, userNamespace, time),
                networking.build(),
                new Security(capAdd, capDrop, privileged, noNewPrivileges, seccomp),
                new Resolution(addHosts, dns, dnsSearch, dnsOptions),
                sysctls,
                new ControlGroup(cgroupParent, limits, deviceRules),
                new Lifecycle(restart, autoRemove, stopTimeout, log, health));
        RunOptionsCheck.together(options);
        return options;
    }
}
