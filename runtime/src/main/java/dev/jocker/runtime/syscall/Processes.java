package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.KILL;
import static dev.jocker.runtime.syscall.SystemCall.PIDFD_GETFD;
import static dev.jocker.runtime.syscall.SystemCall.PIDFD_OPEN;
import static dev.jocker.runtime.syscall.SystemCall.PIDFD_SEND_SIGNAL;
import static dev.jocker.runtime.syscall.SystemCall.WAITID;

import dev.jocker.bindings.signal_h;
import dev.jocker.bindings.wait_h;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Waits for processes and sends them signals, by descriptor where it can: a pid may belong to another by now. */
public final class Processes {
    // siginfo_t as waitid(2) fills it: si_code at 8, si_status at 24; ProcessesTest compares with the bindings.
    static final int SIGINFO_BYTES = 128;
    static final int SI_CODE = 8;
    static final int SI_STATUS = 24;
    static final int CLD_EXITED = 1;
    private static final Argument WEXITED_ALL = Argument.named(wait_h.WEXITED() | wait_h.__WALL(), "WEXITED|__WALL");

    private Processes() {}

    /**
     * How a process ended.
     *
     * @param signalled by a signal, or by its own exit
     * @param status the signal's number, or the exit status from 0 to 255
     */
    public record Ending(boolean signalled, int status) {
        /** As a shell shows it: the status, or 128 and the signal's number. */
        public int exitCode() {
            return signalled ? 128 + status : status;
        }
    }

    /** Waits until our child has ended and takes its status, {@code waitid(2)} P_PIDFD. Once for each child. */
    public static Ending await(Fd pidfd) throws SyscallException {
        return await(Argument.named(wait_h.P_PIDFD(), "P_PIDFD"), pidfd, WEXITED_ALL);
    }

    private static Ending await(Argument kind, Argument which, Argument options) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block info = memory.block(SIGINFO_BYTES);
            Downcall.call(WAITID, kind, which, info, options, Argument.NULL);
            return new Ending(
                    info.bytes().getInt(SI_CODE) != CLD_EXITED, info.bytes().getInt(SI_STATUS));
        }
    }

    /** Sends a signal, {@code pidfd_send_signal(2)}. Signal 0 only asks whether it could. */
    public static void signal(Fd pidfd, int signal) throws SyscallException {
        Downcall.call(PIDFD_SEND_SIGNAL, pidfd, Argument.number(signal), Argument.NULL, Argument.number(0));
    }

    /** A descriptor for the process, {@code pidfd_open(2)}; readable when it has ended. */
    public static Fd open(int pid) throws SyscallException {
        return Fd.owned((int) Downcall.call(PIDFD_OPEN, Argument.number(pid), Argument.number(0)), "pid " + pid);
    }

    /**
     * A descriptor of our own for the open file that another process has as its descriptor {@code number}, {@code pidfd_getfd(2)},
     * Linux 5.6. Needs the right to trace that process.
     */
    public static Fd descriptorOf(Fd pidfd, int number) throws SyscallException {
        return Fd.owned(
                (int) Downcall.call(PIDFD_GETFD, pidfd, Argument.number(number), Argument.number(0)),
                pidfd + "'s " + number);
    }

    /** Kills our child and takes its status. For where no descriptor of it could be had; until then nobody else can get its pid. */
    public static void killChild(int pid) throws SyscallException {
        Argument number = Argument.number(pid);
        Downcall.call(KILL, number, Argument.named(signal_h.SIGKILL(), "SIGKILL"));
        await(Argument.named(wait_h.P_PID(), "P_PID"), number, WEXITED_ALL);
    }

    /** Takes the status of a child of ours that has ended, {@code waitid(2)} WNOHANG; of another, or none, nothing is taken. */
    public static void takeLeave(int pid) throws SyscallException {
        long options = wait_h.WEXITED() | wait_h.__WALL() | wait_h.WNOHANG();
        try {
            await(
                    Argument.named(wait_h.P_PID(), "P_PID"),
                    Argument.number(pid),
                    Argument.named(options, "WEXITED|__WALL|WNOHANG"));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ECHILD) {
                throw e;
            }
        }
    }

    /** The signals that this process ignored when it was first asked; children would ignore them too, {@code signal(7)}. */
    public static List<Integer> ignoredSignals() {
        return Ignored.SIGNALS;
    }

    /** Read once: what a JVM ignores was decided by whoever started it. */
    private static final class Ignored {
        private static final String LINE = "SigIgn:\t";
        private static final List<Integer> SIGNALS = read();

        private static List<Integer> read() {
            List<Integer> signals = new ArrayList<>();
            for (String line : status()) {
                if (line.startsWith(LINE)) {
                    long bits = Long.parseUnsignedLong(line.substring(LINE.length()), 16);
                    for (int signal = 1; bits != 0; signal++, bits >>>= 1) {
                        if ((bits & 1) != 0) {
                            signals.add(signal);
                        }
                    }
                }
            }
            return List.copyOf(signals);
        }

        private static List<String> status() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether a process with this pid is there, {@code kill(2)} with signal 0. */
    public static boolean exists(int pid) {
        long result = Downcall.tryCall(KILL, pid, 0, 0, 0, 0, 0);
        return result == 0 || result == -Errno.EPERM.number();
    }

    /** The effective user id of this process. */
    public static int effectiveUser() {
        return (int) Downcall.tryCall(SystemCall.GETEUID, 0, 0, 0, 0, 0, 0);
    }

    /** The effective group id of this process. */
    public static int effectiveGroup() {
        return (int) Downcall.tryCall(SystemCall.GETEGID, 0, 0, 0, 0, 0, 0);
    }
}
