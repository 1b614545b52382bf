package dev.jocker.cli;

import dev.jocker.cli.bench.MonitorBenchmark;
import dev.jocker.cli.bench.NetBenchmark;
import dev.jocker.cli.bench.PullBenchmark;
import dev.jocker.cli.bench.Report;
import dev.jocker.cli.bench.StartBenchmark;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Terminals;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code jocker bench start}, {@code jocker bench monitor}, {@code jocker bench net} and {@code jocker bench pull}. */
final class BenchVerb extends Verb {
    private static final int RUNS = 500;
    private static final int WARM_UP = 300;
    private static final int MONITORS = 200;
    private static final int ROUNDS = 5;
    private static final int NETS = 100;
    private static final int NET_WARM_UP = 200;
    private static final int PULLS = 10;
    private static final int MEGABYTES = 128;
    private static final String CLEAR_LINE = "\r\033[K";
    private static final int MOST = 1_000_000;
    private static final int MILLION = 1_000_000;

    private final Text runs = options.text(
            "RUNS",
            "How many starts to measure (500), networks (100), pulls (10), or monitors to have at once (200)",
            "-n",
            "--runs");
    private final Text warmUp =
            options.text("N", "How many starts (300) or networks (200) to make before, unmeasured", "--warmup");
    private final Text rounds = options.text("N", "How many times to measure monitors (5)", "--rounds");
    private final Text size = options.text("MB", "How large the image to pull is (128)", "--size");
    private final Text network = options.text("MODE", "none: a network namespace each; or host", "--network");
    private final Text rootfs = options.text("DIR", "A root with a /bin/true in it (a small one is made)", "--rootfs");
    private final Text format = options.text("FORMAT", "How to print it: text or json", "--format");
    private final Switch json = options.flag("Print JSON, as --format json", "--json");

    BenchVerb() {
        super(Command.BENCH, "start|monitor|net|pull [OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        String what = options.words().size() == 1 ? options.words().getFirst() : "";
        boolean shown = console.ofProcess() && Terminals.isTerminal(Fd.STDERR);
        StartBenchmark.Progress progress = where -> {
            if (shown) {
                console.err().print(CLEAR_LINE + where);
                console.err().flush();
            }
        };
        isJson(); // a wrong word is said before anything is measured
        Report report;
        try {
            report = switch (what) {
                case "start" -> starts(progress);
                case "monitor" ->
                    new MonitorBenchmark(
                                    number("--runs", runs, MONITORS, 1),
                                    number("--rounds", rounds, ROUNDS, 1),
                                    progress)
                            .run();
                case "net" ->
                    new NetBenchmark(
                                    number("--runs", runs, NETS, 1),
                                    number("--warmup", warmUp, NET_WARM_UP, 0),
                                    progress)
                            .run();
                case "pull" -> pulls(progress);
                default -> throw new OptionException("say what to measure: start, monitor, net or pull");
            };
        } finally {
            progress.at("");
        }
        console.out().print(isJson() ? report.json() : report.text(console.tableWidth()));
        return ExitStatus.SUCCESS;
    }

    private Report pulls(StartBenchmark.Progress progress) throws IOException {
        String launcher = System.getProperty("jocker.launcher");
        if (launcher == null) {
            throw new IOException("bench pull starts jocker as a command: run it by that");
        }
        int measured = number("--runs", runs, PULLS, 1);
        long bytes = (long) number("--size", size, MEGABYTES, 1) * MILLION;
        return new PullBenchmark(launcher, measured, bytes, progress).run();
    }

    private Report starts(StartBenchmark.Progress progress) throws IOException {
        String mode = network.or("none");
        if (!mode.equals("none") && !mode.equals("host")) {
            throw new OptionException("--network is none or host, not '" + mode + "'");
        }
        int measured = number("--runs", runs, RUNS, 1);
        int before = number("--warmup", warmUp, WARM_UP, 0);
        return new StartBenchmark(measured, before, mode.equals("none"), progress)
                .run(rootfs.value() == null ? null : path(rootfs.value()));
    }

    private boolean isJson() {
        return switch (format.or("text")) {
            case "json" -> true;
            case "text" -> json.on();
            default -> throw new OptionException("--format is text or json, not '" + format.value() + "'");
        };
    }

    private static int number(String option, Text text, int otherwise, int least) {
        if (text.value() == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.value());
            if (number >= least && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new OptionException(
                option + " is a number from " + least + " to " + MOST + ", not '" + text.value() + "'");
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new OptionException("--rootfs: ".concat(e.getMessage()), e);
        }
    }
}
