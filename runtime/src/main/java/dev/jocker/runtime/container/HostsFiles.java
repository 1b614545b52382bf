package dev.jocker.runtime.container;

import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.network.HostsBlock;
import dev.jocker.runtime.network.HostsBlock.Peer;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.FileContents;
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
final class HostsFiles {
    private static final int MOST_BYTES = 1 << 20;

    private final Directories directories;
    private final UpClaims claims;

    HostsFiles(Directories directories) {
        this.directories = directories;
        this.claims = new UpClaims(directories);
    }

    /** A container that is up. */
    private record Present(Path directory, NetworkNote note) {}

    /** Tells all who are on one of these networks. */
    void refresh(Set<String> networkIds) throws IOException {
        if (networkIds.isEmpty()) {
            return;
        }
        Files.createDirectories(directories.locks());
        try (LockFile _ = LockFile.take(directories.locks().resolve("hosts"))) {
            List<Present> present = present();
            for (Present each : present) {
                if (isOnOneOf(networkIds, each.note())) {
                    write(each, present);
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

    /** Tells one who may be alone. */
    void write(Path directory, NetworkNote note) throws IOException {
        try (LockFile _ = LockFile.take(directories.locks().resolve("hosts"))) {
            write(new Present(directory, note), present());
        }
    }

    private static void write(Present who, List<Present> all) throws IOException {
        Path file = who.directory().resolve("etc").resolve("hosts");
        String old;
        try {
            if (Files.size(file) > MOST_BYTES) {
                return; // the container has made something else of it
            }
            old = Files.readString(file, StandardCharsets.ISO_8859_1); // whatever the container wrote there stays
        } catch (NoSuchFileException e) {
            return; // it is being removed
        }
        String text = HostsBlock.replace(old, peers(who, all));
        if (!text.equals(old)) {
            overwrite(file, text.getBytes(StandardCharsets.ISO_8859_1));
        }
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

    /** The directory is ours alone, but the file's contents are the container's: a link there would not be followed. */
    private static void overwrite(Path file, byte[] bytes) throws IOException {
        ByteBuffer buffer = Descriptors.buffer(bytes.length);
        buffer.put(bytes).flip();
        try (Fd fd = Descriptors.open(file, Flags.of(OpenFlag.O_WRONLY, OpenFlag.O_NOFOLLOW))) {
            FileContents.pwrite(fd, buffer, 0);
            FileContents.ftruncate(fd, bytes.length);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }
}
