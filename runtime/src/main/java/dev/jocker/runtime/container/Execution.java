package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Further commands in a container that runs, and looks at its processes. */
final class Execution {
    private final Kept container;

    Execution(Kept container) {
        this.container = container;
    }

    RunningExec exec(ExecOptions options, Stdio stdio, Process.ConsoleSize size) throws IOException {
        ContainerRecord record = container.record();
        String command = String.join(" ", options.command());
        try (Fd process = process(record)) {
            container.tell(Kind.EXEC_CREATE, record, command);
            RunningExec running = Exec.start(target(record, process), options, container.host(), stdio, size);
            container.tell(Kind.EXEC_START, record, command);
            var journal = new EventJournal(container.directories());
            return running.telling(ending -> journal.appendExecEnd(record, ending));
        }
    }

    int execDetached(ExecOptions options) throws IOException {
        ContainerRecord record = container.record();
        String command = String.join(" ", options.command());
        try (Fd process = process(record)) {
            container.tell(Kind.EXEC_CREATE, record, command);
            int pid = Exec.detach(target(record, process), options, container.host());
            container.tell(Kind.EXEC_START, record, command);
            return pid;
        }
    }

    ProcessTable top(List<String> options) throws IOException {
        ContainerRecord record = container.record();
        ContainerStatus status = container.state(record).status();
        if (!status.isUp()) {
            throw new ContainerException.WrongState(
                    "container ".concat(record.name()).concat(" is not running"));
        }
        try (Fd process = open(record)) {
            return Top.of(target(record, process), options);
        }
    }

    private Fd process(ContainerRecord record) throws IOException {
        Operation.EXEC.isNeeded(record.name(), container.state(record).status());
        return open(record);
    }

    private Fd open(ContainerRecord record) throws IOException {
        Fd process = new Stopping(container).process(record, container.state(record));
        if (process == null) {
            throw new ContainerException.WrongState(
                    "container ".concat(record.name()).concat(" is not running"));
        }
        return process;
    }

    private ExecTarget target(ContainerRecord record, Fd process) throws IOException {
        List<Path> groups = new ArrayList<>();
        for (Cgroup.Group group : container.groups().groups()) {
            groups.add(group.path());
        }
        int pid = container.state(record).pid();
        return new ExecTarget(
                pid, process, container.spec(), groups, record.hostConfig().texts("GroupAdd"));
    }
}
