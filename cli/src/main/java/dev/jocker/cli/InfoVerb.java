package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.HostInfo;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker info}: this host, and how many containers and images there are, with docker's names where docker has the field. */
final class InfoVerb extends Verb {
    private static final String[] LINES = {
        "Containers", "Containers",
        " Running", "ContainersRunning",
        " Paused", "ContainersPaused",
        " Stopped", "ContainersStopped",
        "Images", "Images",
        "Server Version", "ServerVersion",
        "Storage Driver", "Driver",
        "Logging Driver", "LoggingDriver",
        "Cgroup Version", "CgroupVersion",
        "Cgroup Layout", "CgroupLayout",
        "Kernel Version", "KernelVersion",
        "Operating System", "OperatingSystem",
        "OSType", "OSType",
        "Architecture", "Architecture",
        "CPUs", "NCPU",
        "Total Memory", "MemTotal",
        "Name", "Name",
        "Java", "JavaVersion",
        "Root Dir", "DockerRootDir",
        "Run Dir", "RunDir"
    };

    private final Text format = options.text("FORMAT", "How to print it: json or a Go template", "-f", "--format");

    InfoVerb() {
        super(Command.INFO, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        HostInfo host = engine.info();
        Map<String, Object> tree = tree(host, engine);
        if (!format.given()) {
            console.out().print(text(host, tree));
        } else if (format.value().equals("json")) {
            console.out().println(JsonText.compact(tree));
        } else {
            console.out().println(Listing.render(Listing.parse(Listing.unescaped(format.value())), tree));
        }
        return ExitStatus.SUCCESS;
    }

    private static Map<String, Object> tree(HostInfo host, Engine engine) throws IOException {
        List<ContainerSnapshot> containers = engine.containers().list();
        Set<String> images = new HashSet<>(); // an image of two names is one
        for (Engine.ImageRow image : engine.images()) {
            images.add(image.id());
        }
        long running = count(containers, ContainerStatus.RUNNING) + count(containers, ContainerStatus.RESTARTING);
        long paused = count(containers, ContainerStatus.PAUSED);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("Containers", (long) containers.size());
        tree.put("ContainersRunning", running);
        tree.put("ContainersPaused", paused);
        tree.put("ContainersStopped", containers.size() - running - paused);
        tree.put("Images", (long) images.size());
        tree.put("Driver", host.storage());
        tree.put("DriverStatus", List.of(List.of("Backing Filesystem", host.fileSystem())));
        limits(tree, host);
        tree.put("SystemTime", OffsetDateTime.now(ZoneId.systemDefault()).toString());
        tree.put("LoggingDriver", "json-file");
        tree.put("CgroupDriver", "cgroupfs");
        tree.put("CgroupVersion", host.cgroups().equals("unified") ? "2" : "1");
        tree.put("CgroupLayout", host.cgroups());
        tree.put("CgroupControllers", new LinkedHashMap<>(controllers(host)));
        tree.put("KernelVersion", System.getProperty("os.version"));
        tree.put("OperatingSystem", host.operatingSystem());
        tree.put("OSType", "linux");
        String architecture = System.getProperty("os.arch");
        tree.put("Architecture", architecture.equals("amd64") ? "x86_64" : architecture);
        tree.put("NCPU", (long) host.cpus());
        tree.put("MemTotal", host.memory());
        tree.put("DockerRootDir", host.data().toString());
        tree.put("RunDir", host.run().toString());
        tree.put("Name", host.name());
        tree.put("ServerVersion", Version.NUMBER);
        tree.put("JavaVersion", System.getProperty("java.version"));
        tree.put("SecurityOptions", List.of("name=seccomp,profile=builtin", "name=cgroupns"));
        tree.put("Warnings", warnings(host));
        return tree;
    }

    private static long count(List<ContainerSnapshot> containers, ContainerStatus status) {
        long number = 0;
        for (ContainerSnapshot each : containers) {
            number += each.status() == status ? 1 : 0;
        }
        return number;
    }

    private static void limits(Map<String, Object> tree, HostInfo host) {
        Map<String, Integer> controllers = host.controllers();
        boolean memory = controllers.containsKey("memory");
        boolean cpu = controllers.containsKey("cpu");
        tree.put("MemoryLimit", memory);
        tree.put("SwapLimit", host.limitsSwap());
        tree.put("CpuCfsPeriod", cpu);
        tree.put("CpuCfsQuota", cpu);
        tree.put("CPUShares", cpu);
        tree.put("CPUSet", controllers.containsKey("cpuset"));
        tree.put("PidsLimit", controllers.containsKey("pids"));
        tree.put("OomKillDisable", memory && controllers.get("memory") == 1);
    }

    private static Map<String, Object> controllers(HostInfo host) {
        Map<String, Object> controllers = new LinkedHashMap<>();
        host.controllers().forEach((name, version) -> controllers.put(name, (long) version));
        return controllers;
    }

    /** What cannot be limited here. */
    private static List<Object> warnings(HostInfo host) {
        List<Object> warnings = new ArrayList<>();
        for (String controller : List.of("memory", "cpu", "cpuset", "pids", "blkio")) {
            if (!host.controllers().containsKey(controller)) {
                warnings.add("No limits of the controller ".concat(controller));
            }
        }
        if (host.controllers().containsKey("memory") && !host.limitsSwap()) {
            warnings.add("No swap limit support");
        }
        return warnings;
    }

    private static String text(HostInfo host, Map<String, Object> tree) {
        var text = new StringBuilder();
        for (int i = 0; i < LINES.length; i += 2) {
            Object value = tree.get(LINES[i + 1]);
            text.append(LINES[i]).append(": ");
            text.append(LINES[i + 1].equals("MemTotal") ? Sizes.binary(host.memory()) : value);
            text.append('\n');
            if (LINES[i + 1].equals("Driver")) {
                text.append("  Backing Filesystem: ").append(host.fileSystem()).append('\n');
            } else if (LINES[i + 1].equals("CgroupLayout")) {
                host.controllers()
                        .forEach((name, version) -> text.append("  ")
                                .append(name)
                                .append(": version ")
                                .append(version)
                                .append('\n'));
            }
        }
        for (Object warning : warnings(host)) {
            text.append("WARNING: ").append(warning).append('\n');
        }
        return text.toString();
    }
}
