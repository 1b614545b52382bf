package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.docker.DockerSpec;
import dev.jocker.runtime.docker.HostFacts;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.launch.EtcFiles;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.NetworkPlan;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.launch.PreparedRoot;
import dev.jocker.runtime.launch.RootPlan;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.launch.UpClaims;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.network.EndpointRequest;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.network.Networks;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecWriter;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Resources;
import dev.jocker.runtime.record.WholeFile;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes containers on the disk, from their options to the record; starting them is another's affair. */
final class Creation {
    static final String SPEC = "config.json";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Directories directories;
    private final Host host;
    private final Roots roots;

    Creation(Directories directories, Host host, Roots roots) {
        this.directories = directories;
        this.host = host;
        this.roots = roots;
    }

    /**
     * What has been made.
     *
     * @param directory locked
     * @param record null for one that is only imagined
     */
    record Made(ContainerDirectory directory, ContainerRecord record, Plan plan, PreparedRoot root) {}

    /** What is asked: the options, how the start is to be, and whether the container lives with this JVM. */
    record Wish(RunOptions options, Containers.StartRequest request, boolean foreground) {
        /** The same with all mounts that come of it. */
        Wish with(List<VolumeMount> mounts) {
            return new Wish(options.withMounts(mounts), request, foreground);
        }
    }

    /** What a container has been given that the options do not say: volumes with their names, numbers of users. */
    private record Given(List<VolumeMount> mounts, List<IdMapping> mappings) {}

    /**
     * Makes a container, with what it has on the host in {@code resources}: the caller frees it if something fails, here or later, and
     * has to let go of the directory.
     */
    Made make(Wish wish, Resources resources) throws IOException {
        RunOptions options = wish.options();
        requireNetworks(options.networking());
        String id = newId();
        PreparedRoot root = roots.prepare(options.source());
        requireHealth(options, root);
        List<VolumeMount> mounts = mounts(options, root);
        ContainerDirectory directory = ContainerDirectory.create(directories, id);
        resources.add(directory::close);
        if (wish.foreground()) {
            ContainerDirectory.markFleeting(directory.path());
        }
        String name = reserveName(options.identity().name(), id, resources);
        List<IdMapping> mappings = mappings(id, options, resources);
        directory.noteLayers(directories, root.kept());
        roots.requireKept(options.source(), root);
        ContainerVolumes.want(directories, directory.path(), mounts, root.view());
        Plan plan = plan(id, wish.with(mounts), root, mappings);
        plan.root().makePlaces(Start.rootOf(plan));
        EtcFiles.write(directory.path().resolve("etc"), options.resolution(), hostname(plan.spec()));
        ContainerRecord record = keep(wish, name, plan, root, new Given(mounts, mappings));
        resources.add(() -> new EventJournal(directories).append(Kind.DESTROY, record, null));
        return new Made(directory, record, plan, root);
    }

    /** What {@link #make} would make: for {@code explain}. */
    Made imagine(RunOptions options, Containers.StartRequest request, boolean foreground) throws IOException {
        String id = newId();
        PreparedRoot root = roots.prepare(options.source());
        boolean ownUsers = options.namespaces().user().isOwn();
        List<IdMapping> mappings = ownUsers ? List.of(new IdMapping(0, IdRange.FIRST, IdRange.SIZE)) : List.of();
        Wish wish = new Wish(options, request, foreground).with(mounts(options, root));
        return new Made(null, null, plan(id, wish, root, mappings), root);
    }

    /** Only with the image at hand it shows that the times are for nothing. */
    private static void requireHealth(RunOptions options, PreparedRoot root) {
        try {
            options.lifecycle().health().over(root.config().health());
        } catch (IllegalArgumentException e) {
            throw new ContainerException.NotSupported(e.getMessage(), e);
        }
    }

    private List<VolumeMount> mounts(RunOptions options, PreparedRoot root) throws IOException {
        List<VolumeMount> mounts =
                WantedMounts.of(directories, options.storage(), root.config().volumes());
        WantedMounts.requireDirectories(mounts, root.view());
        return mounts;
    }

    /** A network that is not there is told before anything is made. */
    private void requireNetworks(RunOptions.Networking networking) throws IOException {
        for (EndpointRequest each : networking.endpoints()) {
            if (!each.network().equals(Network.DEFAULT)) {
                new Networks(directories.data(), directories.run(), new UpClaims(directories)).find(each.network());
            }
        }
    }

    private ContainerRecord keep(Wish wish, String name, Plan plan, PreparedRoot root, Given given) throws IOException {
        long idRange =
                given.mappings().isEmpty() ? 0 : given.mappings().getFirst().hostID();
        ContainerRecord record = DockerRecord.of(
                new DockerRecord.Facts(
                        plan.directory(),
                        name,
                        Instant.now(),
                        idRange,
                        given.mounts(),
                        new Joins(directories, host).ids(wish.options().namespaces()),
                        wish.foreground()),
                wish.options(),
                plan.spec(),
                root);
        WholeFile.writeLightly(plan.directory().resolve(SPEC), SpecWriter.write(plan.spec()));
        if (wish.foreground()) {
            record.writeLightly(plan.directory());
        } else {
            record.write(plan.directory());
        }
        new EventJournal(directories).append(Kind.CREATE, record, null);
        return record;
    }

    private String reserveName(String wanted, String id, Resources resources) throws IOException {
        Reservations names = ContainerIndex.names(directories);
        String name = wanted;
        if (wanted != null) {
            String owner = names.take(wanted, id);
            if (owner != null) {
                throw taken(wanted, owner);
            }
        }
        for (int attempt = 0; name == null; attempt++) {
            String madeUp = MadeUpName.of(attempt, RANDOM);
            name = names.take(madeUp, id) == null ? madeUp : null;
        }
        String reserved = name;
        resources.add(() -> names.release(reserved, id));
        return name;
    }

    static ContainerException.AlreadyExists taken(String name, String owner) {
        return new ContainerException.AlreadyExists("the container name \"/" + name
                + "\" is already in use by container \"" + owner
                + "\": remove or rename that container, or choose another name");
    }

    private List<IdMapping> mappings(String id, RunOptions options, Resources resources) throws IOException {
        if (!options.namespaces().user().isOwn()) {
            return List.of();
        }
        IdRange range = IdRange.take(directories, id);
        resources.add(range::close);
        return List.of(new IdMapping(0, range.first(), IdRange.SIZE));
    }

    private Plan plan(String id, Wish wish, PreparedRoot root, List<IdMapping> mappings) throws IOException {
        RunOptions options = wish.options();
        Path directory = directories.container(id);
        Path etc = etcOwner(options, directory).resolve("etc");
        HostFacts.Builder facts = HostFacts.of(id, RootPlan.merged(directory))
                .workingDirectory(Path.of("").toAbsolutePath().toString())
                .inheritedHostname(inheritsHostname(options) ? hostname() : null)
                .consoleSize(wish.request().terminalSize())
                .etc(etc.resolve("hostname"), etc.resolve("hosts"), etc.resolve("resolv.conf"))
                .idMappings(mappings, mappings)
                .capabilities(host.kernelCapabilities().names())
                .guardsDevices(CgroupPlan.canGuardDevices(host.hierarchies()))
                .limitsSwap(host.hierarchies().limitsSwap());
        DeviceFacts.addTo(facts, options);
        joins(wish, facts);
        Spec spec = spec(options, root, facts.build());
        RunOptions.Networking networking = options.networking();
        NetworkPlan network = NetworkPlan.of(
                networking.endpoints(),
                NetworkPlan.ports(
                        networking.published(),
                        networking.publishAll(),
                        DockerNetworks.exposed(options, root.config())));
        return Plan.of(directory, spec, root, host, wish.request().stdio(), !wish.foreground(), network);
    }

    /** As docker: who shares another's network shares its names, too. */
    private Path etcOwner(RunOptions options, Path directory) throws IOException {
        if (options.namespaces().network() instanceof NamespaceChoice.Container other) {
            return directories.container(
                    new Joins(directories, host).ids(options.namespaces()).get(other.id()));
        }
        return directory;
    }

    /** A kept container's are looked up again at each start. */
    private void joins(Wish wish, HostFacts.Builder facts) throws IOException {
        var joins = new Joins(directories, host);
        for (Map.Entry<String, String> other :
                joins.ids(wish.options().namespaces()).entrySet()) {
            facts.containerPid(other.getKey(), wish.foreground() ? joins.pid(other.getValue()) : 0);
        }
    }

    /** Only with the image and the kernel at hand it shows that a user, a group or a capability is none. */
    private static Spec spec(RunOptions options, PreparedRoot root, HostFacts facts) throws IOException {
        try {
            return DockerSpec.of(options, root.config(), accounts(root.view()), facts);
        } catch (IllegalArgumentException e) {
            throw new ContainerException.NotFound(e.getMessage(), e);
        }
    }

    private static Accounts accounts(RootView view) throws IOException {
        return Accounts.parse(text(view.read("/etc/passwd")), text(view.read("/etc/group")));
    }

    private static String text(Optional<byte[]> bytes) {
        return bytes.isEmpty() ? "" : new String(bytes.get(), StandardCharsets.UTF_8);
    }

    /** As docker: who has the host's network has its name, too. */
    private static boolean inheritsHostname(RunOptions options) {
        return !options.namespaces().uts().isOwn() || options.namespaces().network() instanceof NamespaceChoice.Host;
    }

    /** The container's name for itself. */
    static String hostname(Spec spec) throws IOException {
        return spec.hostname() == null ? hostname() : spec.hostname();
    }

    private static String hostname() throws IOException {
        // Not Files.readString: that reads such a file in two goes, and the kernel gives the whole only to the first.
        try (var file = new FileInputStream("/proc/sys/kernel/hostname")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).trim();
        }
    }

    private static String newId() {
        byte[] bytes = new byte[ContainerIndex.ID_LENGTH / 2];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
