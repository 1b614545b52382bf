package dev.jocker.runtime.build;

import dev.jocker.runtime.container.Containers.StartRequest;
import dev.jocker.runtime.container.RunningContainer;
import dev.jocker.runtime.options.NetworkOption;
import dev.jocker.runtime.options.RootSource;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.Stdio;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Carries one RUN out: in a container over the layers so far, whose changes become the next one. */
final class RunStep {
    private static final int BY_SIGNAL = 128;
    /** The same for all builds: a command may write it down. */
    private static final String HOSTNAME = "build";

    private final StageBuild stage;
    private final Statement statement;
    private final Instruction.Run run;

    RunStep(StageBuild stage, Statement statement, Instruction.Run run) {
        this.stage = stage;
        this.statement = statement;
        this.run = run;
    }

    void run() throws IOException {
        try (var mounts = RunMounts.of(stage, statement, run.mounts())) {
            RunScript script =
                    RunScript.of(run.command(), statement, stage.edit().shell());
            List<String> words = script.words();
            String network =
                    run.network().equals("default") ? stage.build().options().network() : run.network();
            StepKey key = stage.key()
                    .add("RUN")
                    .add(words)
                    .add(script.text() == null ? "" : script.text())
                    .add(environment())
                    .add(user())
                    .add(stage.edit().workingDirectory())
                    .add(network == null ? "" : network)
                    .add(hosts());
            mounts.addTo(key);
            String text = key.text();
            if (stage.takeCached(text, createdBy(words))) {
                return;
            }
            stage.user(stage.view()); // here it is known who has said so
            RootSource.Layers root = stage.build().bases().source(stage.state());
            RunOptionsBuilder options = RunOptions.layers(root.directories(), root.onHost())
                    .hostname(HOSTNAME)
                    .autoRemove(true)
                    .command(words)
                    .environment(environment())
                    .environment(stage.variables().proxies())
                    .workingDirectory(stage.edit().workingDirectory())
                    .user(UserChoice.parse(user()));
            if (network != null) {
                options.network(NetworkOption.parse(network));
            }
            stage.build().options().hosts().forEach(options::addHost);
            mounts.mount(options);
            script.mount(options, stage.build().space());
            execute(options.build(), mounts, text, createdBy(words));
        }
    }

    private void execute(RunOptions options, RunMounts mounts, String key, String createdBy) throws IOException {
        Build build = stage.build();
        try (Descriptors.Pipe pipe = Descriptors.pipe()) {
            var output =
                    new CommandOutput(pipe.readEnd(), bytes -> build.progress().output(stage.number(), bytes));
            var stdio = new Stdio(null, pipe.writeEnd(), pipe.writeEnd());
            try (RunningContainer container = build.containers().start(options, new StartRequest(stdio, null, false))) {
                pipe.writeEnd().close();
                output.start();
                build.started(container);
                Processes.Ending ending;
                try {
                    ending = container.await();
                    output.await();
                } finally {
                    build.ended(container);
                }
                requireSuccess(container, ending);
                stage.make(key, createdBy, layer -> container.writeChanges(layer, mounts.made()));
            }
        }
    }

    private void requireSuccess(RunningContainer container, Processes.Ending ending) throws IOException {
        if (ending.exitCode() == 0) {
            return;
        }
        String how = ending.signalled()
                ? "ended by signal " + (ending.exitCode() - BY_SIGNAL)
                : "exited with " + ending.exitCode();
        throw DockerfileException.at(statement, container.wasOutOfMemory() ? how + ", out of memory" : how);
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>(stage.variables().arguments());
        environment.addAll(stage.edit().config().texts("Env"));
        return environment;
    }

    private String user() {
        String user = stage.edit().config().text("User");
        return user == null ? "" : user;
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        stage.build().options().hosts().forEach(each -> hosts.add(each.name() + ":" + each.address()));
        return hosts;
    }

    /** As docker's history has it: with the values of the ARGs that the command has seen. */
    private String createdBy(List<String> words) {
        List<String> arguments = stage.variables().arguments();
        String seen = arguments.isEmpty() ? "" : "|" + arguments.size() + " " + String.join(" ", arguments) + " ";
        return "RUN " + seen + String.join(" ", words);
    }
}
