package dev.jocker.runtime.namespace;

import dev.jocker.runtime.namespace.NamespaceUse.Holder;
import dev.jocker.runtime.namespace.NamespaceUse.Member;
import dev.jocker.runtime.syscall.FileNames;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All namespaces that can be found: those of the processes in {@code /proc}, those that are mounted somewhere, those that a process has
 * open. {@code lsns(8)}. The kernel has no list of them; one that only a thread or a socket keeps is not found.
 */
public final class NamespaceList {
    private static final Path PROC = Path.of("/proc");
    private static final String FOR_CHILDREN = "_for_children";

    private final Map<NamespaceId, Found> found = new TreeMap<>(
            (a, b) -> a.inode() == b.inode() ? a.kind().compareTo(b.kind()) : Long.compare(a.inode(), b.inode()));

    /** The one on which all namespaces are files. */
    private final Object device;

    private NamespaceList() throws IOException {
        device = Files.getAttribute(Path.of("/proc/self/ns/mnt"), "unix:dev");
    }

    /** What is known of one so far. */
    private static final class Found {
        private final List<Member> members = new ArrayList<>();
        private final List<String> mounts = new ArrayList<>();
        private final List<Holder> holders = new ArrayList<>();
    }

    /** Looks at all processes that this one can see, and may look at. The namespaces are in the order of their numbers. */
    public static List<NamespaceUse> read() throws IOException {
        var list = new NamespaceList();
        for (int pid : pids()) {
            list.addProcess(pid);
        }
        list.addMounts(Files.readString(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
        List<NamespaceUse> all = new ArrayList<>();
        for (Map.Entry<NamespaceId, Found> entry : list.found.entrySet()) {
            Found one = entry.getValue();
            all.add(new NamespaceUse(entry.getKey(), one.members, one.mounts, one.holders));
        }
        return all;
    }

    /** The namespaces of one process, a link each below {@code /proc/PID/ns}. */
    public static List<NamespaceId> of(int pid) throws IOException {
        List<NamespaceId> ids = new ArrayList<>();
        Path directory = PROC.resolve(pid + "/ns");
        if (!Files.isDirectory(directory)) {
            throw new IOException("there is no process " + pid);
        }
        for (NamespaceKind kind : NamespaceKind.values()) {
            if (kind.isSupported()) {
                ids.add(NamespaceId.ofLink(directory.resolve(kind.file())));
            }
        }
        return ids;
    }

    private static List<Integer> pids() throws IOException {
        List<Integer> pids = new ArrayList<>();
        for (String name : names(PROC)) {
            if (Character.isDigit(name.charAt(0))) {
                pids.add(Integer.valueOf(name));
            }
        }
        pids.sort(null);
        return pids;
    }

    private Found at(NamespaceId id) {
        return found.computeIfAbsent(id, _ -> new Found());
    }

    /** One that ends meanwhile, or is another user's, is left out, or what can be seen of it is told. */
    private void addProcess(int pid) throws IOException {
        Path process = PROC.resolve(Integer.toString(pid));
        Member member = null;
        for (String name : names(process.resolve("ns"))) {
            NamespaceId id = link(process.resolve("ns").resolve(name));
            if (id == null) {
                continue;
            }
            if (member == null) {
                member = member(pid);
            }
            if (!name.endsWith(FOR_CHILDREN)) {
                at(id).members.add(member);
            } else if (!id.equals(
                    link(process.resolve("ns").resolve(name.substring(0, name.length() - FOR_CHILDREN.length()))))) {
                at(id).holders.add(new Holder(pid, "ns/" + name));
            }
        }
        for (String number : names(process.resolve("fd"))) {
            NamespaceId id = opened(process.resolve("fd").resolve(number));
            if (id != null) {
                at(id).holders.add(new Holder(pid, "fd/" + number));
            }
        }
    }

    private static NamespaceId link(Path link) {
        try {
            return NamespaceId.ofLink(link);
        } catch (IOException e) {
            return null;
        }
    }

    /** What was opened where it is mounted is called as that file is, even when nothing is mounted there any more. */
    private NamespaceId opened(Path descriptor) {
        try {
            String name = Files.readSymbolicLink(descriptor).toString();
            if (!name.startsWith("/") || name.startsWith("/dev/")) {
                return NamespaceId.parse(name);
            }
            return device.equals(Files.getAttribute(descriptor, "unix:dev")) ? NamespaceId.of(descriptor) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Member member(int pid) {
        String status = FileNames.decode(bytes("/proc/" + pid + "/status"));
        byte[] words = bytes("/proc/" + pid + "/cmdline");
        int length = words.length;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        String command = length == 0
                ? "[" + field(status, "Name:") + "]"
                : FileNames.decode(Arrays.copyOf(words, length)).replace('\0', ' ');
        String[] uids = field(status, "Uid:").split("\t");
        String parent = field(status, "PPid:");
        return new Member(
                pid,
                parent.isEmpty() ? 0 : Integer.parseInt(parent),
                uids.length < 2 ? 0 : Long.parseLong(uids[1]),
                command);
    }

    /** What follows {@code key} at the beginning of a line; empty if the process has ended meanwhile. */
    private static String field(String status, String key) {
        for (String line : status.split("\n")) {
            if (line.startsWith(key)) {
                return line.substring(key.length()).strip();
            }
        }
        return "";
    }

    private static byte[] bytes(String file) {
        try (var stream = new FileInputStream(file)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** {@code 36 25 0:4 net:[4026532008] /run/netns/a rw shared:5 - nsfs nsfs rw}. */
    private void addMounts(String mountinfo) {
        for (String line : mountinfo.split("\n")) {
            String[] fields = line.split(" ");
            NamespaceId id = line.contains(" - nsfs ") ? NamespaceId.parse(fields[3]) : null;
            if (id != null) {
                at(id).mounts.add(unescaped(fields[4]));
            }
        }
    }

    /** Blanks and backslashes are octal there: {@code \040}; {@code proc_pid_mountinfo(5)}. */
    static String unescaped(String path) {
        byte[] text = path.getBytes(StandardCharsets.ISO_8859_1);
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\\' && i + 3 < text.length) {
                text[length++] = (byte) Integer.parseInt(path.substring(i + 1, i + 4), 8);
                i += 3;
            } else {
                text[length++] = text[i];
            }
        }
        return FileNames.decode(Arrays.copyOf(text, length));
    }

    /** Nothing where there is no such directory any more, or none that we may read. */
    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (FileSystemException | DirectoryIteratorException e) {
            return names;
        }
        return names;
    }
}
