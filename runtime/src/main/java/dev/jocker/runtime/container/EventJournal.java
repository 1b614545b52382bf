package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.Journal;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.network.Network;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The journal that monitors and commands share: what is written into a record beside its kind, and how long the file gets.
 *
 * <pre>
 *   data/events     the records, the newest last
 *   data/events.1   those before: when the first is full, it takes the second's place
 * </pre>
 *
 * <p>A record's text is the container's name, its image, and a detail of its kind, one a line. A network's record has the id of the container
 * that came or went, which may be empty, and the network's name.
 */
final class EventJournal {
    private static final int CLD_EXITED = 1; // waitid(2)
    private static final int CLD_KILLED = 2;
    private static final int HEALTHY = 1;
    private static final String NETWORK = "NETWORK_";

    static final long LIMIT = 8192L * Journal.RECORD_BYTES;

    private final Directories directories;
    private final long limit;

    EventJournal(Directories directories) {
        this(directories, LIMIT);
    }

    EventJournal(Directories directories, long limit) {
        this.directories = directories;
        this.limit = limit;
    }

    Path file() {
        return directories.events();
    }

    Path olderFile() {
        return directories.events().resolveSibling("events.1");
    }

    void append(Kind kind, ContainerRecord record, String detail) throws IOException {
        append(new Journal.Entry(kind, Instant.now(), record.id(), 0, 0, text(record, detail)));
    }

    /** What became of a network; {@code containerId}: whom it concerns, or null. */
    void append(Kind kind, Network network, String containerId) throws IOException {
        String text = (containerId == null ? "" : containerId).concat("\n").concat(network.name());
        append(new Journal.Entry(kind, Instant.now(), network.id(), 0, 0, text));
    }

    void append(Journal.Entry entry) throws IOException {
        Journal.append(file(), entry);
        if (Files.size(file()) >= limit) {
            rotate();
        }
    }

    /** The end of a container that no monitor looks after. */
    void appendEnd(ContainerRecord record, Processes.Ending ending) throws IOException {
        int code = ending.signalled() ? CLD_KILLED : CLD_EXITED;
        append(new Journal.Entry(Kind.DIE, Instant.now(), record.id(), code, ending.status(), text(record, null)));
    }

    /** The end of a further command in a container. */
    void appendExecEnd(ContainerRecord record, Processes.Ending ending) throws IOException {
        append(new Journal.Entry(Kind.EXEC_DIE, Instant.now(), record.id(), 0, ending.exitCode(), text(record, null)));
    }

    /** Monitors open the file by its name for each record, so it may be put aside at any time. */
    private void rotate() throws IOException {
        Files.createDirectories(directories.locks());
        try (LockFile _ = LockFile.take(directories.locks().resolve("events"))) {
            if (Files.size(file()) >= limit) {
                Files.move(file(), olderFile(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException e) {
            // another has put it aside
        }
    }

    /** How the container ended the last time, as far as the journal goes back; else null. */
    ContainerExit lastExit(String id) throws IOException {
        ContainerExit exit = null;
        boolean oom = false;
        for (Path each : new Path[] {olderFile(), file()}) {
            ByteBuffer bytes = read(each);
            for (int at = 0; at + Journal.RECORD_BYTES <= bytes.limit(); at += Journal.RECORD_BYTES) {
                Journal.Entry entry = Journal.parse(bytes, at);
                if (entry != null && entry.id().equals(id)) {
                    oom = entry.kind() == Kind.OOM || oom && entry.kind() != Kind.START;
                    exit = entry.kind() == Kind.DIE ? new ContainerExit(exitCode(entry), oom) : exit;
                }
            }
        }
        return exit;
    }

    private static ByteBuffer read(Path file) throws IOException {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        } catch (NoSuchFileException e) {
            return ByteBuffer.allocate(0);
        }
    }

    /** What a record says of the container; a monitor is given it for those that it writes. */
    static String text(ContainerRecord record, String detail) {
        String text =
                record.name().concat("\n").concat(String.valueOf(record.config().text("Image")));
        return detail == null ? text : text.concat("\n").concat(detail);
    }

    /** A record as docker shows it. */
    static ContainerEvent event(Journal.Entry entry) {
        if (entry.kind().name().startsWith(NETWORK)) {
            return networkEvent(entry);
        }
        String[] lines = entry.text().split("\n", 3);
        Map<String, String> attributes = new LinkedHashMap<>();
        if (lines.length > 1) {
            attributes.put("image", lines[1]);
        }
        attributes.put("name", lines[0]);
        String action = entry.kind().name().toLowerCase(Locale.ROOT);
        String detail = lines.length > 2 ? lines[2] : "";
        switch (entry.kind()) {
            case DIE -> attributes.put("exitCode", Integer.toString(exitCode(entry)));
            case KILL -> attributes.put("signal", detail);
            case RENAME -> attributes.put("oldName", detail);
            case EXEC_CREATE, EXEC_START -> action = action.concat(": ").concat(detail);
            case EXEC_DIE -> attributes.put("exitCode", Integer.toString(entry.status()));
            case HEALTH_STATUS -> action = action.concat(": ").concat(detail.isEmpty() ? health(entry) : detail);
            case CREATE, START, OOM, STOP, RESTART, PAUSE, UNPAUSE, UPDATE, DESTROY, ATTACH, RESIZE, TOP, COPY -> {}
            case NETWORK_CREATE, NETWORK_CONNECT, NETWORK_DISCONNECT, NETWORK_DESTROY ->
                throw new AssertionError(entry.kind());
        }
        return new ContainerEvent(entry.time(), "container", action, entry.id(), lines[0], attributes);
    }

    private static ContainerEvent networkEvent(Journal.Entry entry) {
        String[] lines = entry.text().split("\n", 2);
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!lines[0].isEmpty()) {
            attributes.put("container", lines[0]);
        }
        String name = lines.length > 1 ? lines[1] : "";
        attributes.put("name", name);
        attributes.put("type", "bridge");
        String action = entry.kind().name().substring(NETWORK.length()).toLowerCase(Locale.ROOT);
        return new ContainerEvent(entry.time(), "network", action, entry.id(), name, attributes);
    }

    private static String health(Journal.Entry entry) {
        return entry.code() == HEALTHY ? "healthy" : "unhealthy"; // as HealthLog has it
    }

    /** As a shell shows it; {@code waitid(2)} says how it ended in {@code si_code}. */
    static int exitCode(Journal.Entry entry) {
        boolean signalled = entry.code() != 0 && entry.code() != CLD_EXITED;
        return signalled ? 128 + entry.status() : entry.status();
    }
}
