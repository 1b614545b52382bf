package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import java.util.Locale;

/** Signals as they are typed, {@code SIGTERM}, {@code term} or {@code 15}, and their numbers; {@code signal(7)}. */
final class SignalName {
    /** In the order of their numbers, from 1; they are the same on x86-64 and AArch64. */
    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    /** As libc counts: it keeps 32 and 33 for itself. */
    private static final int FIRST_REAL_TIME = 34;

    private static final int LAST = 64;

    private SignalName() {}

    /** The number. */
    static int number(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        name = name.startsWith("SIG") ? name.substring(3) : name;
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return i + 1;
            }
        }
        int number = -1;
        try {
            if (name.equals("RTMIN") || name.startsWith("RTMIN+")) {
                number = FIRST_REAL_TIME + (name.length() == 5 ? 0 : Integer.parseInt(name.substring(6)));
            } else if (name.equals("RTMAX") || name.startsWith("RTMAX-")) {
                number = LAST - (name.length() == 5 ? 0 : Integer.parseInt(name.substring(6)));
            } else {
                number = Integer.parseInt(name);
            }
        } catch (NumberFormatException e) {
            // none of them
        }
        if (number < 1 || number > LAST) {
            throw new OptionException(
                    "--signal \"" + word + "\": expected a signal's name such as SIGTERM, or its number");
        }
        return number;
    }
}
