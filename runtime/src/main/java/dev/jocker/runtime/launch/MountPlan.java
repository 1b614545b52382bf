package dev.jocker.runtime.launch;

import dev.jocker.runtime.cgroup.CgroupLayout;
import dev.jocker.runtime.image.RootView;
import dev.jocker.runtime.mount.CgroupMounts;
import dev.jocker.runtime.mount.Devices;
import dev.jocker.runtime.mount.MountOptions;
import dev.jocker.runtime.mount.MountStep;
import dev.jocker.runtime.mount.Propagation;
import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.Linux;
import dev.jocker.runtime.oci.Mount;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.program.Datum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a container's first process mounts, in order:
 *
 * <pre>
 *   keep mounts private ─► copy host devices ─► root ─► pivot ─► /proc /sys /dev … ─► detach the host ─► nodes ─► volumes
 *   └─ the host's files are in sight ──────────────────────────────────────────────┘
 * </pre>
 *
 * <p>The kernel's views are mounted while the host's are still there, since in a user namespace the kernel wants to see one before
 * it gives another. What comes after cannot be led out of the container by any link of the image.
 *
 * @param views up to the kernel's own file systems and the device nodes: from here on {@code /proc} is the container's, and nobody
 *     else has put anything into it yet
 * @param volumes what the user wants besides
 * @param finish what makes paths read only and hides them
 * @param trees what has to be copied from the host beforehand
 */
public record MountPlan(List<MountStep> views, List<MountStep> volumes, List<MountStep> finish, List<HostTree> trees) {
    /** What is mounted before the host's root is out of sight; nothing that an image or a user could lead elsewhere. */
    private static final Map<String, String> VIEWS = Map.of(
            "/proc", "proc",
            "/sys", "sysfs",
            "/dev", "tmpfs",
            "/dev/pts", "devpts",
            "/dev/shm", "tmpfs",
            "/dev/mqueue", "mqueue",
            "/sys/fs/cgroup", "cgroup");

    static MountPlan of(Spec spec, RootPlan root, RootView view, CgroupLayout cgroups) throws IOException {
        var building = new Building(spec, root, view, cgroups);
        building.plan();
        return new MountPlan(building.views, building.steps, building.finish, building.trees);
    }

    private static final class Building {
        private final Spec spec;
        private final RootPlan root;
        private final RootView view;
        private final CgroupLayout cgroups;
        private final boolean ownUsers;
        private final List<MountStep> steps = new ArrayList<>();
        private final List<MountStep> finish = new ArrayList<>();
        private final Datum nullDevice = Datum.cell("/dev/null");
        private List<MountStep> views = List.of();
        private final List<HostTree> trees = new ArrayList<>();
        private final List<Datum> copied = new ArrayList<>();

        private Building(Spec spec, RootPlan root, RootView view, CgroupLayout cgroups) {
            this.spec = spec;
            this.root = root;
            this.view = view;
            this.cgroups = cgroups;
            this.ownUsers = spec.linux().namespace(Namespace.Type.USER) != null;
        }

        private void plan() throws IOException {
            steps.add(new MountStep.Propagate("/", Propagation.PRIVATE));
            boolean ownDevices = isMounted("/dev");
            if (!ownDevices && masks()) {
                steps.add(new MountStep.CopyMount("/dev/null", nullDevice));
            }
            if (ownUsers) {
                copyDevices();
            }
            trees.addAll(root.trees());
            steps.addAll(root.steps());
            steps.add(new MountStep.Pivot(RootPlan.merged(root.directory()).toString()));
            int count = 0;
            while (count < spec.mounts().size() && isView(spec.mounts().get(count))) {
                mount(spec.mounts().get(count++));
            }
            steps.add(new MountStep.DetachOldRoot());
            if (ownDevices) {
                devices();
                if (masks()) { // before a volume can lie over the container's own
                    steps.add(new MountStep.HoldFile("/dev/null", nullDevice));
                }
            }
            views = List.copyOf(steps);
            steps.clear();
            for (Mount mount : spec.mounts().subList(count, spec.mounts().size())) {
                mount(mount);
            }
            finish();
        }

        /** Whether it is one of the kernel's own file systems at its usual place, below another one or on a directory of the root. */
        private boolean isView(Mount mount) {
            String target = mount.destination();
            boolean usual =
                    !isBind(mount) && mount.type() != null && mount.type().equals(VIEWS.get(target));
            int slash = target.indexOf('/', 1);
            return usual && (slash < 0 || isMounted(target.substring(0, slash)));
        }

        private static boolean isBind(Mount mount) {
            return "bind".equals(mount.type())
                    || mount.options().contains("bind")
                    || mount.options().contains("rbind");
        }

        private boolean isMounted(String target) {
            for (Mount mount : spec.mounts()) {
                if (mount.destination().equals(target) && !isBind(mount)) {
                    return true;
                }
            }
            return false;
        }

        private void mount(Mount mount) throws IOException {
            MountOptions options = MountOptions.parse(mount.options());
            String target = mount.destination();
            if (isBind(mount)) {
                bind(Path.of(mount.source()), target, options);
                return;
            }
            place(target);
            if ("cgroup".equals(mount.type())) {
                cgroup(target, options);
                return;
            }
            String data = options.data().isEmpty() ? null : options.data();
            steps.add(new MountStep.NewFileSystem(
                    reason(mount.type(), target), mount.type(), mount.source(), target, options.flags(), data));
        }

        private static String reason(String type, String target) {
            return switch (type) {
                case "proc" -> "show the container its own processes";
                case "sysfs" -> "show the kernel's devices and settings";
                case "devpts" -> "pseudo-terminals of its own";
                case "mqueue" -> "message queues of its own IPC namespace";
                case "tmpfs" ->
                    switch (target) {
                        case "/dev" -> "a /dev of its own, for a few nodes";
                        case "/dev/shm" -> "shared memory of its own";
                        default -> "an empty file system in memory";
                    };
                default -> "a file system of type " + type;
            };
        }

        private void bind(Path source, String target, MountOptions options) throws IOException {
            HostTree tree = HostTree.of(source, options, options.idMapped());
            trees.add(tree);
            boolean imagined = options.beneath() != null && !Files.exists(source); // a volume, where one only explains
            boolean directory = Files.isDirectory(source) || imagined;
            steps.add(new MountStep.PlaceTree(tree.handle(), target, view.canonical(target), directory));
        }

        /** A directory to mount on. One at the top must not be a link; below /dev and /sys everything is ours or the kernel's. */
        private void place(String target) {
            if (target.indexOf('/', 1) < 0) {
                steps.add(new MountStep.RequireDirectory(target));
            } else if (target.startsWith("/dev/") && isMounted("/dev")) {
                steps.add(new MountStep.MakeDirectory(target, 0755));
            } else if (!target.startsWith("/sys/") && !target.startsWith("/proc/")) {
                steps.add(new MountStep.MakeDirectories(target, 0755));
            }
        }

        private void cgroup(String target, MountOptions options) throws IOException {
            if (spec.linux().namespace(Namespace.Type.CGROUP) == null) {
                List<String> words = new ArrayList<>(List.of("rbind", "nosuid", "nodev", "noexec"));
                if (options.flags().has(dev.jocker.runtime.syscall.MountFlag.MS_RDONLY)) {
                    words.add("rro");
                }
                bind(Path.of("/sys/fs/cgroup"), target, MountOptions.parse(words));
            } else if (cgroups.isPureVersionTwo()) {
                steps.addAll(CgroupMounts.versionTwo(target, options.flags()));
            } else if (!cgroups.versionOne().isEmpty()) {
                steps.addAll(
                        CgroupMounts.versionOne(cgroups.versionOne(), cgroups.versionTwo(), target, options.flags()));
            }
        }

        private boolean masks() {
            return !spec.linux().maskedPaths().isEmpty();
        }

        /** In a user namespace nobody may make device nodes; the host's are put there instead. */
        private void copyDevices() {
            for (Devices.Node node : Devices.standard()) {
                Datum cell = Datum.cell(node.path());
                copied.add(cell);
                steps.add(new MountStep.CopyMount(node.path(), cell));
            }
        }

        private void devices() throws IOException {
            Devices.Node[] standard = Devices.standard();
            for (int i = 0; i < standard.length; i++) {
                String path = standard[i].path();
                if (ownUsers) {
                    steps.add(new MountStep.PlaceCopy(copied.get(i), path));
                } else if (!isNamed(path)) {
                    steps.add(new MountStep.MakeNode(path, standard[i].mode(), standard[i].number()));
                }
            }
            Set<String> parents = new HashSet<>();
            for (Device device : spec.linux().devices()) {
                device(device, parents);
            }
            link("/dev/ptmx", "pts/ptmx");
            link("/dev/fd", "/proc/self/fd");
            link("/dev/stdin", "/proc/self/fd/0");
            link("/dev/stdout", "/proc/self/fd/1");
            link("/dev/stderr", "/proc/self/fd/2");
            if (Files.exists(Path.of("/proc/kcore"))) {
                link("/dev/core", "/proc/kcore");
            }
        }

        /** Whether a device of the specification takes the place of a standard one. */
        private boolean isNamed(String path) {
            for (Device device : spec.linux().devices()) {
                if (device.path().equals(path)) {
                    return true;
                }
            }
            return false;
        }

        private void device(Device device, Set<String> parents) throws IOException {
            String path = device.path();
            if (ownUsers) {
                bind(Path.of(path), path, MountOptions.parse(List.of("bind")));
                return;
            }
            int slash = path.lastIndexOf('/');
            if (slash > "/dev".length() && parents.add(path.substring(0, slash))) {
                steps.add(new MountStep.MakeDirectories(path.substring(0, slash), 0755));
            }
            int mode = Devices.typeOf(device.type()) | (device.fileMode() == null ? 0666 : device.fileMode() & 07777);
            long number = Devices.number((int) device.major(), (int) device.minor());
            steps.add(new MountStep.MakeNode(path, mode, number));
            long uid = device.uid() == null ? 0 : device.uid();
            long gid = device.gid() == null ? 0 : device.gid();
            if (uid != 0 || gid != 0) {
                steps.add(new MountStep.ChangeOwner(path, uid, gid));
            }
        }

        private void link(String path, String target) {
            steps.add(new MountStep.MakeLink(path, target));
        }

        private void finish() {
            Linux linux = spec.linux();
            for (String path : linux.maskedPaths()) {
                if (mayExist(path)) {
                    boolean directory = Files.isDirectory(Path.of(path));
                    finish.add(
                            directory
                                    ? new MountStep.MaskDirectory(path, isCertain(path))
                                    : new MountStep.MaskFile(path, nullDevice, isCertain(path)));
                }
            }
            for (String path : linux.readonlyPaths()) {
                if (mayExist(path)) {
                    finish.add(new MountStep.ReadOnlyPath(path, isCertain(path)));
                }
            }
            if (spec.root().readonly()) {
                for (String target : root.targets()) {
                    finish.add(new MountStep.ReadOnly(target));
                }
            }
        }

        /** What the host has under /proc and /sys a fresh one has too. */
        private boolean isCertain(String path) {
            return path.startsWith("/proc/") && isMounted("/proc") || path.startsWith("/sys/") && isMounted("/sys");
        }

        /** What the kernel shows under /proc and /sys is the same on the host: what is not there need not be hidden. */
        private static boolean mayExist(String path) {
            return !(path.startsWith("/proc/") || path.startsWith("/sys/")) || Files.exists(Path.of(path));
        }
    }
}
