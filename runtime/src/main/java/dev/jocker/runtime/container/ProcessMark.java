package dev.jocker.runtime.container;

import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells a process from all others, also from a later one with the same pid: its pid, its start time in clock ticks since the
 * machine's, {@code proc_pid_stat(5)}, and which start of the machine that was, {@code random(4)}.
 */
record ProcessMark(int pid, String startTime, String boot) {
    private static final int START_TIME = 22;

    /** That of a process that runs. */
    static ProcessMark of(int pid) throws IOException {
        return new ProcessMark(pid, startTimeOf(pid), currentBoot());
    }

    /** What {@link #toString} wrote; null if it is none, as after a power cut. */
    static ProcessMark parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 3 || !Accounts.isNumber(words[0])) {
            return null;
        }
        long pid = Accounts.number(words[0]);
        return pid <= 0 || pid > Integer.MAX_VALUE ? null : new ProcessMark((int) pid, words[1], words[2]);
    }

    /** The process, or null if it has ended and been waited for. */
    Fd open() throws IOException {
        Fd pidfd;
        try {
            pidfd = Processes.open(pid);
        } catch (SyscallException e) {
            return null;
        }
        // Looked at once the pidfd is there: from now on the pid is nobody else's unless it was before.
        if (isThere()) {
            return pidfd;
        }
        pidfd.close();
        return null;
    }

    /** Whether it runs, or has ended and not been waited for. */
    boolean isThere() {
        try {
            return startTimeOf(pid).equals(startTime) && currentBoot().equals(boot);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it runs: one that has ended and was not waited for does not. */
    boolean isRunning() {
        try {
            String stat = stat(pid);
            return isThere() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static String stat(int pid) throws IOException {
        return Files.readString(Path.of("/proc/".concat(Integer.toString(pid)).concat("/stat")));
    }

    private static String startTimeOf(int pid) throws IOException {
        return field(pid, START_TIME);
    }

    /** One of the numbers behind the name in {@code proc_pid_stat(5)}, by its place there. */
    static String field(int pid, int number) throws IOException {
        String stat = stat(pid);
        int field = stat.lastIndexOf(')') + 2;
        for (int skipped = 3; skipped < number; skipped++) {
            field = stat.indexOf(' ', field) + 1;
        }
        return stat.substring(field, stat.indexOf(' ', field));
    }

    /** Not Files.readString: the kernel gives such a file only to the first of its two reads. */
    static String currentBoot() throws IOException {
        try (var file = new FileInputStream("/proc/sys/kernel/random/boot_id")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII).trim();
        }
    }

    @Override
    public String toString() {
        return Integer.toString(pid).concat(" ").concat(startTime).concat(" ").concat(boot);
    }
}
