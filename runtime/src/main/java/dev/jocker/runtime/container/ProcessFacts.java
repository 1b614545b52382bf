package dev.jocker.runtime.container;

import dev.jocker.runtime.syscall.FileNames;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code /proc} says of a process; {@code proc_pid_stat(5)}, {@code proc_pid_status(5)}.
 *
 * @param command the name, of the process's choice
 * @param arguments of its program, or the name in brackets where it has none
 * @param state one letter
 * @param foreground whether its process group is its terminal's
 * @param terminal the device's number, 0: none
 * @param ticks of processor time, a hundredth of a second each
 * @param started in ticks since the machine was
 * @param sizeKib of its memory, as it is addressed
 * @param residentKib of its memory, as it is there
 */
record ProcessFacts(
        int pid,
        int parent,
        int group,
        int session,
        long uid,
        String command,
        String arguments,
        char state,
        boolean foreground,
        int terminal,
        long ticks,
        int nice,
        int threads,
        long started,
        long sizeKib,
        long residentKib) {
    /** USER_HZ, which is the same on all architectures that there are. */
    static final int TICKS = 100;

    private static final int STATE = 3; // the fields' numbers in the manual
    private static final int PARENT = 4;
    private static final int GROUP = 5;
    private static final int SESSION = 6;
    private static final int TERMINAL = 7;
    private static final int TERMINAL_GROUP = 8;
    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;
    private static final int NICE = 19;
    private static final int THREADS = 20;
    private static final int STARTED = 22;

    /** The process's; null if it has ended. */
    static ProcessFacts of(int pid) {
        try {
            String proc = "/proc/" + pid + "/";
            return parse(pid, bytes(proc + "stat"), text(proc + "status"), bytes(proc + "cmdline"));
        } catch (IOException e) {
            return null;
        }
    }

    /** From the contents of {@code stat}, {@code status} and {@code cmdline}. */
    static ProcessFacts parse(int pid, byte[] stat, String status, byte[] cmdline) {
        String line = FileNames.decode(stat);
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')'); // the name may have any character, this one too
        String command = line.substring(open + 1, close);
        String[] fields = line.substring(close + 2).trim().split(" ");
        return new ProcessFacts(
                pid,
                number(fields, PARENT),
                number(fields, GROUP),
                number(fields, SESSION),
                effectiveUser(status),
                command,
                arguments(cmdline, command),
                fields[0].charAt(0),
                number(fields, TERMINAL_GROUP) == number(fields, GROUP),
                number(fields, TERMINAL),
                Long.parseLong(fields[USER_TIME - STATE]) + Long.parseLong(fields[SYSTEM_TIME - STATE]),
                number(fields, NICE),
                number(fields, THREADS),
                Long.parseLong(fields[STARTED - STATE]),
                kib(status, "VmSize:"),
                kib(status, "VmRSS:"));
    }

    private static int number(String[] fields, int field) {
        return (int) Long.parseLong(fields[field - STATE]);
    }

    private static String arguments(byte[] cmdline, String command) {
        int length = cmdline.length;
        while (length > 0 && cmdline[length - 1] == 0) {
            length--;
        }
        if (length == 0) {
            return "[" + command + "]";
        }
        byte[] words = new byte[length];
        for (int i = 0; i < length; i++) {
            words[i] = cmdline[i] == 0 ? (byte) ' ' : cmdline[i];
        }
        return FileNames.decode(words);
    }

    private static long effectiveUser(String status) {
        String[] words = line(status, "Uid:").split("\t");
        return words.length > 1 ? Long.parseLong(words[1]) : 0;
    }

    private static long kib(String status, String key) {
        String line = line(status, key);
        int unit = line.indexOf(" kB");
        return unit < 0 ? 0 : Long.parseLong(line.substring(0, unit).trim()); // kernel threads and zombies have none
    }

    /** What follows {@code key} at the beginning of a line. The name, in the first line, has no line end: the kernel escapes it. */
    private static String line(String status, String key) {
        int start = status.indexOf("\n" + key);
        if (start < 0) {
            return "";
        }
        int end = status.indexOf('\n', start + 1);
        return status.substring(start + 1 + key.length(), end < 0 ? status.length() : end)
                .strip();
    }

    static String text(String path) throws IOException {
        return new String(bytes(path), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String path) throws IOException {
        try (var file = new FileInputStream(path)) {
            return file.readAllBytes();
        }
    }
}
