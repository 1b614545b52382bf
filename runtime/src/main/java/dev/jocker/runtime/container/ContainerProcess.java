package dev.jocker.runtime.container;

import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The door to the processes that a monitor has written down. A pid in a file is a number: after a kill of the monitor, or another start
 * of the machine, it may be anybody's. So none is signalled, entered or read from before it has shown whose it is:
 *
 * <pre>
 *   monitor         is called jocker-monitor, and works in the container's directory
 *   first process   its parent is the monitor, proc_pid_stat(5)
 * </pre>
 *
 * <p>Not by their start times: what is written down is the time of day, which can be set.
 */
final class ContainerProcess {
    private static final String MONITOR = "jocker-monitor\n";
    private static final int PARENT = 4; // the place of ppid in the line

    private ContainerProcess() {}

    /** The first process, or null: it has ended and been waited for. */
    static Fd open(ContainerState state) throws IOException {
        Fd pidfd = tryOpen(state.pid());
        // Looked at once the pidfd is there: from now on the pid is nobody else's unless it was before.
        if (pidfd == null || isChild(state)) {
            return pidfd;
        }
        pidfd.close();
        return null;
    }

    /** The monitor of the container that has {@code directory}, or null: there is none any more. */
    static Fd openMonitor(ContainerState state, Path directory) throws IOException {
        Fd pidfd = tryOpen(state.monitor());
        if (pidfd == null || isMonitor(state.monitor(), directory)) {
            return pidfd;
        }
        pidfd.close();
        return null;
    }

    /** The first process's pid if it is its own, else 0. */
    static int pid(ContainerState state) {
        return state.pid() != 0 && isChild(state) ? state.pid() : 0;
    }

    /** Whether the process is the monitor of the container that has {@code directory}; one that has ended is not. */
    static boolean isMonitor(int pid, Path directory) {
        Path process = Path.of("/proc/".concat(Integer.toString(pid)));
        try {
            String name = Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1);
            return name.equals(MONITOR) && Files.isSameFile(process.resolve("cwd"), directory);
        } catch (IOException e) {
            return false;
        }
    }

    /** One in the foreground has no monitor: its state was looked at with its {@link ProcessMark}. */
    private static boolean isChild(ContainerState state) {
        try {
            return state.monitor() == 0
                    || ProcessMark.field(state.pid(), PARENT).equals(Integer.toString(state.monitor()));
        } catch (IOException e) {
            return false;
        }
    }

    private static Fd tryOpen(int pid) {
        try {
            return pid == 0 ? null : Processes.open(pid);
        } catch (SyscallException e) {
            return null;
        }
    }
}
