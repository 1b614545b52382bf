package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.runtime.namespace.NamespaceKind;
import java.util.ArrayList;
import java.util.List;

/** What {@code ns unshare} and {@code ns enter} read alike. */
final class NamespaceOptions {
    private NamespaceOptions() {}

    /** The kind that {@code /proc/PID/ns} calls so; {@code mount} and {@code network} are understood, too. */
    static NamespaceKind kind(String option, String word) {
        NamespaceKind kind = switch (word) {
            case "mount" -> NamespaceKind.MOUNT;
            case "network" -> NamespaceKind.NETWORK;
            default -> NamespaceKind.named(word);
        };
        if (kind == null) {
            throw new OptionException(
                    option + " \"" + word + "\": expected mnt, uts, ipc, pid, net, cgroup, user or time");
        }
        return kind;
    }

    /** The command that was typed, or the user's shell. */
    static List<String> command(List<String> words) {
        if (!words.isEmpty()) {
            return words;
        }
        String shell = OriginalText.environment("SHELL");
        return List.of(shell == null || shell.isEmpty() ? "/bin/sh" : shell);
    }

    /** An id of a user or group. */
    static Integer id(String option, String value) {
        if (value == null) {
            return null;
        }
        long id = number(option, value);
        return (int) id;
    }

    static long number(String option, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number < 0xffffffffL) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new OptionException(option + " \"" + value + "\": expected the number of a user or group");
    }

    /** The environment of this process, as it was given. */
    static List<String> environment() {
        return new ArrayList<>(OriginalText.environmentOf("self"));
    }
}
