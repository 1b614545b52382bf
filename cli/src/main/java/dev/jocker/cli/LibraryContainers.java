package dev.jocker.cli;

import dev.jocker.cli.Engine.TraceRequest;
import dev.jocker.runtime.container.Attachment;
import dev.jocker.runtime.container.Container;
import dev.jocker.runtime.container.ContainerExit;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.ContainerStatus;
import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.EventQuery;
import dev.jocker.runtime.container.EventReader;
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
import dev.jocker.runtime.process.RunningExec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The library's containers, as the verbs see them. */
final class LibraryContainers implements KeptContainers {
    private final Containers containers;
    private final PrintStream warnings;

    LibraryContainers(Containers containers, PrintStream warnings) {
        this.containers = containers;
        this.warnings = warnings;
    }

    private Container find(String reference) throws IOException {
        return containers.find(reference);
    }

    @Override
    public String create(RunOptions options) throws IOException {
        return containers
                .create(
                        options,
                        ForegroundRun.request(options, TraceRequest.NONE).terminalSize())
                .id();
    }

    @Override
    public List<ContainerSnapshot> list() throws IOException {
        List<ContainerSnapshot> snapshots = new ArrayList<>();
        for (Container container : containers.list()) {
            try {
                ContainerSnapshot snapshot = container.snapshot();
                // One that was to go with its end is nobody's: the next container's making takes it away.
                if (!snapshot.autoRemove() || snapshot.status() != ContainerStatus.EXITED) {
                    snapshots.add(snapshot);
                }
            } catch (ContainerException.NotFound e) {
                // removed while we looked
            } catch (IOException e) {
                warnings.println("jocker: ".concat(e.getMessage())); // one that is damaged does not hide the others
            }
        }
        return snapshots;
    }

    @Override
    public ContainerSnapshot snapshot(String reference) throws IOException {
        return find(reference).snapshot();
    }

    @Override
    public String inspectJson(String reference) throws IOException {
        return find(reference).inspectJson();
    }

    @Override
    public void start(String reference) throws IOException {
        find(reference).start();
    }

    @Override
    public void stop(String reference, Duration grace, Integer signal) throws IOException {
        find(reference).stop(grace, signal);
    }

    @Override
    public void restart(String reference, Duration grace, Integer signal) throws IOException {
        find(reference).restart(grace, signal);
    }

    @Override
    public void kill(String reference, int signal) throws IOException {
        find(reference).kill(signal);
    }

    @Override
    public void pause(String reference) throws IOException {
        find(reference).pause();
    }

    @Override
    public void unpause(String reference) throws IOException {
        find(reference).unpause();
    }

    @Override
    public ContainerExit await(String reference) throws IOException {
        return find(reference).await();
    }

    @Override
    public void remove(String reference, RemoveRequest request) throws IOException {
        find(reference).remove(request);
    }

    @Override
    public void rename(String reference, String name) throws IOException {
        find(reference).rename(name);
    }

    @Override
    public ContainerSize size(String reference) throws IOException {
        return DiskUse.of(find(reference).inspectJson());
    }

    @Override
    public int exec(String reference, ExecOptions options, boolean interactive) throws IOException {
        Container container = find(reference);
        if (options.detached()) {
            container.execDetached(options);
            return ExitStatus.SUCCESS;
        }
        try (RunningExec command =
                container.exec(options, ForegroundExec.stdio(interactive), ForegroundExec.size(options.terminal()))) {
            return new ForegroundExec(command, interactive).await();
        }
    }

    @Override
    public Attachment startAttached(String reference, boolean stdin) throws IOException {
        return find(reference).startAttached(stdin);
    }

    @Override
    public Attachment attach(String reference, boolean stdin) throws IOException {
        return find(reference).attach(stdin);
    }

    @Override
    public LogReader logs(String reference, LogQuery query) throws IOException {
        return find(reference).logs(query);
    }

    @Override
    public List<String> update(String reference, Limits change, RestartPolicy policy) throws IOException {
        return find(reference).update(change, policy).warnings();
    }

    @Override
    public Stats stats(String reference) throws IOException {
        return find(reference).stats();
    }

    @Override
    public EventReader events(EventQuery query) throws IOException {
        return containers.events(query);
    }

    @Override
    public Pruned prune(PruneRequest request) throws IOException {
        return containers.prune(request);
    }

    @Override
    public long copyIn(String source, String reference, String destination, CopyOptions how) throws IOException {
        return find(reference).copyIn(source, destination, how);
    }

    @Override
    public void copyIn(InputStream archive, String reference, String destination, CopyOptions how) throws IOException {
        find(reference).copyIn(archive, destination, how);
    }

    @Override
    public long copyOut(String reference, String source, String destination, CopyOptions how) throws IOException {
        return find(reference).copyOut(source, destination, how);
    }

    @Override
    public void copyOut(String reference, String source, OutputStream archive, CopyOptions how) throws IOException {
        find(reference).copyOut(source, archive, how);
    }

    @Override
    public ProcessTable top(String reference, List<String> options) throws IOException {
        return find(reference).top(options);
    }

    @Override
    public List<Change> diff(String reference) throws IOException {
        return find(reference).diff();
    }
}
