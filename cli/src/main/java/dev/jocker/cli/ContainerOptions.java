package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.options.ByteSize;
import dev.jocker.runtime.options.DeviceCgroupRule;
import dev.jocker.runtime.options.DeviceMapping;
import dev.jocker.runtime.options.Environment;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.options.VolumesFrom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The options that say what a container is: fields, in docker's words, and the {@link RunOptions} they make. */
final class ContainerOptions {
    private final Text name;
    private final Text hostname;
    private final Text domainname;
    private final Texts labels;
    private final Texts labelFiles;
    private final Texts annotations;
    private final Text rootfs;

    private final Switch interactive;
    private final Switch terminal;
    private final Text entrypoint;
    private final Texts environment;
    private final Texts environmentFiles;
    private final Text workingDirectory;
    private final Text user;
    private final Texts groups;
    private final Switch init;
    private final Text stopSignal;

    private final Texts volumes;
    private final Texts mounts;
    private final Texts volumesFrom;
    private final Texts tmpfs;
    private final Switch readOnly;
    private final Texts devices;
    private final Text shmSize;

    private final NetworkOptions networking;
    private final Text pid;
    private final Text ipc;
    private final Text uts;
    private final Text cgroup;
    private final Text userNamespace;
    private final Text time;
    private final Texts addHosts;
    private final Texts dns;
    private final Texts dnsSearch;
    private final Texts dnsOptions;

    private final Switch privileged;
    private final Texts capAdd;
    private final Texts capDrop;
    private final Texts security;
    private final Texts ulimits;
    private final Texts sysctls;
    private final Text oomScoreAdjust;
    private final Text cgroupParent;
    private final Texts deviceRules;
    private final LimitOptions limits;

    private final LifecycleOptions lifecycle;

    ContainerOptions(Options options) {
        name = options.text("NAME", "Name of the container", "--name");
        hostname = options.text("NAME", "Host name inside; the beginning of the id if not given", "-h", "--hostname");
        domainname = options.text("NAME", "NIS domain name inside", "--domainname");
        labels = options.texts("KEY=VALUE", "Label of the container", "-l", "--label");
        labelFiles = options.texts("FILE", "File of labels, one a line", "--label-file");
        annotations = options.texts("KEY=VALUE", "Annotation for the OCI runtime specification", "--annotation");
        rootfs = options.text("DIR", "Take this directory for the root; then no IMAGE is named", "--rootfs");

        options.section("Process");
        interactive = options.flag("Keep standard input open", "-i", "--interactive");
        terminal = options.flag("Give it a terminal", "-t", "--tty");
        entrypoint =
                options.text("COMMAND", "Command in place of the image's entry point; empty: none", "--entrypoint");
        environment = options.texts("KEY[=VALUE]", "Environment variable; without a value: this one's", "-e", "--env");
        environmentFiles = options.texts("FILE", "File of environment variables", "--env-file");
        workingDirectory = options.text("DIR", "Working directory inside", "-w", "--workdir");
        user = options.text("USER[:GROUP]", "User, and group, by name or number", "-u", "--user");
        groups = options.texts("GROUP", "Further group, by name or number", "--group-add");
        init = options.flag("Put a small process 1 before the command, which reaps and passes signals on", "--init");
        stopSignal = options.text("SIGNAL", "Signal that asks it to stop", "--stop-signal");

        options.section("Files and devices");
        volumes = options.texts(
                "[SOURCE:]TARGET[:OPTIONS]",
                "Mount a file or directory of the host, or a volume by its name; without a source: a volume of its own",
                "-v",
                "--volume");
        mounts = options.texts("KEY=VALUE,...", "Mount: type=bind|tmpfs|volume,source=...,target=...", "--mount");
        volumesFrom = options.texts("CONTAINER[:ro]", "What another container has mounted, too", "--volumes-from");
        tmpfs = options.texts("TARGET[:OPTIONS]", "Mount an empty file system in memory", "--tmpfs");
        readOnly = options.flag("Let nothing be written in the root file system", "--read-only");
        devices = options.texts("HOST[:INSIDE][:rwm]", "Device of the host", "--device");
        shmSize = options.text("SIZE", "Size of /dev/shm; 64m if not given", "--shm-size");

        networking = new NetworkOptions(options);

        options.section("Namespaces and names");
        pid = options.text("NAMESPACE", "private, host, container:ID or ns:PATH", "--pid");
        ipc = options.text("NAMESPACE", "private, shareable, none, host, container:ID or ns:PATH", "--ipc");
        uts = options.text("NAMESPACE", "private, host, container:ID or ns:PATH", "--uts");
        cgroup = options.text("NAMESPACE", "private, host, container:ID or ns:PATH", "--cgroupns");
        userNamespace = options.text("NAMESPACE", "host, auto, container:ID or ns:PATH", "--userns");
        time = options.text("NAMESPACE", "host, or private[,monotonic=SECONDS][,boottime=SECONDS]", "--timens");
        addHosts = options.texts("NAME:ADDRESS", "Line for /etc/hosts", "--add-host");
        dns = options.texts("ADDRESS", "Name server", "--dns");
        dnsSearch = options.texts("DOMAIN", "Domain to search; . for none", "--dns-search");
        dnsOptions = options.texts("OPTION", "Option of resolv.conf(5)", "--dns-option");

        options.section("Security");
        privileged = options.flag("Allow everything that root on the host may do", "--privileged");
        capAdd = options.texts("CAPABILITY", "Add a capability, or ALL", "--cap-add");
        capDrop = options.texts("CAPABILITY", "Take away a capability, or ALL", "--cap-drop");
        security = options.texts(
                "OPTION", "no-new-privileges, or seccomp= with default, unconfined or a profile", "--security-opt");
        ulimits = options.texts("NAME=SOFT[:HARD]", "Resource limit, as of setrlimit(2)", "--ulimit");
        sysctls = options.texts("NAME=VALUE", "Kernel parameter of its namespaces", "--sysctl");
        oomScoreAdjust =
                options.text("NUMBER", "How soon it is killed for want of memory, -1000 to 1000", "--oom-score-adj");
        cgroupParent =
                options.text("PATH", "Control group that its own is made in; /jocker if not given", "--cgroup-parent");
        deviceRules = options.texts("RULE", "Devices that it may use, such as \"c 42:* rmw\"", "--device-cgroup-rule");
        limits = new LimitOptions(options);
        lifecycle = new LifecycleOptions(options);
    }

    /** Whether its root is a directory, so that there is no image. */
    boolean hasRootfs() {
        return rootfs.given();
    }

    /** How it goes on and ends. */
    LifecycleOptions lifecycle() {
        return lifecycle;
    }

    /**
     * What the parsed options say.
     *
     * @param words what followed them: image and command, or with {@code --rootfs} the command
     * @throws OptionException if a value is wrong, or they do not go together
     * @throws IOException if an environment file can't be read
     */
    RunOptions runOptions(List<String> words) throws IOException {
        try {
            RunOptionsBuilder builder = source(words);
            identity(builder);
            process(builder);
            storage(builder);
            namespaces(builder);
            resolution(builder);
            security(builder);
            lifecycle.addTo(builder);
            return builder.build();
        } catch (IllegalArgumentException e) { // of the values' parse methods, for the user to read
            throw new OptionException(e.getMessage(), e);
        }
    }

    /** Says what of them has no effect. */
    static void warn(RunOptions asked, Console console) {
        String warning = asked.networking().warning();
        if (warning != null) {
            console.err().println("jocker: ".concat(warning));
        }
    }

    private RunOptionsBuilder source(List<String> words) {
        if (rootfs.given()) {
            if (rootfs.value().isEmpty()) {
                throw new OptionException("--rootfs needs a directory");
            }
            return RunOptions.rootfs(Path.of(rootfs.value())).command(words);
        }
        if (words.isEmpty()) {
            throw new OptionException("it takes an image (\"host\" is there without a download), or --rootfs DIR");
        }
        return RunOptions.image(words.getFirst()).command(words.subList(1, words.size()));
    }

    private void identity(RunOptionsBuilder builder) throws IOException {
        if (name.given()) {
            builder.name(name.value());
        }
        if (hostname.given()) {
            builder.hostname(hostname.value());
        }
        if (domainname.given()) {
            builder.domainname(domainname.value());
        }
        for (String file : labelFiles.values()) {
            for (String label : Environment.parseLabels(file, Files.readAllLines(Path.of(file)))) {
                builder.label(label);
            }
        }
        for (String label : labels.values()) { // after the files: the nearer one counts
            builder.label(label);
        }
        for (String annotation : annotations.values()) {
            builder.annotation(annotation);
        }
    }

    private void process(RunOptionsBuilder builder) throws IOException {
        builder.interactive(interactive.on()).terminal(terminal.on()).init(init.on());
        if (entrypoint.given()) {
            builder.entrypoint(entrypoint.value());
        }
        for (String file : environmentFiles.values()) {
            builder.environment(
                    Environment.parseFile(file, Files.readAllLines(Path.of(file)), HostEnvironment.INSTANCE));
        }
        for (String variable : environment.values()) { // after the files: the nearer one counts
            builder.environment(Environment.resolve(variable, HostEnvironment.INSTANCE));
        }
        if (workingDirectory.given()) {
            builder.workingDirectory(workingDirectory.value());
        }
        if (user.given()) {
            builder.user(UserChoice.parse(user.value()));
        }
        for (String group : groups.values()) {
            builder.groupAdd(group);
        }
        if (stopSignal.given()) {
            builder.stopSignal(stopSignal.value());
        }
    }

    private void storage(RunOptionsBuilder builder) {
        builder.readOnly(readOnly.on());
        for (String volume : volumes.values()) {
            builder.volume(VolumeMount.parseVolume(volume));
        }
        for (String mount : mounts.values()) {
            builder.volume(VolumeMount.parseMount(mount));
        }
        for (String other : volumesFrom.values()) {
            builder.volumesFrom(VolumesFrom.parse(other));
        }
        for (String mount : tmpfs.values()) {
            builder.volume(VolumeMount.parseTmpfs(mount));
        }
        for (String device : devices.values()) {
            builder.device(DeviceMapping.parse(device));
        }
        if (shmSize.given()) {
            builder.shmSize(ByteSize.parse("--shm-size", shmSize.value()));
        }
    }

    private void namespaces(RunOptionsBuilder builder) {
        networking.addTo(builder);
        if (pid.given()) {
            builder.pid(NamespaceChoice.parsePid(pid.value()));
        }
        if (ipc.given()) {
            builder.ipc(NamespaceChoice.parseIpc(ipc.value()));
        }
        if (uts.given()) {
            builder.uts(NamespaceChoice.parseUts(uts.value()));
        }
        if (cgroup.given()) {
            builder.cgroupNamespace(NamespaceChoice.parseCgroup(cgroup.value()));
        }
        if (userNamespace.given()) {
            builder.userNamespace(NamespaceChoice.parseUser(userNamespace.value()));
        }
        if (time.given()) {
            builder.time(TimeNamespaceChoice.parse(time.value()));
        }
    }

    private void resolution(RunOptionsBuilder builder) {
        for (String host : addHosts.values()) {
            builder.addHost(HostEntry.parse(host));
        }
        for (String address : dns.values()) {
            builder.dns(address);
        }
        for (String domain : dnsSearch.values()) {
            builder.dnsSearch(domain);
        }
        for (String option : dnsOptions.values()) {
            builder.dnsOption(option);
        }
    }

    private void security(RunOptionsBuilder builder) {
        builder.privileged(privileged.on());
        for (String capability : capAdd.values()) {
            builder.capAdd(capability);
        }
        for (String capability : capDrop.values()) {
            builder.capDrop(capability);
        }
        for (String option : security.values()) {
            securityOption(builder, option);
        }
        for (String limit : ulimits.values()) {
            builder.ulimit(Ulimit.parse(limit));
        }
        for (String sysctl : sysctls.values()) {
            builder.sysctl(sysctl);
        }
        if (oomScoreAdjust.given()) {
            builder.oomScoreAdjust(Numbers.parse("--oom-score-adj", oomScoreAdjust.value()));
        }
        if (cgroupParent.given()) {
            builder.cgroupParent(cgroupParent.value());
        }
        for (String rule : deviceRules.values()) {
            builder.deviceRule(DeviceCgroupRule.parse(rule));
        }
        builder.limits(limits.limits());
    }

    /** docker separates name and value by = or, as it once did, by a colon. */
    private static void securityOption(RunOptionsBuilder builder, String option) {
        switch (option) {
            case "no-new-privileges", "no-new-privileges=true", "no-new-privileges:true" ->
                builder.noNewPrivileges(true);
            case "no-new-privileges=false", "no-new-privileges:false" -> builder.noNewPrivileges(false);
            case "apparmor=unconfined", "label=disable", "label:disable" -> {} // it is so already
            default -> {
                if (!option.startsWith("seccomp=") && !option.startsWith("seccomp:")) {
                    throw new OptionException("--security-opt \"" + option
                            + "\": expected no-new-privileges, or seccomp=default|unconfined|FILE");
                }
                builder.seccomp(SeccompChoice.parse(option.substring("seccomp=".length())));
            }
        }
    }
}
