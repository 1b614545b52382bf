package dev.jocker.runtime.options;

import dev.jocker.bindings.signal_h;
import java.util.Locale;

/** Signals by their names, {@code signal(7)}. */
public final class SignalName {
    /** As the C libraries have it: they keep the first ones of the kernel's for themselves. */
    private static final int SIGRTMIN = 34;

    private static final int SIGRTMAX = 64;

    private SignalName() {}

    /**
     * The number of a signal that is named with or without SIG, {@code RTMIN+3}, or by its number.
     *
     * @throws IllegalArgumentException with one line, if there is none
     */
    public static int number(String word) {
        if (Accounts.isNumber(word)) {
            long number = Accounts.number(word);
            if (number >= 1 && number <= SIGRTMAX) {
                return (int) number;
            }
            throw none(word);
        }
        String upper = word.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
        return name.startsWith("RTMIN") || name.startsWith("RTMAX") ? realTime(name, word) : standard(name, word);
    }

    private static int realTime(String name, String word) {
        boolean first = name.startsWith("RTMIN");
        String distance = name.substring("RTMIN".length());
        int from = first ? SIGRTMIN : SIGRTMAX;
        if (distance.isEmpty()) {
            return from;
        }
        String digits = distance.substring(1);
        if (distance.charAt(0) != (first ? '+' : '-')
                || !Accounts.isNumber(digits)
                || Accounts.number(digits) > SIGRTMAX - SIGRTMIN) {
            throw none(word);
        }
        return first ? from + (int) Accounts.number(digits) : from - (int) Accounts.number(digits);
    }

    private static int standard(String name, String word) {
        return switch (name) {
            case "HUP" -> signal_h.SIGHUP();
            case "INT" -> signal_h.SIGINT();
            case "QUIT" -> signal_h.SIGQUIT();
            case "ILL" -> signal_h.SIGILL();
            case "TRAP" -> signal_h.SIGTRAP();
            case "ABRT", "IOT" -> signal_h.SIGABRT();
            case "BUS" -> signal_h.SIGBUS();
            case "FPE" -> signal_h.SIGFPE();
            case "KILL" -> signal_h.SIGKILL();
            case "USR1" -> signal_h.SIGUSR1();
            case "SEGV" -> signal_h.SIGSEGV();
            case "USR2" -> signal_h.SIGUSR2();
            case "PIPE" -> signal_h.SIGPIPE();
            case "ALRM" -> signal_h.SIGALRM();
            case "TERM" -> signal_h.SIGTERM();
            case "STKFLT" -> signal_h.SIGSTKFLT();
            case "CHLD", "CLD" -> signal_h.SIGCHLD();
            case "CONT" -> signal_h.SIGCONT();
            case "STOP" -> signal_h.SIGSTOP();
            case "TSTP" -> signal_h.SIGTSTP();
            case "TTIN" -> signal_h.SIGTTIN();
            case "TTOU" -> signal_h.SIGTTOU();
            case "URG" -> signal_h.SIGURG();
            case "XCPU" -> signal_h.SIGXCPU();
            case "XFSZ" -> signal_h.SIGXFSZ();
            case "VTALRM" -> signal_h.SIGVTALRM();
            case "PROF" -> signal_h.SIGPROF();
            case "WINCH" -> signal_h.SIGWINCH();
            case "IO", "POLL" -> signal_h.SIGIO();
            case "PWR" -> signal_h.SIGPWR();
            case "SYS" -> signal_h.SIGSYS();
            default -> throw none(word);
        };
    }

    private static IllegalArgumentException none(String word) {
        return BadOption.value("--signal", word, "expected a signal's name such as SIGTERM, or its number");
    }
}
