package dev.jocker.runtime.container;

import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs that wait before a step, seen from outside: by {@code /proc/PID/syscall}, {@code proc_pid_syscall(5)}. */
final class Pauses {
    private static final int TIME = 3;
    private static final int OPERANDS = 5;

    private Pauses() {}

    /** Whether there is one. */
    static boolean any() throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isPaused(process)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As {@link dev.jocker.runtime.program.Program#withPause} has it: {@code ppoll(NULL, 0, time, NULL, 0)}. */
    private static boolean isPaused(Path process) {
        String[] words;
        try {
            words = Files.readString(process.resolve("syscall")).split(" ", -1);
        } catch (IOException e) {
            return false; // it has ended
        }
        boolean paused = words.length > OPERANDS && words[0].equals(Integer.toString(SystemCall.PPOLL.number()));
        for (int i = 1; paused && i <= OPERANDS; i++) {
            paused = words[i].equals("0x0") != (i == TIME);
        }
        return paused;
    }
}
