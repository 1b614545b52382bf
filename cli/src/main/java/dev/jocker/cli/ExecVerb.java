package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.options.Environment;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code jocker exec [OPTIONS] CONTAINER COMMAND [ARG...]}. */
final class ExecVerb extends Verb {
    private final Switch detach = options.flag("Leave it in the background", "-d", "--detach");
    private final Switch interactive = options.flag("Keep standard input open", "-i", "--interactive");
    private final Switch terminal = options.flag("Give it a terminal", "-t", "--tty");
    private final Texts environment =
            options.texts("KEY[=VALUE]", "Environment variable; without a value: this one's", "-e", "--env");
    private final Texts environmentFiles = options.texts("FILE", "File of environment variables", "--env-file");
    private final Text workingDirectory = options.text("DIR", "Working directory inside", "-w", "--workdir");
    private final Text user = options.text("USER[:GROUP]", "User, and group, by name or number", "-u", "--user");
    private final Switch privileged = options.flag("Give it all capabilities", "--privileged");

    ExecVerb() {
        super(Command.EXEC, "[OPTIONS] CONTAINER COMMAND [ARG...]");
        options.stopAtFirstWord();
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        List<String> words = options.words();
        if (words.size() < 2) {
            throw new OptionException("it takes a container and the command to execute in it");
        }
        ExecOptions asked = execOptions(words.subList(1, words.size()));
        if (asked.terminal() && interactive.on() && !Terminals.isTerminal(Fd.STDIN)) {
            throw new OptionException("-i with -t needs a terminal on standard input: leave out -t");
        }
        return engine.containers().exec(words.getFirst(), asked, interactive.on());
    }

    private ExecOptions execOptions(List<String> command) throws IOException {
        try {
            ExecOptions.Builder builder = ExecOptions.command(command);
            for (String file : environmentFiles.values()) {
                List<String> lines = Files.readAllLines(Path.of(file));
                for (String variable : Environment.parseFile(file, lines, HostEnvironment.INSTANCE)) {
                    builder.environment(variable);
                }
            }
            for (String variable : environment.values()) { // after the files: the nearer one counts
                builder.environment(Environment.resolve(variable, HostEnvironment.INSTANCE));
            }
            if (workingDirectory.given()) {
                builder.workingDirectory(workingDirectory.value());
            }
            if (user.given()) {
                builder.user(UserChoice.parse(user.value()));
            }
            return builder.terminal(terminal.on())
                    .privileged(privileged.on())
                    .detached(detach.on())
                    .build();
        } catch (IllegalArgumentException e) { // of the values' parse methods, for the user to read
            throw new OptionException(e.getMessage(), e);
        }
    }

    /** As docker: 126 and 127 are about the command, 1 about the container. */
    @Override
    int failureStatus(ContainerException e) {
        return e instanceof ContainerException.CannotExecute ? e.exitStatus() : ExitStatus.NOT_DONE;
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
