package dev.jocker.cli;

import dev.jocker.runtime.container.Attachment;
import dev.jocker.runtime.container.ContainerEvent;
import dev.jocker.runtime.container.ContainerExit;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.EventQuery;
import dev.jocker.runtime.container.EventReader;
import dev.jocker.runtime.container.Health;
import dev.jocker.runtime.container.LogEntry;
import dev.jocker.runtime.container.LogQuery;
import dev.jocker.runtime.container.LogReader;
import dev.jocker.runtime.container.ProcessTable;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.container.Pruned;
import dev.jocker.runtime.container.RemoveRequest;
import dev.jocker.runtime.container.Stats;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.Change;
import dev.jocker.runtime.process.ContainerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Containers that only write down what is done to them: what a verb asks for is a line in {@link #calls}. */
final class FakeContainers implements KeptContainers {
    final List<ContainerSnapshot> all = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<LogEntry> log = new ArrayList<>();
    final List<ContainerEvent> events = new ArrayList<>();
    final Queue<Stats> readings = new ArrayDeque<>();
    final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    String inspect = "{}";
    RunOptions created;
    ExecOptions executed;
    LogQuery logQuery;
    EventQuery eventQuery;
    PruneRequest pruneRequest;
    int exitCode;
    boolean oomKilled;

    /** A container that was made two hours ago. */
    static ContainerSnapshot container(String id, String name, ContainerStatus status) {
        return new ContainerSnapshot(
                id.repeat(64 / id.length()),
                name,
                "host",
                "",
                List.of("sleep", "60"),
                hoursAgo(2),
                status,
                0,
                0,
                false,
                "",
                hoursAgo(1),
                null,
                0,
                null,
                Map.of(),
                List.of(),
                false,
                false,
                false,
                false,
                ContainerSnapshot.Networking.NONE);
    }

    static ContainerSnapshot ended(ContainerSnapshot of, int exitCode, boolean oomKilled) {
        return new ContainerSnapshot(
                of.id(),
                of.name(),
                of.image(),
                of.imageId(),
                of.command(),
                of.created(),
                ContainerStatus.EXITED,
                0,
                exitCode,
                oomKilled,
                "",
                of.startedAt(),
                hoursAgo(1),
                0,
                null,
                of.labels(),
                of.mounts(),
                false,
                false,
                false,
                false,
                ContainerSnapshot.Networking.NONE);
    }

    /** The same container of another image. */
    static ContainerSnapshot of(ContainerSnapshot container, String imageId) {
        return new ContainerSnapshot(
                container.id(),
                container.name(),
                "box",
                imageId,
                container.command(),
                container.created(),
                container.status(),
                0,
                0,
                false,
                "",
                container.startedAt(),
                container.finishedAt(),
                0,
                null,
                Map.of(),
                List.of(),
                false,
                false,
                false,
                false,
                ContainerSnapshot.Networking.NONE);
    }

    static ContainerSnapshot with(
            ContainerSnapshot of, Health health, Map<String, String> labels, List<String> mounts) {
        return new ContainerSnapshot(
                of.id(),
                of.name(),
                of.image(),
                of.imageId(),
                of.command(),
                of.created(),
                of.status(),
                7,
                0,
                false,
                "",
                of.startedAt(),
                of.finishedAt(),
                0,
                health,
                labels,
                mounts,
                false,
                false,
                false,
                false,
                ContainerSnapshot.Networking.NONE);
    }

    static Instant hoursAgo(int hours) {
        return Instant.now().minus(Duration.ofHours(hours)).minusSeconds(60);
    }

    private ContainerSnapshot find(String reference) {
        for (ContainerSnapshot each : all) {
            if (each.name().equals(reference) || each.id().startsWith(reference)) {
                return each;
            }
        }
        throw new ContainerException.NotFound("no such container: " + reference);
    }

    private void note(String what, String reference, Object... details) {
        var call = new StringBuilder(what).append(' ').append(find(reference).name());
        for (Object detail : details) {
            call.append(' ').append(detail);
        }
        calls.add(call.toString());
    }

    @Override
    public String create(RunOptions options) {
        created = options;
        calls.add("create");
        ContainerSnapshot made = container(
                "f",
                options.identity().name() == null
                        ? "made_up"
                        : options.identity().name(),
                ContainerStatus.CREATED);
        all.add(made);
        return made.id();
    }

    @Override
    public List<ContainerSnapshot> list() {
        return all;
    }

    @Override
    public ContainerSnapshot snapshot(String reference) {
        return find(reference);
    }

    @Override
    public String inspectJson(String reference) {
        find(reference);
        return inspect;
    }

    @Override
    public ContainerSize size(String reference) {
        return new ContainerSize(1_000, 77_000_000);
    }

    @Override
    public void start(String reference) {
        note("start", reference);
    }

    @Override
    public void stop(String reference, Duration grace, Integer signal) {
        note("stop", reference, grace, signal);
    }

    @Override
    public void restart(String reference, Duration grace, Integer signal) {
        note("restart", reference, grace, signal);
    }

    @Override
    public void kill(String reference, int signal) {
        note("kill", reference, signal);
    }

    @Override
    public void pause(String reference) {
        note("pause", reference);
    }

    @Override
    public void unpause(String reference) {
        note("unpause", reference);
    }

    @Override
    public ContainerExit await(String reference) {
        note("wait", reference);
        return new ContainerExit(exitCode, false);
    }

    @Override
    public void remove(String reference, RemoveRequest request) {
        note("rm", reference, request.force(), request.volumes());
    }

    @Override
    public List<String> update(String reference, Limits change, RestartPolicy policy) {
        note("update", reference, change.nanoCpus(), change.memory(), policy);
        return List.of("a warning");
    }

    @Override
    public void rename(String reference, String name) {
        note("rename", reference, name);
    }

    @Override
    public int exec(String reference, ExecOptions options, boolean interactive) {
        note("exec", reference, interactive);
        executed = options;
        return exitCode;
    }

    @Override
    public Attachment startAttached(String reference, boolean stdin) {
        note("start", reference);
        return attach(reference, stdin);
    }

    @Override
    public Attachment attach(String reference, boolean stdin) {
        note("attach", reference, stdin);
        return new Attachment() {
            @Override
            public OutputStream stdin() {
                return stdin ? typed : null;
            }

            @Override
            public boolean terminal() {
                return false;
            }

            @Override
            public void resize(int rows, int columns) {
                throw new AssertionError("there is no terminal");
            }

            @Override
            public LogReader output() {
                return reader();
            }

            @Override
            public ContainerExit await() {
                return new ContainerExit(exitCode, oomKilled);
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
    }

    private LogReader reader() {
        var entries = new ArrayDeque<>(log);
        return new LogReader() {
            @Override
            public LogEntry next() {
                return entries.poll();
            }

            @Override
            public void close() {
                entries.clear();
            }
        };
    }

    @Override
    public LogReader logs(String reference, LogQuery query) {
        find(reference);
        logQuery = query;
        return reader();
    }

    @Override
    public Stats stats(String reference) {
        find(reference);
        return readings.remove();
    }

    @Override
    public EventReader events(EventQuery query) {
        eventQuery = query;
        var left = new ArrayDeque<>(events);
        return new EventReader() {
            @Override
            public ContainerEvent next() {
                return left.poll();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Pruned prune(PruneRequest request) {
        pruneRequest = request;
        return new Pruned(
                List.of("a".repeat(64)), List.of("net"), List.of(), List.of("the directory bbb"), List.of(), 1_500_000);
    }

    @Override
    public long copyIn(String source, String reference, String destination, CopyOptions how) {
        note("copyIn", reference, source, destination, how.archive(), how.followLink());
        return 2_000;
    }

    @Override
    public void copyIn(InputStream archive, String reference, String destination, CopyOptions how) throws IOException {
        note("copyIn", reference, new String(archive.readAllBytes(), StandardCharsets.UTF_8), destination);
    }

    @Override
    public long copyOut(String reference, String source, String destination, CopyOptions how) {
        note("copyOut", reference, source, destination, how.archive(), how.followLink());
        return 3_000;
    }

    @Override
    public void copyOut(String reference, String source, OutputStream archive, CopyOptions how) throws IOException {
        note("copyOut", reference, source);
        archive.write("an archive".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ProcessTable top(String reference, List<String> options) {
        note("top", reference, options);
        return new ProcessTable(List.of("PID", "CMD"), List.of(List.of("1", "sleep 60")));
    }

    @Override
    public List<Change> diff(String reference) {
        note("diff", reference);
        return List.of(new Change(Change.Kind.CHANGED, "/etc"), new Change(Change.Kind.ADDED, "/etc/x"));
    }
}
