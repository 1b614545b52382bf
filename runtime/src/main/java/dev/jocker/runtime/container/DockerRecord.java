package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.launch.RootPlan;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.DeviceMapping;
import dev.jocker.runtime.options.HealthCheck;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.LogLimits;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A new container as docker's {@code inspect} describes it, with docker's names for everything that docker has: a pure function. */
final class DockerRecord {
    private static final int VERSION = 1;
    private static final long NANOS = 1_000_000_000L;

    private final Facts facts;
    private final RunOptions options;
    private final Spec spec;
    private final ImageConfig image;

    private DockerRecord(Facts facts, RunOptions options, Spec spec, ImageConfig image) {
        this.facts = facts;
        this.options = options;
        this.spec = spec;
        this.image = image;
    }

    /**
     * What the options do not say.
     *
     * @param directory of the container; its last name is the id
     * @param idRange the first of its user ids, or 0
     * @param mounts all of them, each volume with its name
     * @param joins the ids of the containers whose namespaces it joins, by what the options call them
     * @param foreground whether it lives with this JVM
     */
    record Facts(
            Path directory,
            String name,
            Instant created,
            long idRange,
            List<VolumeMount> mounts,
            Map<String, String> joins,
            boolean foreground) {}

    /** What is to be kept of a container. */
    static ContainerRecord of(Facts facts, RunOptions options, Spec spec, PreparedRoot root) {
        return new ContainerRecord(new DockerRecord(facts, options, spec, root.config()).document(root));
    }

    private JsonObject document(PreparedRoot root) {
        Path directory = facts.directory();
        List<String> arguments = spec.process().args();
        Path etc = directory.resolve("etc");
        String log = facts.foreground() ? "" : directory.resolve("log").toString();
        return new JsonObject()
                .put("Id", directory.getFileName().toString())
                .put("Created", facts.created().toString())
                .put("Path", arguments.getFirst())
                .put("Args", arguments.subList(1, arguments.size()))
                .put("Image", root.image() == null ? "" : root.image().id())
                .put("ResolvConfPath", etc.resolve("resolv.conf").toString())
                .put("HostnamePath", etc.resolve("hostname").toString())
                .put("HostsPath", etc.resolve("hosts").toString())
                .put("LogPath", log)
                .put("Name", "/".concat(facts.name()))
                .put("Driver", "overlay2")
                .put("Platform", "linux")
                .put("Mounts", MountsJson.mounts(facts.mounts()))
                .put("Config", config())
                .put("HostConfig", hostConfig())
                .put("GraphDriver", graphDriver(directory, root))
                .put(ContainerRecord.NETWORK_SETTINGS, new JsonObject()) // known only while it is up
                .put(ContainerRecord.OWN, own(root));
    }

    private JsonObject config() {
        RunOptions.ProcessOptions process = options.process();
        var config = new JsonObject()
                .put("Hostname", spec.hostname() == null ? "" : spec.hostname())
                .put("Domainname", spec.domainname() == null ? "" : spec.domainname())
                .put("User", user())
                .put("AttachStdin", process.interactive())
                .put("AttachStdout", true)
                .put("AttachStderr", true)
                .put("Tty", process.terminal())
                .put("OpenStdin", process.interactive())
                .put("ExposedPorts", DockerNetworks.exposedPorts(DockerNetworks.exposed(options, image)))
                .put("StdinOnce", process.interactive())
                .put("Env", spec.process().env())
                .put("Cmd", command())
                .put("Image", options.source().toString())
                .put("Volumes", MountsJson.anonymous(facts.mounts()))
                .put("WorkingDir", spec.process().cwd())
                .put(
                        "Entrypoint",
                        process.entrypoint() == null ? emptyAsNull(image.entrypoint()) : process.entrypoint())
                .put("Labels", labels());
        String stopSignal = process.stopSignal() == null ? image.stopSignal() : process.stopSignal();
        if (stopSignal != null && !stopSignal.isEmpty()) {
            config.put("StopSignal", stopSignal);
        }
        Duration timeout = options.lifecycle().stopTimeout();
        if (timeout != null) {
            config.put("StopTimeout", timeout.toSeconds());
        }
        HealthCheck health = options.lifecycle().health().over(image.health());
        if (health != null) {
            config.put("Healthcheck", healthCheck(health));
        } else if (options.lifecycle().health().none()) {
            config.put("Healthcheck", new JsonObject().put("Test", List.of("NONE")));
        }
        return config;
    }

    private String user() {
        UserChoice user = options.process().user();
        if (user != null) {
            return user.toString();
        }
        return image.user() == null ? "" : image.user();
    }

    private List<String> command() {
        RunOptions.ProcessOptions process = options.process();
        return emptyAsNull(
                process.entrypoint() == null && process.command().isEmpty() ? image.cmd() : process.command());
    }

    /** The image's, and over them the container's. */
    private JsonObject labels() {
        JsonObject labels = JsonObject.of(image.labels());
        for (Map.Entry<String, String> label : options.identity().labels().entrySet()) {
            labels.put(label.getKey(), label.getValue());
        }
        return labels;
    }

    private static JsonObject healthCheck(HealthCheck health) {
        List<String> test = new ArrayList<>();
        List<String> command = health.command();
        boolean shell = command.size() == 3 && command.subList(0, 2).equals(HealthCheck.SHELL);
        test.add(shell ? "CMD-SHELL" : "CMD");
        test.addAll(shell ? command.subList(2, 3) : command);
        return new JsonObject()
                .put("Test", test)
                .put("Interval", nanos(health.interval()))
                .put("Timeout", nanos(health.timeout()))
                .put("StartPeriod", nanos(health.startPeriod()))
                .put("StartInterval", nanos(health.startInterval()))
                .put("Retries", health.retries());
    }

    private static long nanos(Duration time) {
        return time.getSeconds() * NANOS + time.getNano();
    }

    private JsonObject hostConfig() {
        RunOptions.Security security = options.security();
        RunOptions.NamespaceChoices namespaces = options.namespaces();
        RunOptions.Lifecycle lifecycle = options.lifecycle();
        RunOptions.Networking networking = options.networking();
        RunOptions.Resolution resolution = options.resolution();
        List<String> hosts = new ArrayList<>();
        for (HostEntry entry : resolution.addHosts()) {
            hosts.add(entry.name().concat(":").concat(entry.address()));
        }
        var hostConfig = new JsonObject()
                .put("Binds", emptyAsNull(MountsJson.binds(options.storage().volumes())))
                .put(
                        "VolumesFrom",
                        emptyAsNull(MountsJson.volumesFrom(options.storage().volumesFrom())))
                .put("LogConfig", logConfig(lifecycle.log()))
                .put("NetworkMode", networkMode())
                .put("PortBindings", DockerNetworks.portBindings(networking.published()))
                .put("RestartPolicy", restartPolicy(lifecycle.restart()))
                .put("AutoRemove", lifecycle.autoRemove())
                .put("Annotations", JsonObject.of(options.identity().annotations()))
                .put("CapAdd", emptyAsNull(security.capAdd()))
                .put("CapDrop", emptyAsNull(security.capDrop()))
                .put("ConsoleSize", consoleSize())
                .put("CgroupnsMode", mode(namespaces.cgroup(), "private"))
                .put("Dns", resolution.dns())
                .put("DnsOptions", resolution.dnsOptions())
                .put("DnsSearch", resolution.dnsSearch())
                .put("ExtraHosts", emptyAsNull(hosts))
                .put("GroupAdd", emptyAsNull(options.process().groupAdd()))
                .put("IpcMode", mode(namespaces.ipc(), "private"))
                .put("OomScoreAdj", spec.process().oomScoreAdj())
                .put("PidMode", mode(namespaces.pid(), ""))
                .put("Privileged", security.privileged())
                .put("PublishAllPorts", networking.publishAll())
                .put("ReadonlyRootfs", options.storage().readOnly())
                .put("SecurityOpt", securityOptions())
                .put("UTSMode", mode(namespaces.uts(), ""))
                .put("UsernsMode", mode(namespaces.user(), "auto"))
                .put("ShmSize", options.storage().shmSize())
                .put("Sysctls", JsonObject.of(options.sysctls()))
                .put("Runtime", "jocker")
                .put("Devices", devices())
                .put("Ulimits", ulimits())
                .put("Init", options.process().init())
                .put("MaskedPaths", spec.linux().maskedPaths())
                .put("ReadonlyPaths", spec.linux().readonlyPaths())
                .put(
                        "CgroupParent",
                        options.group().parent() == null ? "" : options.group().parent());
        LimitsJson.putAll(options.group().limits(), hostConfig);
        Resources.Memory memory = spec.linux().resources().memory();
        if (memory != null && memory.swap() != null) {
            hostConfig.put("MemorySwap", memory.swap()); // also where it has not been given
        }
        return hostConfig;
    }

    /** Height and width. */
    private List<Long> consoleSize() {
        Process.ConsoleSize size = spec.process().consoleSize();
        return size == null ? List.of(0L, 0L) : List.of((long) size.height(), (long) size.width());
    }

    static JsonObject restartPolicy(RestartPolicy policy) {
        return new JsonObject().put("Name", policy.kind().word()).put("MaximumRetryCount", policy.maximumRetryCount());
    }

    private static JsonObject logConfig(LogLimits limits) {
        var config = new JsonObject();
        if (limits.maxSize() > 0) {
            config.put("max-size", Long.toString(limits.maxSize()));
            config.put("max-file", Integer.toString(limits.maxFile()));
        }
        return new JsonObject().put("Type", "json-file").put("Config", config);
    }

    private String networkMode() {
        List<EndpointRequest> endpoints = options.networking().endpoints();
        return endpoints.isEmpty()
                ? mode(options.namespaces().network(), "none")
                : endpoints.getFirst().network();
    }

    private String mode(NamespaceChoice choice, String own) {
        if (choice instanceof NamespaceChoice.Host) {
            return "host";
        }
        if (choice instanceof NamespaceChoice.Container container) {
            return "container:".concat(facts.joins().get(container.id()));
        }
        if (choice instanceof NamespaceChoice.AtPath at) {
            return "ns:".concat(at.path().toString());
        }
        return choice instanceof NamespaceChoice.None ? "none" : own;
    }

    private List<String> securityOptions() {
        List<String> words = new ArrayList<>();
        if (options.security().noNewPrivileges()) {
            words.add("no-new-privileges");
        }
        SeccompChoice seccomp = options.security().seccomp();
        if (seccomp instanceof SeccompChoice.Unconfined) {
            words.add("seccomp=unconfined");
        } else if (seccomp instanceof SeccompChoice.Profile profile) {
            words.add("seccomp=".concat(profile.path().toString()));
        }
        return emptyAsNull(words);
    }

    private List<JsonObject> devices() {
        List<JsonObject> devices = new ArrayList<>();
        for (DeviceMapping device : options.storage().devices()) {
            devices.add(new JsonObject()
                    .put("PathOnHost", device.source())
                    .put("PathInContainer", device.target())
                    .put("CgroupPermissions", device.permissions()));
        }
        return devices;
    }

    private List<JsonObject> ulimits() {
        List<JsonObject> limits = new ArrayList<>();
        for (Ulimit limit : options.process().ulimits()) {
            limits.add(new JsonObject()
                    .put("Name", limit.name())
                    .put("Hard", limit.hard())
                    .put("Soft", limit.soft()));
        }
        return limits;
    }

    private static JsonObject graphDriver(Path directory, PreparedRoot root) {
        var lowers = new StringBuilder();
        for (Path lower : root.lowers()) {
            lowers.append(lowers.isEmpty() ? "" : ":").append(lower);
        }
        return new JsonObject()
                .put("Name", "overlay2")
                .put(
                        "Data",
                        new JsonObject()
                                .put("LowerDir", lowers.toString())
                                .put("MergedDir", RootPlan.merged(directory).toString())
                                .put("UpperDir", directory.resolve("root").toString())
                                .put("WorkDir", directory.resolve("root-work").toString()));
    }

    private JsonObject own(PreparedRoot root) {
        var own = new JsonObject().put("Version", VERSION).put("Foreground", facts.foreground());
        Roots.note(root, options.source(), own);
        DockerNetworks.putRequests(options.networking().endpoints(), own);
        if (facts.idRange() != 0) {
            own.put("IdRange", facts.idRange());
        }
        return own;
    }

    private static <T> List<T> emptyAsNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }
}
