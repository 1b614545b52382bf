package dev.jocker.cli;

import dev.jocker.cli.AttachedRun.Passing;
import dev.jocker.cli.Engine.TraceRequest;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.OptionalText;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * {@code jocker run [OPTIONS] IMAGE [COMMAND [ARG...]]}, in one of three ways: {@code -d} leaves the container to its monitor; {@code --rm} in the
 * foreground, but for {@code -it}, is the shortest way, in which it lives and dies with this process; else it is started as with {@code -d} and we
 * stay with it.
 */
final class RunVerb extends Verb {
    private final Switch detach = options.flag("Leave it in the background and print its id", "-d", "--detach");
    private final Texts attach = options.texts("STREAM", "Connect only stdin, stdout or stderr", "-a", "--attach");
    private final Switch proxy = options.flagOnByDefault("Pass signals on; on unless --sig-proxy=false", "--sig-proxy");
    private final Text keys =
            options.text("KEYS", "Keys that leave it alone; ctrl-p,ctrl-q if not given", "--detach-keys");
    private final IdFile idFile = new IdFile(options);
    private final ContainerOptions container = new ContainerOptions(options);
    private final ImageOptions image;
    private final OptionalText trace;

    RunVerb() {
        super(Command.RUN, "[OPTIONS] IMAGE [COMMAND [ARG...]]");
        options.stopAtFirstWord();
        image = new ImageOptions(options);
        options.section("Mechanics");
        trace = options.optionalText(
                "FILE.json", "With --rm: show each system call of the start; to a file as JSON", "--trace");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        RunOptions asked = runOptions();
        ContainerOptions.warn(asked, console);
        image.prepare(console, engine, options.words(), container.hasRootfs());
        try {
            return start(console, engine, asked);
        } catch (ContainerException.ImageNotFound e) {
            image.bring(console, engine, options.words(), e);
            return start(console, engine, asked);
        }
    }

    private int start(Console console, Engine engine, RunOptions asked) throws IOException {
        TraceRequest traced = traceRequest();
        if (detach.on()) {
            return detached(console, engine.containers(), asked);
        }
        if (container.lifecycle().remove() && !needsMonitor() && (traced.wanted() || !canBeLeft(asked))) {
            return engine.run(asked, traced);
        }
        if (traced.wanted()) {
            throw new OptionException("--trace shows a start with --rm in the foreground: add --rm");
        }
        return attached(console, engine.containers(), asked);
    }

    /** Whether it is to be left in the background; {@code explain} asks for it. */
    boolean isDetached() {
        return detach.on();
    }

    /** What was parsed. {@code explain} asks for it, too. */
    RunOptions runOptions() throws IOException {
        return container.runOptions(options.words());
    }

    /** Whether who types has the detach keys: then the container must be able to go on without us. */
    private static boolean canBeLeft(RunOptions asked) {
        return asked.process().terminal() && asked.process().interactive();
    }

    /** Whether something was asked for that a container that lives with this process has not. */
    private boolean needsMonitor() {
        return container.lifecycle().needsMonitor() || keys.given() || attach.given() || idFile.given() || !proxy.on();
    }

    private int detached(Console console, KeptContainers containers, RunOptions asked) throws IOException {
        if (attach.given()) {
            throw new OptionException("-a does not go with -d");
        }
        if (trace.given()) {
            throw new OptionException("--trace does not go with -d");
        }
        String id = idFile.create(containers, asked);
        containers.start(id);
        console.out().println(id);
        return ExitStatus.SUCCESS;
    }

    private int attached(Console console, KeptContainers containers, RunOptions asked) throws IOException {
        boolean interactive = asked.process().interactive();
        var streams =
                new AttachedRun.Streams(interactive && wants("stdin"), wants("stdout"), wants("stderr"), passing());
        if (asked.process().terminal() && streams.in() && !Terminals.isTerminal(Fd.STDIN)) {
            throw new OptionException("-i with -t needs a terminal on standard input: leave out -t");
        }
        DetachKeys detachKeys = DetachKeys.parse(keys.or(DetachKeys.USUAL));
        String id = idFile.create(containers, asked);
        return new AttachedRun(containers, id, streams, detachKeys)
                .withMemoryLimit(asked.group().limits().memory())
                .startAndStay(console);
    }

    private Passing passing() {
        if (!proxy.on()) {
            return Passing.NOTHING;
        }
        return container.lifecycle().remove() ? Passing.WITH_HANG_UP : Passing.TO_ITS_END;
    }

    private boolean wants(String stream) {
        boolean wanted = !attach.given();
        for (String each : attach.values()) {
            String word = each.toLowerCase(Locale.ROOT);
            if (!word.equals("stdin") && !word.equals("stdout") && !word.equals("stderr")) {
                throw new OptionException("--attach \"".concat(each).concat("\": expected stdin, stdout or stderr"));
            }
            wanted |= word.equals(stream);
        }
        return wanted;
    }

    private TraceRequest traceRequest() {
        if (!trace.given()) {
            return TraceRequest.NONE;
        }
        if (trace.value() != null && trace.value().isEmpty()) {
            throw new OptionException("--trace= needs the name of a file; --trace alone prints to standard error");
        }
        try {
            return new TraceRequest(true, trace.value() == null ? null : Path.of(trace.value()));
        } catch (InvalidPathException e) {
            throw new OptionException("--trace: ".concat(e.getMessage()), e);
        }
    }

    @Override
    int failureStatus() {
        return ExitStatus.FAILED;
    }
}
