package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Moments;
import dev.jocker.runtime.container.LogQuery;
import java.io.IOException;
import java.time.Instant;

/** {@code jocker logs CONTAINER}: what it wrote to standard output on ours, what it wrote to standard error on ours. */
final class LogsVerb extends Verb {
    private final Switch follow = options.flag("Wait for more until the container ends", "-f", "--follow");
    private final Text tail = options.text("N", "Only the last lines; all if not given", "-n", "--tail");
    private final Text since =
            options.text("TIME", "Only from then on: 10m, 2026-05-01T12:00:00, seconds since 1970", "--since");
    private final Text until = options.text("TIME", "Only until then", "--until");
    private final Switch times = options.flag("Print when each line was written", "-t", "--timestamps");

    LogsVerb() {
        super(Command.LOGS, "[OPTIONS] CONTAINER");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the name or id of one container");
        }
        try (var log = engine.containers().logs(options.words().getFirst(), query(Instant.now()))) {
            new LogPrinter(console.out(), console.err(), times.on()).print(log);
        }
        return ExitStatus.SUCCESS;
    }

    private LogQuery query(Instant now) {
        try {
            return new LogQuery(
                    since.given() ? Moments.parse("--since", since.value(), now) : null,
                    until.given() ? Moments.parse("--until", until.value(), now) : null,
                    lines(),
                    follow.on());
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private long lines() {
        String number = tail.or("all");
        return number.equals("all") ? -1 : Numbers.parse("--tail", number);
    }
}
