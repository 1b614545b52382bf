package dev.jocker.runtime.docker;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.oci.Capabilities;
import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Rlimit;
import dev.jocker.runtime.oci.Root;
import dev.jocker.runtime.oci.Seccomp;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.oci.User;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.BadOption;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code docker run} makes of its options and an image, as a {@link Spec}: a pure function. Where it departs from
 * docker: the domain name is the specification's own member, not a sysctl; the groups of a user are each named once; an
 * init process is asked for by {@link #INIT_ANNOTATION}, not bound into the container.
 */
public final class DockerSpec {
    /** "true": a small process 1 before the command reaps orphans and passes signals on. */
    public static final String INIT_ANNOTATION = "dev.jocker.init";

    /**
     * "default", or "profile:PATH": the filter that the runtime puts in, where {@link HostFacts#seccomp()} was null; a
     * prepared one is dearer to write down than to name. Without this annotation {@link Linux#seccomp()} is all there is.
     */
    public static final String SECCOMP_ANNOTATION = "dev.jocker.seccomp";

    private final RunOptions options;
    private final ImageConfig image;
    private final HostFacts facts;
    private final Accounts.Identity identity;
    private final String hostname;

    private DockerSpec(RunOptions options, ImageConfig image, Accounts accounts, HostFacts facts) {
        this.options = options;
        this.image = image;
        this.facts = facts;
        this.identity = accounts.resolve(user(), options.process().groupAdd());
        this.hostname = hostname();
    }

    /**
     * Makes the specification.
     *
     * @param image what the image says; {@link ImageConfig#EMPTY} for a directory
     * @param accounts the container's own users and groups
     * @throws IllegalArgumentException with one line: no command, an unknown user, group or capability, a container that
     *     {@code facts} do not know
     */
    public static Spec of(RunOptions options, ImageConfig image, Accounts accounts, HostFacts facts) {
        return new DockerSpec(options, image, accounts, facts).spec();
    }

    private Spec spec() {
        boolean ownUts = options.namespaces().uts().isOwn();
        return new Spec(
                Spec.VERSION,
                process(),
                new Root(facts.rootfs().toString(), options.storage().readOnly()),
                ownUts ? hostname : null,
                options.identity().domainname(),
                DockerMounts.of(options, facts),
                null,
                annotations(),
                linux());
    }

    private Process process() {
        RunOptions.ProcessOptions process = options.process();
        List<Rlimit> rlimits = new ArrayList<>();
        for (Ulimit limit : process.ulimits()) {
            rlimits.add(new Rlimit(limit.resource(), limit.hard(), limit.soft()));
        }
        return new Process(
                process.terminal(),
                process.terminal() ? facts.consoleSize() : null,
                processUser(),
                arguments(),
                environment(),
                workingDirectory(),
                capabilities(),
                rlimits,
                options.security().noNewPrivileges(),
                null,
                process.oomScoreAdjust() == null ? Integer.valueOf(0) : process.oomScoreAdjust(),
                null,
                null,
                null,
                null);
    }

    private UserChoice user() {
        if (options.process().user() != null) {
            return options.process().user();
        }
        return image.user() == null || image.user().isEmpty() ? UserChoice.DEFAULT : UserChoice.parse(image.user());
    }

    private User processUser() {
        List<Long> gids = new ArrayList<>();
        gids.add(identity.gid()); // a process that drops its group must not gain by it: docker since 20.10.18
        gids.addAll(identity.groups());
        return new User(identity.uid(), identity.gid(), null, gids);
    }

    /** An entrypoint of the user's also takes the image's command away. */
    private List<String> arguments() {
        List<String> entrypoint = options.process().entrypoint();
        List<String> command = options.process().command();
        List<String> arguments = new ArrayList<>(entrypoint == null ? image.entrypoint() : entrypoint);
        arguments.addAll(entrypoint == null && command.isEmpty() ? image.cmd() : command);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException(options.source() + " has no command of its own: name one after it");
        }
        return arguments;
    }

    private List<String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, DockerDefaults.PATH);
        put(variables, "HOSTNAME=" + hostname);
        if (options.process().terminal()) {
            put(variables, "TERM=xterm");
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String variable : options.process().environment()) {
            put(wanted, variable);
        }
        for (String variable : image.env()) {
            wanted.putIfAbsent(name(variable), variable);
        }
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            if (variable.getValue().equals(variable.getKey())) {
                variables.remove(variable.getKey()); // a bare name takes away
            } else {
                variables.put(variable.getKey(), variable.getValue());
            }
        }
        variables.putIfAbsent("HOME", "HOME=" + identity.home());
        return new ArrayList<>(variables.values());
    }

    private static void put(Map<String, String> variables, String variable) {
        variables.put(name(variable), variable);
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private String workingDirectory() {
        String wanted = options.process().workingDirectory();
        if (wanted == null) {
            wanted = image.workingDir();
        }
        return wanted == null || wanted.isEmpty() ? "/" : wanted;
    }

    /** Bounding, effective and permitted alike; nothing is inheritable or ambient. */
    private Capabilities capabilities() {
        RunOptions.Security security = options.security();
        List<String> granted;
        if (security.privileged()) {
            granted = facts.capabilities();
        } else {
            granted = tweak(known("--cap-add", security.capAdd()), known("--cap-drop", security.capDrop()));
        }
        return new Capabilities(granted, granted, List.of(), granted, List.of());
    }

    private List<String> tweak(List<String> added, List<String> dropped) {
        List<String> granted = new ArrayList<>();
        if (added.contains("ALL")) {
            for (String capability : facts.capabilities()) {
                if (!dropped.contains(capability)) {
                    granted.add(capability);
                }
            }
            return granted;
        }
        if (!dropped.contains("ALL")) {
            for (String capability : DockerDefaults.CAPABILITIES) {
                if (!dropped.contains(capability) && !isUnguarded(capability)) {
                    granted.add(capability);
                }
            }
        }
        for (String capability : added) {
            if (!granted.contains(capability)) {
                granted.add(capability);
            }
        }
        return granted;
    }

    /** Whether only the default filter keeps the capability from the host's devices, where no control group does. */
    private boolean isUnguarded(String capability) {
        return capability.equals("CAP_MKNOD")
                && !facts.guardsDevices()
                && !(options.security().seccomp() instanceof SeccompChoice.Default);
    }

    private List<String> known(String option, List<String> names) {
        for (String name : names) {
            if (!name.equals("ALL") && !facts.capabilities().contains(name)) {
                throw BadOption.value(option, name, "this kernel has no such capability");
            }
        }
        return names;
    }

    private String hostname() {
        if (options.identity().hostname() != null) {
            return options.identity().hostname();
        }
        boolean inherited = !options.namespaces().uts().isOwn()
                || !options.namespaces().network().isOwn();
        if (inherited && facts.inheritedHostname() != null) {
            return facts.inheritedHostname();
        }
        return facts.containerId().substring(0, Math.min(12, facts.containerId().length()));
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>(options.identity().annotations());
        if (options.process().init() && options.namespaces().pid().isOwn()) {
            annotations.put(INIT_ANNOTATION, "true");
        }
        SeccompChoice choice = options.security().seccomp();
        if (filtered() && facts.seccomp() == null) {
            annotations.put(
                    SECCOMP_ANNOTATION,
                    choice instanceof SeccompChoice.Profile profile ? "profile:" + profile.path() : "default");
        }
        return annotations;
    }

    /** --privileged lifts the default filter, not a profile that the user names. */
    private boolean filtered() {
        SeccompChoice choice = options.security().seccomp();
        return choice instanceof SeccompChoice.Profile
                || choice instanceof SeccompChoice.Default
                        && !options.security().privileged();
    }

    private Linux linux() {
        boolean privileged = options.security().privileged();
        List<String> masked = new ArrayList<>();
        if (!privileged) {
            masked.addAll(DockerDefaults.MASKED_PATHS);
            masked.addAll(facts.extraMaskedPaths());
        }
        boolean ownUser = options.namespaces().user().isOwn();
        Seccomp seccomp = filtered() ? facts.seccomp() : null;
        return new Linux(
                ownUser ? facts.uidMappings() : List.of(),
                ownUser ? facts.gidMappings() : List.of(),
                sysctl(),
                DockerResources.of(options, facts),
                cgroupsPath(),
                namespaces(),
                devices(),
                Map.of(),
                seccomp,
                DockerMounts.rootPropagation(options.storage().volumes()),
                masked,
                privileged ? List.of() : DockerDefaults.READONLY_PATHS,
                null,
                null,
                timeOffsets());
    }

    private Map<String, String> sysctl() {
        Map<String, String> sysctl = new LinkedHashMap<>();
        if (options.namespaces().network().isOwn()) {
            if (!options.namespaces().user().isOwn()) {
                sysctl.put("net.ipv4.ping_group_range", "0 2147483647"); // the kernel refuses ids without a mapping
            }
            sysctl.put("net.ipv4.ip_unprivileged_port_start", "0");
        }
        sysctl.putAll(options.sysctls());
        return sysctl;
    }

    private String cgroupsPath() {
        String parent = options.group().parent();
        return (parent == null ? CgroupPlan.PARENT : parent) + "/" + facts.containerId();
    }

    /** In a user namespace nobody may make nodes: there {@link DockerMounts} binds the host's. */
    private List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        if (!(options.namespaces().user() instanceof NamespaceChoice.Host)) {
            return devices;
        }
        for (HostFacts.GrantedDevice granted : facts.devices()) {
            devices.add(granted.device());
        }
        return devices;
    }

    private List<Namespace> namespaces() {
        RunOptions.NamespaceChoices choices = options.namespaces();
        List<Namespace> namespaces = new ArrayList<>();
        namespaces.add(new Namespace(Namespace.Type.MOUNT));
        add(namespaces, Namespace.Type.NETWORK, choices.network(), "net");
        add(namespaces, Namespace.Type.TIME, choices.time().namespace(), "time");
        add(namespaces, Namespace.Type.UTS, choices.uts(), "uts");
        add(namespaces, Namespace.Type.PID, choices.pid(), "pid");
        add(namespaces, Namespace.Type.IPC, choices.ipc(), "ipc");
        add(namespaces, Namespace.Type.USER, choices.user(), "user");
        add(namespaces, Namespace.Type.CGROUP, choices.cgroup(), "cgroup");
        return namespaces;
    }

    private void add(List<Namespace> namespaces, Namespace.Type type, NamespaceChoice choice, String file) {
        if (choice.isOwn()) {
            namespaces.add(new Namespace(type));
        } else if (choice instanceof NamespaceChoice.AtPath at) {
            namespaces.add(new Namespace(type, at.path().toString()));
        } else if (choice instanceof NamespaceChoice.Container container) {
            Long pid = facts.containerPids().get(container.id());
            if (pid == null) {
                throw new IllegalArgumentException(
                        "container " + container.id() + ", whose " + type + " namespace is wanted, is not running");
            }
            namespaces.add(new Namespace(type, "/proc/" + pid + "/ns/" + file));
        }
    }

    private Map<String, TimeOffset> timeOffsets() {
        Map<String, TimeOffset> offsets = new LinkedHashMap<>();
        TimeNamespaceChoice time = options.namespaces().time();
        if (time.monotonic() != null) {
            offsets.put("monotonic", time.monotonic());
        }
        if (time.boottime() != null) {
            offsets.put("boottime", time.boottime());
        }
        return offsets;
    }
}
