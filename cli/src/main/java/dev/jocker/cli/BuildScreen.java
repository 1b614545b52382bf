package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.build.BuildProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows how a build goes on, beside the results: as lines that begin with the step's number, as buildkit has them; on a terminal as a list
 * that is painted again and again, in which steps that run show the end of their output; or not at all. But for the first, what a step
 * that fails has written is told afterwards.
 */
final class BuildScreen implements BuildProgress, AutoCloseable {
    private static final long BETWEEN_MILLIS = 100;
    private static final int SHOWN_LINES = 4;
    private static final int KEPT_LINES = 200;
    private static final int LONGEST_LINE = 1 << 16;
    private static final int WINDOW = 12;
    private static final double NANOS = 1e9;

    private final PrintStream err;
    private final Mode mode;
    private final Repainting screen;
    private final int width;
    private final long begun = System.nanoTime();
    private final Map<Integer, Step> steps = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Thread painter;
    private boolean ended;

    private enum Mode {
        PLAIN,
        TERMINAL,
        QUIET
    }

    private enum State {
        RUNNING,
        CACHED,
        DONE,
        FAILED
    }

    private static final class Step {
        private final int number;
        private final String title;
        private final long begun = System.nanoTime();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Deque<String> lines = new ArrayDeque<>();
        private State state = State.RUNNING;
        private long time;

        private Step(int number, String title) {
            this.number = number;
            this.title = title;
        }

        private String seconds() {
            long nanos = state == State.RUNNING ? System.nanoTime() - begun : time;
            return BuildScreen.seconds(nanos);
        }
    }

    private BuildScreen(Console console, Mode mode) {
        this.err = console.err();
        this.mode = mode;
        this.screen = new Repainting(err, true);
        this.width = console.tableWidth() == Table.UNLIMITED ? 80 : console.tableWidth();
        this.painter = mode == Mode.TERMINAL
                ? Thread.ofPlatform().daemon().name("jocker-build-screen").start(this::repaint)
                : null;
    }

    /** @param how a value of {@code --progress} */
    static BuildScreen of(String how, Console console) {
        return switch (how) {
            case "auto" -> new BuildScreen(console, console.isErrorTerminal() ? Mode.TERMINAL : Mode.PLAIN);
            case "plain" -> new BuildScreen(console, Mode.PLAIN);
            case "tty" -> new BuildScreen(console, Mode.TERMINAL);
            case "quiet", "none" -> new BuildScreen(console, Mode.QUIET);
            default -> throw new OptionException("--progress is auto, plain, tty or quiet, not " + how);
        };
    }

    @Override
    public synchronized void begin(int number, String title) {
        String line = title.lines().findFirst().orElse("");
        steps.put(number, new Step(number, line));
        plain(number, line);
    }

    @Override
    public synchronized void cached(int number) {
        end(number, State.CACHED);
        plain(number, "CACHED\n");
    }

    @Override
    public synchronized void done(int number) {
        end(number, State.DONE);
        plain(number, "DONE " + steps.get(number).seconds() + "\n");
    }

    @Override
    public synchronized void failed(int number) {
        end(number, State.FAILED);
        plain(number, "ERROR " + steps.get(number).seconds() + "\n");
    }

    @Override
    public synchronized void note(int number, String line) {
        line(steps.get(number), line);
        plain(number, line);
    }

    @Override
    public synchronized void warning(String line) {
        if (mode == Mode.PLAIN) {
            err.println("jocker: " + line);
        } else {
            warnings.add(line);
        }
    }

    @Override
    public synchronized void output(int number, byte[] bytes) {
        Step step = steps.get(number);
        for (byte each : bytes) {
            if (each == '\n' || step.line.size() == LONGEST_LINE) {
                output(step);
            }
            if (each != '\n') {
                step.line.write(each);
            }
        }
        err.flush();
    }

    private void output(Step step) {
        String text = step.line.toString(StandardCharsets.UTF_8);
        step.line.reset();
        String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        line(step, line);
        plain(step.number, step.seconds().replace("s", "") + " " + line);
    }

    private static void line(Step step, String line) {
        step.lines.addLast(line);
        if (step.lines.size() > KEPT_LINES) {
            step.lines.removeFirst();
        }
    }

    private void end(int number, State state) {
        Step step = steps.get(number);
        if (step.line.size() > 0) {
            output(step);
        }
        step.time = System.nanoTime() - step.begun;
        step.state = state;
    }

    private void plain(int number, String line) {
        if (mode == Mode.PLAIN) {
            err.println("#" + number + " " + line);
            err.flush();
        }
    }

    /** The build has come to its end; {@code good}: to the one that was wanted. */
    synchronized void end(boolean good) {
        ended = true;
        if (mode == Mode.TERMINAL) {
            paint(Integer.MAX_VALUE);
        }
        if (mode != Mode.PLAIN) {
            for (String each : warnings) {
                err.println("jocker: " + each);
            }
            for (Step step : steps.values()) {
                if (!good && step.state == State.FAILED && !step.lines.isEmpty()) {
                    err.println("------\n > " + step.title + ":");
                    step.lines.forEach(err::println);
                    err.println("------");
                }
            }
        }
        err.flush();
    }

    private void repaint() {
        while (true) {
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            synchronized (this) {
                if (ended) {
                    return;
                }
                paint(WINDOW);
            }
        }
    }

    /** Of the steps that have ended, as many of the last as there is place for. */
    private void paint(int window) {
        int finished = 0;
        for (Step step : steps.values()) {
            finished += step.state == State.RUNNING ? 0 : 1;
        }
        var text = new StringBuilder();
        line(
                text,
                "[+] Building " + seconds(System.nanoTime() - begun) + " (" + finished + "/" + steps.size() + ")",
                "");
        int left = Math.max(finished - window, 0);
        for (Step step : steps.values()) {
            if (step.state != State.RUNNING && left-- > 0) {
                continue;
            }
            String mark = switch (step.state) {
                case RUNNING, DONE -> "";
                case CACHED -> "CACHED ";
                case FAILED -> "ERROR ";
            };
            line(text, " => " + mark + step.title, step.seconds());
            if (step.state == State.RUNNING) {
                int skipped = Math.max(step.lines.size() - SHOWN_LINES, 0);
                for (String each : step.lines) {
                    if (skipped-- <= 0) {
                        line(text, " => => # " + each, "");
                    }
                }
            }
        }
        screen.show(text.toString());
    }

    private void line(StringBuilder text, String line, String right) {
        int room = width - right.length() - 2;
        var shown = new StringBuilder();
        for (int i = 0; i < Math.min(line.length(), room); i++) {
            char c = line.charAt(i);
            shown.append(Character.isISOControl(c) ? ' ' : c);
        }
        if (!right.isEmpty()) {
            shown.append(" ".repeat(Math.max(room - shown.length(), 0) + 1)).append(right);
        }
        text.append(shown).append('\n');
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1fs", nanos / NANOS);
    }

    @Override
    public void close() {
        if (painter != null) {
            painter.interrupt();
        }
    }
}
