package dev.jocker.cli;

import dev.jocker.runtime.syscall.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arguments and environment as they were given. The JVM reads both by the locale: where that is C, what is not ASCII is lost, and so
 * is everywhere what is not UTF-8. The kernel still has the bytes, and {@link FileNames} a text for each of them.
 */
final class OriginalText {
    private static final char LAST_ASCII = 0x7F;

    private OriginalText() {}

    /** The arguments, of which the JVM made {@code seen}. */
    static List<String> arguments(String[] seen) {
        boolean plain = true;
        for (String argument : seen) {
            plain &= isPlain(argument);
        }
        if (plain) {
            return Arrays.asList(seen);
        }
        List<String> all = strings(Path.of("/proc/self/cmdline"));
        // Before them are Java and its options.
        return all.size() < seen.length ? Arrays.asList(seen) : all.subList(all.size() - seen.length, all.size());
    }

    /** A variable of the environment, or null. */
    static String environment(String variable) {
        String seen = System.getenv(variable);
        if (isPlain(variable) && (seen == null || isPlain(seen))) {
            return seen;
        }
        for (String entry : strings(Path.of("/proc/self/environ"))) {
            if (entry.startsWith(variable) && entry.startsWith("=", variable.length())) {
                return entry.substring(variable.length() + 1);
            }
        }
        return seen;
    }

    /** The environment that a process began with, {@code proc_pid_environ(5)}; {@code self}: this one. Empty where it can't be read. */
    static List<String> environmentOf(String process) {
        return strings(Path.of("/proc", process, "environ"));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_ASCII) {
                return false;
            }
        }
        return true;
    }

    /** The strings of a file in which each ends in a zero byte. Empty where it can't be read. */
    private static List<String> strings(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == 0) {
                strings.add(FileNames.decode(Arrays.copyOfRange(bytes, start, end)));
                start = end + 1;
            }
        }
        return strings;
    }
}
