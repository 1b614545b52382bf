package dev.jocker.runtime.container;

import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a container's last start failed, in the file {@value #FILE} of its directory: the exit status that stands for it, a blank, the message. */
record FailureNote(int exitCode, String message) {
    private static final String FILE = "failure";

    /** Null: it did not fail, or it is not known why. */
    static FailureNote read(Path directory) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return null;
        }
        int blank = text.indexOf(' ');
        if (blank <= 0 || !Accounts.isNumber(text.substring(0, blank))) {
            return null; // the machine went down while it was written
        }
        return new FailureNote((int) Accounts.number(text.substring(0, blank)), text.substring(blank + 1));
    }

    /** What the monitor knows when the container's restart policy wanted a start that failed. */
    static FailureNote of(MonitorState.Failure failure) {
        String who = failure.byChild() ? "its program" : "its monitor's program";
        return new FailureNote(
                125,
                "could not be started again: step " + failure.step() + " of " + who + " failed, errno "
                        + failure.errno());
    }

    static FailureNote of(Exception e) {
        return new FailureNote(
                e instanceof ContainerException refusal ? refusal.exitStatus() : 125, String.valueOf(e.getMessage()));
    }

    void write(Path directory) throws IOException {
        String text = Integer.toString(exitCode).concat(" ").concat(message);
        WholeFile.writeLightly(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }
}
