package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.image.HostImage;
import dev.jocker.runtime.image.Image;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Processes;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Starts containers. The way in for programs:
 *
 * <pre>{@code
 * var containers = Containers.ofHost();
 * var options = RunOptions.image("host").command("echo", "hello").build();
 * try (var container = containers.start(options, Stdio.inherit())) {
 *     System.out.println(container.await());
 * }
 * }</pre>
 *
 * <p>Needs root, and Linux 5.12 or newer.
 */
public final class Containers {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 32;

    private final Directories directories;
    private final Host host;
    private int fault = -1;

    private Containers(Directories directories, Host host) {
        this.directories = directories;
        this.host = host;
    }

    /** Those of this host, kept where {@link Directories#ofHost} says. */
    public static Containers ofHost() throws IOException {
        return in(Directories.ofHost());
    }

    /** Those kept in {@code directories}, which are made when they are needed. */
    public static Containers in(Directories directories) throws IOException {
        return new Containers(directories, Host.find(directories));
    }

    /** Makes each start fail at the step {@code step} of its child's program: a test then looks what is left. */
    Containers withFault(int step) {
        fault = step;
        return this;
    }

    /** Starts a container and returns when its command runs. What others left behind is freed on the way. */
    public RunningContainer start(RunOptions options, Stdio stdio) throws IOException {
        return start(options, new StartRequest(stdio, null, false));
    }

    /**
     * How to start, beside what.
     *
     * @param stdio standard streams; not looked at where the options want a terminal
     * @param terminalSize of the terminal at the start, or null
     * @param traced whether to note each call's result and time
     */
    public record StartRequest(Stdio stdio, Process.ConsoleSize terminalSize, boolean traced) {}

    /** Starts a container and returns when its command runs. */
    public RunningContainer start(RunOptions options, StartRequest request) throws IOException {
        requireRoot();
        ContainerDirectory.sweep(directories);
        String id = newId();
        var resources = new Resources();
        try {
            PreparedRoot root = prepare(options.source());
            List<IdMapping> mappings = mappings(options, resources);
            ContainerDirectory directory = ContainerDirectory.create(directories, id);
            resources.add(directory::close);
            directory.noteLayers(root.kept());
            requireKept(options.source(), root);
            Plan plan = plan(id, options, root, mappings, request);
            makeDirectories(plan, options);
            ControlGroups.make(plan, directory, resources);
            try (var start = new Start(plan, root.view()).withFault(fault)) {
                var container = new RunningContainer(plan, start.run(request.traced()), note(), resources);
                notePid(directory, container);
                return container;
            }
        } catch (Program.TooLong e) {
            resources.freeAfter(e);
            throw tooMuch(e);
        } catch (IOException | RuntimeException e) {
            resources.freeAfter(e);
            throw e;
        }
    }

    private static ContainerException tooMuch(Program.TooLong e) {
        return new ContainerException.NotSupported(
                "the options ask for more than one start can do (" + e.getMessage()
                        + "): give fewer volumes, devices or sysctls",
                e);
    }

    private static void notePid(ContainerDirectory directory, RunningContainer container) throws IOException {
        try {
            directory.notePid(container.pid());
        } catch (IOException e) {
            try (container) {
                throw e;
            }
        }
    }

    /** What a start would do. Nothing is made but the cached skeleton of the host image. */
    public Explanation explain(RunOptions options, StartRequest request) throws IOException {
        requireRoot();
        String id = newId();
        PreparedRoot root = prepare(options.source());
        boolean ownUsers = options.namespaces().user().isOwn();
        List<IdMapping> mappings = ownUsers ? List.of(new IdMapping(0, 524_288, IdRange.SIZE)) : List.of();
        Plan plan = plan(id, options, root, mappings, request);
        try {
            return Explanation.of(plan, new Start(plan, root.view()).launchProgram());
        } catch (Program.TooLong e) {
            throw tooMuch(e);
        }
    }

    private Plan plan(String id, RunOptions options, PreparedRoot root, List<IdMapping> mappings, StartRequest request)
            throws IOException {
        Path directory = directories.containers().resolve(id);
        Path etc = directory.resolve("etc");
        HostFacts.Builder facts = HostFacts.of(id, RootPlan.merged(directory))
                .workingDirectory(Path.of("").toAbsolutePath().toString())
                .inheritedHostname(inheritsHostname(options) ? hostname() : null)
                .consoleSize(request.terminalSize())
                .etc(etc.resolve("hostname"), etc.resolve("hosts"), etc.resolve("resolv.conf"))
                .idMappings(mappings, mappings)
                .capabilities(host.kernelCapabilities().names())
                .guardsDevices(CgroupPlan.canGuardDevices(host.hierarchies()))
                .limitsSwap(host.hierarchies().limitsSwap());
        DeviceFacts.addTo(facts, options);
        Spec spec = spec(options, root, facts.build());
        return Plan.of(id, directory, spec, root, host, request.stdio());
    }

    /** Only with the image and the kernel at hand it shows that a user, a group or a capability is none. */
    private static Spec spec(RunOptions options, PreparedRoot root, HostFacts facts) throws IOException {
        try {
            return DockerSpec.of(options, root.config(), accounts(root.view()), facts);
        } catch (IllegalArgumentException e) {
            throw new ContainerException.NotFound(e.getMessage(), e);
        }
    }

    /** What the user should know about how the container's changes are kept, or null. */
    private String note() {
        return switch (host.writable()) {
            case ON_DISK -> null;
            case IN_MEMORY ->
                "the container's changes are kept in memory: " + directories.containers()
                        + " is on an overlay itself; set JOCKER_DATA to a directory on ext4, xfs or btrfs";
            case NOT_AT_ALL -> "the container's root is read only: this kernel has no overlay file system";
        };
    }

    private PreparedRoot prepare(RootSource source) throws IOException {
        return switch (source) {
            case RootSource.Directory(Path path) -> ofDirectory(path.toAbsolutePath());
            case RootSource.Image(String reference) ->
                reference.equals(HostImage.NAME) || reference.equals(HostImage.NAME + ":latest")
                        ? ofHostImage()
                        : ofImage(reference);
        };
    }

    private static PreparedRoot ofDirectory(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ContainerException.NotFound("there is no directory " + path + " to be the root");
        }
        return new PreparedRoot(
                List.of(path), List.of(), RootView.of(List.of(path)), ImageConfig.EMPTY, List.of(), null);
    }

    private PreparedRoot ofHostImage() throws IOException {
        HostImage.Root root = HostImage.under(directories.data()).prepare(this::isInUse);
        var config = new ImageConfig(null, null, null, null, List.of("/bin/sh"), null, null, null, null);
        List<Path> skeleton = List.of(root.skeleton());
        return new PreparedRoot(skeleton, root.trees(), root.view(), config, skeleton, null);
    }

    private PreparedRoot ofImage(String reference) throws IOException {
        Image image = ImageStore.under(directories.data()).find(reference).orElse(null);
        if (image == null) {
            throw new ContainerException.NotFound(
                    "there is no image " + reference
                            + " here: `jocker images` lists those that are, `jocker import FILE NAME` makes one of a tar archive");
        }
        return new PreparedRoot(image.layers(), List.of(), image.view(), image.config(), image.layers(), image);
    }

    /** Between {@link #prepare} and the note that it is needed, somebody may have removed what was prepared. */
    private void requireKept(RootSource source, PreparedRoot root) throws IOException {
        if (root.image() != null) {
            if (!ImageStore.under(directories.data()).holds(root.image())) {
                throw new ContainerException.NotFound("the image " + source + " has been removed meanwhile");
            }
            return;
        }
        for (Path kept : root.kept()) {
            if (!Files.isDirectory(kept)) {
                throw new ContainerException.NotFound("the files of the image " + source
                        + " have been replaced meanwhile, since the host has changed: try again");
            }
        }
    }

    /**
     * Whether a container, started and not yet removed, needs a directory of an image. Looks at the disk at each call.
     *
     * @throws UncheckedIOException if that cannot be found out
     */
    public boolean isInUse(Path layer) {
        try {
            return ContainerDirectory.layersInUse(directories).contains(layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<IdMapping> mappings(RunOptions options, Resources resources) throws IOException {
        if (!options.namespaces().user().isOwn()) {
            return List.of();
        }
        IdRange range = IdRange.take(directories);
        resources.add(range::close);
        return List.of(new IdMapping(0, range.first(), IdRange.SIZE));
    }

    private static void makeDirectories(Plan plan, RunOptions options) throws IOException {
        plan.root().makePlaces(Start.rootOf(plan));
        String hostname =
                plan.spec().hostname() == null ? hostname() : plan.spec().hostname();
        EtcFiles.write(plan.directory().resolve("etc"), options, hostname);
    }

    /** As docker: who has the host's network has its name, too. */
    private static boolean inheritsHostname(RunOptions options) {
        return !options.namespaces().uts().isOwn() || options.namespaces().network() instanceof NamespaceChoice.Host;
    }

    private static Accounts accounts(RootView view) throws IOException {
        return Accounts.parse(text(view.read("/etc/passwd")), text(view.read("/etc/group")));
    }

    private static String text(Optional<byte[]> bytes) {
        return bytes.isEmpty() ? "" : new String(bytes.get(), StandardCharsets.UTF_8);
    }

    private static String hostname() throws IOException {
        // Not Files.readString: that reads such a file in two goes, and the kernel gives the whole only to the first.
        try (var file = new FileInputStream("/proc/sys/kernel/hostname")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    private static void requireRoot() {
        if (Processes.effectiveUser() != 0) {
            throw new ContainerException.NotSupported("containers need root: run it with sudo", null);
        }
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
