package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.enter.Exec;
import dev.jocker.runtime.enter.ExecTarget;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.process.RunningExec;
import dev.jocker.runtime.process.Stdio;
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
        ContainerState state = container.state(record);
        Operation.EXEC.isNeeded(record.name(), state.status());
        try (Fd process = open(record, state)) {
            container.tell(Kind.EXEC_CREATE, record, command);
            RunningExec running = Exec.start(target(record, state, process), options, container.host(), stdio, size);
            container.tell(Kind.EXEC_START, record, command);
            var journal = new EventJournal(container.directories());
            return running.telling(ending -> journal.appendExecEnd(record, ending));
        }
    }

    int execDetached(ExecOptions options) throws IOException {
        ContainerRecord record = container.record();
        String command = String.join(" ", options.command());
        ContainerState state = container.state(record);
        Operation.EXEC.isNeeded(record.name(), state.status());
        try (Fd process = open(record, state)) {
            container.tell(Kind.EXEC_CREATE, record, command);
            int pid = Exec.detach(target(record, state, process), options, container.host());
            container.tell(Kind.EXEC_START, record, command);
            return pid;
        }
    }

    ProcessTable top(List<String> options) throws IOException {
        ContainerRecord record = container.record();
        ContainerState state = container.state(record);
        try (Fd process = open(record, state)) {
            return Top.of(target(record, state, process), options);
        }
    }

    private Fd open(ContainerRecord record, ContainerState state) throws IOException {
        Fd process = new Stopping(container).process(record, state);
        if (process == null) {
            throw new ContainerException.WrongState(
                    "container ".concat(record.name()).concat(" is not running"));
        }
        return process;
    }

    private ExecTarget target(ContainerRecord record, ContainerState state, Fd process) throws IOException {
        List<Path> groups = new ArrayList<>();
        for (Cgroup.Group group : container.groups().groups()) {
            groups.add(group.path());
        }
        return new ExecTarget(
                state.pid(),
                process,
                container.spec(),
                groups,
                record.hostConfig().texts("GroupAdd"));
    }
}
