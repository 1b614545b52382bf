package dev.jocker.runtime.launch;

import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.HostsBlock;
import dev.jocker.runtime.network.HostsBlock.Peer;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
import dev.jocker.runtime.syscall.FileStatus;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * By what names containers know each other: a block in each one's hosts file, {@code hosts(5)}, written anew by whoever comes to a network
 * or leaves it. Written in place, since the file is mounted in the container; what else is in it is the container's own.
 */
public final class HostsFiles {
    private static final int MOST_BYTES = 1 << 20;

    /**
     * The directory is ours alone, but the file is the container's: a link there is not followed, and a lease that it has on it, {@code
     * fcntl(2)}, F_SETLEASE, does not hold us up.
     */
    private static final Flags<OpenFlag> OPENING = Flags.of(OpenFlag.O_RDWR, OpenFlag.O_NOFOLLOW, OpenFlag.O_NONBLOCK);

    private final Directories directories;
    private final UpClaims claims;

    public HostsFiles(Directories directories) {
        this.directories = directories;
        this.claims = new UpClaims(directories);
    }

    /** A container that is up. */
    private record Present(Path directory, NetworkNote note) {}

    /** Tells all who are on one of these networks. */
    public void refresh(Set<String> networkIds) throws IOException {
        if (networkIds.isEmpty()) {
            return;
        }
        Files.createDirectories(directories.locks());
        try (LockFile _ = LockFile.take(directories.locks().resolve("hosts"))) {
            List<Present> present = present();
            for (Present each : present) {
                if (isOnOneOf(networkIds, each.note())) {
                    tryToWrite(each, present);
                }
            }
        }
    }

    private static boolean isOnOneOf(Set<String> networkIds, NetworkNote note) {
        for (String id : note.networkIds()) {
            if (networkIds.contains(id)) {
                return true;
            }
        }
        return false;
    }

    private List<Present> present() throws IOException {
        List<Present> present = new ArrayList<>();
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(directories.containers())) {
            for (Path each : containers) {
                NetworkNote note = NetworkNote.readable(each); // one that is damaged does not keep the others
                if (note != null && claims.isUp(each.getFileName().toString())) {
                    present.add(new Present(each, note));
                }
            }
        } catch (NoSuchFileException e) {
            // none has been made yet
        }
        return present;
    }

    /** What one container has done to its file is not the others' fault. */
    private static void tryToWrite(Present who, List<Present> all) {
        try {
            write(who, all);
        } catch (IOException e) {
            // it stays without the news
        }
    }

    /** Tells one who may be alone. */
    public void write(Path directory, NetworkNote note) throws IOException {
        try (LockFile _ = LockFile.take(directories.locks().resolve("hosts"))) {
            write(new Present(directory, note), present());
        }
    }

    private static void write(Present who, List<Present> all) throws IOException {
        Path file = who.directory().resolve("etc").resolve("hosts");
        try (Fd fd = Descriptors.open(file, OPENING)) {
            long size = FileStatus.of(fd).size();
            if (size > MOST_BYTES) {
                return; // the container has made something else of it
            }
            String old = read(fd, (int) size);
            String text = HostsBlock.replace(old, peers(who, all));
            if (!text.equals(old)) {
                overwrite(fd, text.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT) { // it is being removed
                throw e;
            }
        }
    }

    /** Whatever the container wrote there stays. */
    private static String read(Fd fd, int size) throws IOException {
        ByteBuffer buffer = Descriptors.buffer(size);
        while (buffer.hasRemaining() && Descriptors.read(fd, buffer) > 0) {
            // on to the end
        }
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Itself first: by whatever address it is asked for by its own names. */
    private static List<Peer> peers(Present who, List<Present> all) {
        List<Peer> peers = new ArrayList<>();
        for (Endpoint own : who.note().endpoints()) {
            peers.add(peer(who.note(), own));
        }
        for (Present other : all) {
            for (Endpoint own : who.note().endpoints()) {
                Endpoint theirs = other.directory().equals(who.directory())
                        ? null
                        : other.note().on(own.networkId());
                if (theirs != null) {
                    peers.add(peer(other.note(), theirs));
                }
            }
        }
        return peers;
    }

    private static Peer peer(NetworkNote note, Endpoint endpoint) {
        Set<String> names = new LinkedHashSet<>(note.names());
        names.addAll(endpoint.aliases());
        return new Peer(endpoint.addresses(), List.copyOf(names));
    }

    private static void overwrite(Fd fd, byte[] bytes) throws IOException {
        ByteBuffer buffer = Descriptors.buffer(bytes.length);
        buffer.put(bytes).flip();
        FileContents.pwrite(fd, buffer, 0);
        FileContents.ftruncate(fd, bytes.length);
    }
}
