package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.testing.HostSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** In a mount namespace of its own: makes containers on file systems with more and more room, until there is enough for one. */
final class FullDisk {
    private static final int MOST = 200;

    private final FaultRoom room;
    private final boolean foreground;

    private FullDisk(FaultRoom room, boolean foreground) {
        this.room = room;
        this.foreground = foreground;
    }

    /** Prints a line for each time that failed, and {@code left …} for what that left behind; {@code done} is the last. */
    public static void main(String[] arguments) throws Exception {
        try (var room = new FaultRoom(Path.of(arguments[0]))) {
            var disk = new FullDisk(room, Boolean.parseBoolean(arguments[2]));
            int step = Integer.parseInt(arguments[3]);
            boolean done = false;
            for (int size = step; size <= MOST && !done; size += step) {
                done = disk.isEnough(arguments[1].formatted(size));
            }
            System.out.println(done ? "done" : "never done");
        }
    }

    private boolean isEnough(String size) throws Exception {
        Path data = room.directories().data();
        Files.createDirectories(data);
        carryOut("mount", "-t", "tmpfs", "-o", "mode=755," + size, "tmpfs", data.toString());
        try {
            Containers containers = room.containers(Faults.NONE);
            HostSnapshot before = room.snapshot();
            boolean done = isDone(containers);
            containers.prune(PruneRequest.LEFTOVERS);
            for (String change : HostSnapshot.changes(before, room::snapshot)) {
                System.out.println("left with " + size + ": " + change);
            }
            return done;
        } finally {
            carryOut("umount", data.toString());
        }
    }

    private boolean isDone(Containers containers) throws IOException {
        RunOptions options = room.options(FaultRoom.Kind.PLAIN).build();
        try {
            if (foreground) {
                containers.start(options, Stdio.none()).close();
                return true;
            }
            containers.create(options).remove(RemoveRequest.FORCED);
            return true;
        } catch (IOException | ContainerException e) {
            System.out.println(e.getMessage());
            return false;
        }
    }

    private static void carryOut(String... command) throws Exception {
        int status = new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " has failed: " + status);
        }
    }
}
