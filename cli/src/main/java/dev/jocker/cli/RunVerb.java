package dev.jocker.cli;

import dev.jocker.cli.Engine.TraceRequest;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.OptionalText;
import dev.jocker.runtime.container.RunOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code jocker run [OPTIONS] IMAGE [COMMAND [ARG...]]}. */
final class RunVerb extends Verb {
    private final ContainerOptions container = new ContainerOptions(options);
    private final OptionalText trace;

    RunVerb() {
        super(Command.RUN, "[OPTIONS] IMAGE [COMMAND [ARG...]]");
        options.stopAtFirstWord();
        options.section("Mechanics");
        trace = options.optionalText(
                "FILE.json", "Show each system call of the start, its result and time; to a file as JSON", "--trace");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        return engine.run(runOptions(), traceRequest());
    }

    /** What was parsed. {@code explain} asks for it, too. */
    RunOptions runOptions() throws IOException {
        return container.runOptions(options.words());
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
}
