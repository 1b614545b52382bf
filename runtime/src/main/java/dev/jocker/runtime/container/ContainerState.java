package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.monitor.MonitorState;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a container is doing, put together at each look: from what its monitor has written down, whether the monitor lives, and
 * whether its processes are frozen. Nobody is waited for.
 *
 * @param pid of the first process, 0 if it is not up
 * @param monitor the monitor's pid, 0 if there is none
 * @param run which run this is, of those of one monitor: a process that is started again has another
 * @param finishedAt null also where nobody was there to see it
 */
record ContainerState(
        ContainerStatus status,
        int pid,
        int monitor,
        long run,
        int exitCode,
        boolean oomKilled,
        String error,
        Instant startedAt,
        Instant finishedAt) {
    private static final int KILLED = 137;
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private static final ContainerState CREATED =
            new ContainerState(ContainerStatus.CREATED, 0, 0, 0, 0, false, "", null, null);

    /** Looks at the container that has {@code directory}. */
    static ContainerState of(Directories directories, Path directory, boolean foreground, Cgroup groups)
            throws IOException {
        Path lock = directories.lock(directory.getFileName().toString());
        boolean lookedAfter = LockFile.isTaken(lock);
        if (foreground) {
            return ofForeground(directory, lookedAfter, groups);
        }
        while (true) {
            MonitorState state = MonitorState.read(directory);
            FailureNote failure = FailureNote.read(directory);
            // It may have been started between the two looks: then what is written now is not yet what was looked at.
            boolean now = lookedAfter || LockFile.isTaken(lock);
            if (now != lookedAfter) {
                lookedAfter = true;
            } else if (!lookedAfter || !isClaimedUp(state) || ContainerProcess.isMonitor(state.monitor(), directory)) {
                return of(state, failure, lookedAfter, groups);
            } else if (state.equals(MonitorState.read(directory))) {
                // Some command has the lock, which starts or removes it; who wrote that it is up has been killed.
                return of(state, failure, false, groups);
            }
        }
    }

    private static boolean isClaimedUp(MonitorState state) {
        return state != null
                && (state.phase() == MonitorState.Phase.RUNNING || state.phase() == MonitorState.Phase.RESTARTING);
    }

    private static ContainerState ofForeground(Path directory, boolean lookedAfter, Cgroup groups) throws IOException {
        ProcessMark mark = ContainerDirectory.notedProcess(directory);
        if (mark == null) {
            return CREATED;
        }
        Instant started = Files.getLastModifiedTime(directory.resolve(ContainerDirectory.PID))
                .toInstant();
        if (!lookedAfter || !mark.isRunning()) {
            return new ContainerState(
                    ContainerStatus.EXITED,
                    0,
                    0,
                    0,
                    KILLED,
                    false,
                    "the jocker that it lived with was killed",
                    started,
                    null);
        }
        return new ContainerState(running(groups), mark.pid(), 0, 0, 0, false, "", started, null);
    }

    private static ContainerState of(MonitorState state, FailureNote failure, boolean lookedAfter, Cgroup groups)
            throws IOException {
        if (state == null) {
            return failure == null ? CREATED : CREATED.failed(failure);
        }
        boolean oom = Cgroup.oomKills(state.oomAfter()) > Cgroup.oomKills(state.oomBefore());
        ContainerState ended = new ContainerState(
                ContainerStatus.EXITED,
                0,
                0,
                state.restarts(),
                state.exitCode(),
                oom,
                "",
                state.started(),
                state.finished());
        return switch (state.phase()) {
            case RUNNING ->
                lookedAfter
                        ? new ContainerState(
                                running(groups),
                                state.pid(),
                                state.monitor(),
                                state.restarts(),
                                0,
                                false,
                                "",
                                state.started(),
                                null)
                        : ended.lost();
            case RESTARTING -> lookedAfter ? ended.restarting(state.monitor()) : ended.lost();
            case EXITED -> failure == null ? ended : ended.failed(failure);
            case FAILED -> ended.failed(failure == null ? FailureNote.of(state.failure()) : failure);
        };
    }

    private static ContainerStatus running(Cgroup groups) throws IOException {
        return groups.isFrozen() ? ContainerStatus.PAUSED : ContainerStatus.RUNNING;
    }

    private ContainerState restarting(int by) {
        return new ContainerState(
                ContainerStatus.RESTARTING, 0, by, run, exitCode, oomKilled, error, startedAt, finishedAt);
    }

    private ContainerState lost() throws IOException {
        String why = startedAt != null && startedAt.isBefore(bootTime())
                ? "the machine was restarted"
                : "its monitor was killed";
        return new ContainerState(ContainerStatus.EXITED, 0, 0, run, KILLED, false, why, startedAt, null);
    }

    private ContainerState failed(FailureNote failure) {
        return new ContainerState(
                startedAt == null ? ContainerStatus.CREATED : ContainerStatus.EXITED,
                0,
                0,
                run,
                failure.exitCode(),
                false,
                failure.message(),
                startedAt,
                finishedAt);
    }

    /** When the machine was started, {@code proc_stat(5)}. */
    private static Instant bootTime() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
            if (line.startsWith("btime ")) {
                return Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length())));
            }
        }
        return Instant.EPOCH;
    }

    /** How the last run ended that has ended, even if another one is under way. */
    static ContainerExit lastExit(Path directory) throws IOException {
        MonitorState state = MonitorState.read(directory);
        return state == null
                ? new ContainerExit(KILLED, false)
                : new ContainerExit(
                        state.exitCode(), Cgroup.oomKills(state.oomAfter()) > Cgroup.oomKills(state.oomBefore()));
    }

    /** How it ended the last time. */
    ContainerExit exit() {
        return new ContainerExit(exitCode, oomKilled);
    }

    /** Docker's member {@code State}. */
    JsonObject json(Health health) {
        var json = new JsonObject()
                .put("Status", status.word())
                .put("Running", status.isUp() || status == ContainerStatus.RESTARTING)
                .put("Paused", status == ContainerStatus.PAUSED)
                .put("Restarting", status == ContainerStatus.RESTARTING)
                .put("OOMKilled", oomKilled)
                .put("Dead", status == ContainerStatus.DEAD)
                .put("Pid", pid)
                .put("ExitCode", exitCode)
                .put("Error", error)
                .put("StartedAt", text(startedAt))
                .put("FinishedAt", text(finishedAt));
        return health == null ? json : json.put("Health", health.json());
    }

    private static String text(Instant time) {
        return time == null ? NEVER : time.toString();
    }
}
