package dev.jocker.runtime.container;

import dev.jocker.runtime.files.FileCopy;
import dev.jocker.runtime.launch.ContainerRoot;
import dev.jocker.runtime.launch.EtcFiles;
import dev.jocker.runtime.launch.IdleRoot;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.launch.Start;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.CopyOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies files between the host and a container that is kept: through its first process's root, or through one mounted for it. */
final class Copying {
    private final Kept container;
    private final Roots roots;
    private final CopyOptions options;

    Copying(Kept container, Roots roots, CopyOptions options) {
        this.container = container;
        this.roots = roots;
        this.options = options;
    }

    long in(String source, String destination) throws IOException {
        return with(copy -> copy.toContainer(source, destination));
    }

    long in(InputStream archive, String destination) throws IOException {
        return with(copy -> copy.fromArchive(archive, destination));
    }

    long out(String source, String destination) throws IOException {
        return with(copy -> copy.toHost(source, destination));
    }

    long out(String source, OutputStream archive) throws IOException {
        return with(copy -> copy.toArchive(source, archive));
    }

    private interface Work {
        long on(FileCopy copy) throws IOException;
    }

    private long with(Work work) throws IOException {
        ContainerRecord record = container.record();
        ContainerState state = container.state(record);
        try (Fd process = new Stopping(container).process(record, state)) {
            if (process != null) {
                try (ContainerRoot root = ContainerRoot.of(state.pid(), process)) {
                    return work.on(new FileCopy(root, container.spec(), options));
                }
            }
        }
        return withoutProcess(work);
    }

    /** Until it is done nobody starts the container: an overlay's upper directory is for one mount. */
    private long withoutProcess(Work work) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            ContainerStatus status = container.state(record).status();
            if (status.isUp() || status == ContainerStatus.RESTARTING) { // by its monitor, which asks nobody
                throw new ContainerException.WrongState(
                        "container ".concat(record.name()).concat(" is just being started: try again"));
            }
            awaitMonitor(record);
            Spec spec = container.spec();
            Plan plan = Plan.of(container.path(), spec, roots.again(record), container.host(), Stdio.none(), true);
            plan.root().makePlaces(Start.rootOf(plan));
            EtcFiles.write(container.path().resolve("etc"), record.resolution(), Creation.hostname(spec));
            try (IdleRoot idle = IdleRoot.mount(plan)) {
                return work.on(new FileCopy(idle.root(), spec, options));
            }
        }
    }

    /** The lock may still be the last monitor's for the moment that it takes to end. */
    private void awaitMonitor(ContainerRecord record) throws IOException {
        container.ownersLock(record).close();
    }
}
