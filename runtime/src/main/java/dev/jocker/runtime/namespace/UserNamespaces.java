package dev.jocker.runtime.namespace;

import dev.jocker.runtime.program.IdleProcess;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes user namespaces, {@code user_namespaces(7)}. */
public final class UserNamespaces {
    private UserNamespaces() {}

    /**
     * Makes a user namespace with its mappings and returns a descriptor that keeps it. The mappings are complete before anybody
     * can join: nobody ever runs in it without them.
     *
     * @param uids at least one
     * @param gids at least one
     */
    public static Fd create(List<IdMap> uids, List<IdMap> gids) throws IOException {
        // A JVM has many threads, and unshare(2) gives none of those a new user namespace; a process of its own gets
        // one.
        try (var holder = IdleProcess.start(Flags.of(CloneFlag.CLONE_NEWUSER))) {
            Path proc = Path.of("/proc/" + holder.pid());
            write(proc.resolve("uid_map"), uids);
            write(proc.resolve("gid_map"), gids);
            return Descriptors.open(proc.resolve("ns/user"), Flags.none(OpenFlag.class));
        }
    }

    /**
     * A user namespace, and a network namespace that it owns: only then root in it may have links.
     *
     * @param users the caller's to close
     * @param network likewise
     */
    public record WithNetwork(Fd users, Fd network) {}

    /** As {@link #create}, with a network namespace that belongs to it, in which there is nothing but a loopback link that is down. */
    public static WithNetwork createWithNetwork(List<IdMap> uids, List<IdMap> gids) throws IOException {
        try (var holder = IdleProcess.start(Flags.of(CloneFlag.CLONE_NEWUSER, CloneFlag.CLONE_NEWNET))) {
            Path proc = Path.of("/proc/" + holder.pid());
            write(proc.resolve("uid_map"), uids);
            write(proc.resolve("gid_map"), gids);
            Fd users = Descriptors.open(proc.resolve("ns/user"), Flags.none(OpenFlag.class));
            try {
                return new WithNetwork(users, Descriptors.open(proc.resolve("ns/net"), Flags.none(OpenFlag.class)));
            } catch (IOException | RuntimeException e) {
                users.close();
                throw e;
            }
        }
    }

    /** The kernel takes a map in one write, and once. */
    private static void write(Path file, List<IdMap> maps) throws IOException {
        var lines = new StringBuilder();
        for (IdMap map : maps) {
            lines.append(map.line());
        }
        Files.writeString(file, lines);
    }
}
