package dev.jocker.runtime.cgroup;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The trees of control groups that are mounted here: of version 1, of version 2, or both (hybrid).
 *
 * @param versionOne in the order of {@code /proc/self/mountinfo}
 * @param versionTwo or null
 */
public record Hierarchies(List<Hierarchy> versionOne, Hierarchy versionTwo) {
    public Hierarchies {
        versionOne = List.copyOf(versionOne);
    }

    /** This host's, {@code /proc/self/mountinfo} and {@code /proc/self/cgroup}. */
    public static Hierarchies ofHost() throws IOException {
        Hierarchies seen = parse(read("/proc/self/mountinfo"), read("/proc/self/cgroup"));
        List<Hierarchy> versionOne = new ArrayList<>();
        for (Hierarchy each : seen.versionOne) {
            versionOne.add(based(each, each.controllers()));
        }
        Hierarchy versionTwo = seen.versionTwo;
        if (versionTwo != null) {
            Path base = base(versionTwo);
            List<String> controllers =
                    base == null ? List.of() : words(ControlFile.read(base.resolve("cgroup.controllers")));
            versionTwo = based(versionTwo, controllers);
        }
        return new Hierarchies(versionOne, versionTwo);
    }

    /** Reads both files; every root is taken for writable, and version 2 has no controllers yet. */
    static Hierarchies parse(String mountinfo, String cgroup) {
        List<Hierarchy> versionOne = new ArrayList<>();
        Hierarchy versionTwo = null;
        for (String line : lines(mountinfo)) {
            int dash = line.indexOf(" - cgroup");
            if (dash < 0) {
                continue;
            }
            List<String> fields = words(line.substring(0, dash));
            List<String> rest = words(line.substring(dash + 3)); // type, source, options of the file system
            String root = unescaped(fields.get(3));
            Path mount = Path.of(unescaped(fields.get(4)));
            if (rest.getFirst().equals("cgroup2")) {
                if (versionTwo == null) {
                    Path own = own(mount, root, ownPath(cgroup, List.of()));
                    versionTwo = new Hierarchy(List.of(), true, mount, own, mount);
                }
            } else if (rest.getFirst().equals("cgroup")) {
                List<String> controllers = controllers(cgroup, rest.getLast());
                if (!controllers.isEmpty() && find(versionOne, controllers.getFirst()) == null) {
                    Path own = own(mount, root, ownPath(cgroup, controllers));
                    versionOne.add(new Hierarchy(controllers, false, mount, own, mount));
                }
            }
        }
        return new Hierarchies(versionOne, versionTwo);
    }

    /** The tree of version 1 with that controller, or null. */
    public Hierarchy versionOne(String controller) {
        return find(versionOne, controller);
    }

    /** Whether groups of version 2 can have that controller. */
    public boolean versionTwoHas(String controller) {
        return versionTwo != null && versionTwo.has(controller);
    }

    /** Whether there is version 2 and nothing else. */
    public boolean isPureVersionTwo() {
        return versionTwo != null && versionOne.isEmpty();
    }

    /** All of them, version 2 last. */
    public List<Hierarchy> all() {
        List<Hierarchy> all = new ArrayList<>(versionOne);
        if (versionTwo != null) {
            all.add(versionTwo);
        }
        return all;
    }

    /**
     * Whether a limit for memory and swap together can be had: kernels may be built, or started, without (swapaccount=0). Asked of
     * version 1 only: in version 2 the root has no such file, and every kernel that this runs on has it below.
     */
    public boolean limitsSwap() {
        Hierarchy memory = versionOne("memory");
        return memory == null
                ? versionTwoHas("memory")
                : Files.exists(memory.mount().resolve("memory.memsw.limit_in_bytes"));
    }

    private static Hierarchy find(List<Hierarchy> hierarchies, String controller) {
        for (Hierarchy each : hierarchies) {
            if (each.has(controller)) {
                return each;
            }
        }
        return null;
    }

    private static Hierarchy based(Hierarchy seen, List<String> controllers) {
        return new Hierarchy(controllers, seen.versionTwo(), seen.mount(), seen.own(), base(seen));
    }

    private static Path base(Hierarchy hierarchy) {
        if (Files.isWritable(hierarchy.mount())) {
            return hierarchy.mount();
        }
        return Files.isWritable(hierarchy.own()) ? hierarchy.own() : null;
    }

    /** Of the mount's options those that {@code /proc/self/cgroup} has as a line: others are {@code rw}, {@code xattr}, … */
    private static List<String> controllers(String cgroup, String options) {
        List<String> wanted = List.of(options.split(",", -1));
        for (String line : lines(cgroup)) {
            String names = field(line, 1);
            if (!names.isEmpty()) {
                List<String> controllers = List.of(names.split(",", -1));
                if (wanted.containsAll(controllers)) {
                    return controllers;
                }
            }
        }
        return List.of();
    }

    private static String ownPath(String cgroup, List<String> controllers) {
        String wanted = String.join(",", controllers);
        for (String line : lines(cgroup)) {
            if (field(line, 1).equals(wanted)) {
                return field(line, 2);
            }
        }
        return "/";
    }

    /** A bind mount, or another's cgroup namespace, shows a part of the tree: {@code root} is where that begins. */
    private static Path own(Path mount, String root, String path) {
        String below = root.equals("/") ? path : path.startsWith(root) ? path.substring(root.length()) : "/";
        return below.length() <= 1 || below.startsWith("/..") ? mount : mount.resolve(below.substring(1));
    }

    /** Of {@code 4:cpu,cpuacct:/user.slice}; the last one may have colons in it. */
    private static String field(String line, int number) {
        int first = line.indexOf(':');
        int second = line.indexOf(':', first + 1);
        if (second < 0) {
            return "";
        }
        return number == 1 ? line.substring(first + 1, second) : line.substring(second + 1);
    }

    private static String[] lines(String text) {
        return text.split("\\n");
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split(" ", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Blanks and backslashes are octal there: {@code \040}; {@code proc_pid_mountinfo(5)}. */
    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    /** Not Files.readString: the size of such a file is 0, and it is read in two goes. */
    private static String read(String path) throws IOException {
        if (!Files.exists(Path.of(path))) {
            return ""; // a kernel without control groups
        }
        try (var file = new FileInputStream(path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
