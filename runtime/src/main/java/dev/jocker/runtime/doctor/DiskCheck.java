package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How much room there is where Jocker keeps images and containers. */
record DiskCheck(Path data) implements Check {
    private static final long MIB = 1L << 20;
    private static final long FEW = 1L << 30;
    private static final long TOO_FEW = 64 * MIB;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> look() throws IOException {
        FileStore store = Files.getFileStore(existing(data));
        return List.of(of(store.getUsableSpace()));
    }

    /** What is to be said of so many bytes. */
    Finding of(long free) {
        String text = String.format(Locale.ROOT, "%,d MiB free for %s", free / MIB, data);
        String remedy = "jocker system prune frees what is not used; JOCKER_DATA names another place";
        if (free < TOO_FEW) {
            return Finding.bad(name(), text, "A container that writes fails soon. " + remedy);
        }
        return free < FEW ? Finding.warn(name(), text, remedy) : Finding.ok(name(), text);
    }

    /** The directory, or the nearest above it that is there. */
    static Path existing(Path directory) {
        Path there = directory.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }
}
