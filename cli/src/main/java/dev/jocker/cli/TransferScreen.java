package dev.jocker.cli;

import dev.jocker.cli.output.Sizes;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows how a pull or a push goes on: on a terminal a line with a bar for each layer, elsewhere a line when something becomes of one.
 */
final class TransferScreen implements TransferProgress {
    private static final long BETWEEN_NANOS = 100_000_000;
    private static final int SHORT_ID = 12;
    private static final int BAR = 40;
    private static final int LEAST_BAR = 10;
    private static final int BESIDE_BAR = 50;

    private final Words words;
    private final PrintStream out;
    private final Repainting screen;
    private final int width;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private long shown = System.nanoTime();

    /** docker's words for what becomes of a layer. */
    enum Words {
        PULL("Pulling fs layer", "Downloading", "Already exists", "Pull complete"),
        PUSH("Preparing", "Pushing", "Layer already exists", "Pushed");

        private final String before;
        private final String moving;
        private final String there;
        private final String done;

        Words(String before, String moving, String there, String done) {
            this.before = before;
            this.moving = moving;
            this.there = there;
            this.done = done;
        }
    }

    private static final class Line {
        private final Descriptor blob;
        private Stage stage;
        private long moved;

        Line(Descriptor blob) {
            this.blob = blob;
        }
    }

    private TransferScreen(Words words, Console console, PrintStream out, boolean terminal) {
        this.words = words;
        this.out = out;
        this.screen = terminal ? new Repainting(out, true) : null;
        this.width = console.tableWidth();
    }

    /** Among the results. */
    static TransferScreen ofResults(Words words, Console console) {
        return new TransferScreen(words, console, console.out(), console.isTerminal());
    }

    /** Beside the results, which are another's. */
    static TransferScreen besideResults(Words words, Console console) {
        return new TransferScreen(words, console, console.err(), console.isErrorTerminal());
    }

    @Override
    public synchronized void begin(List<Descriptor> blobs) {
        lines.clear();
        for (Descriptor blob : blobs) {
            lines.put(blob.digest(), new Line(blob));
        }
        paint();
    }

    @Override
    public synchronized void at(Descriptor blob, Stage stage) {
        Line line = lines.get(blob.digest());
        if (line.stage == stage) {
            return;
        }
        line.stage = stage;
        if (screen == null) {
            out.println(id(blob) + ": " + text(stage));
            out.flush();
        }
        paint();
    }

    @Override
    public synchronized void moved(Descriptor blob, long bytes) {
        Line line = lines.get(blob.digest());
        line.moved = bytes;
        if (line.stage == Stage.RETRYING) {
            line.stage = Stage.MOVING;
        }
        if (screen != null && System.nanoTime() - shown > BETWEEN_NANOS) {
            paint();
        }
    }

    private void paint() {
        if (screen == null) {
            return;
        }
        shown = System.nanoTime();
        var text = new StringBuilder();
        for (Line line : lines.values()) {
            text.append(id(line.blob)).append(": ").append(text(line.stage));
            if (line.stage == Stage.MOVING || line.stage == Stage.PACKING) {
                text.append("  ").append(bar(line));
            }
            text.append('\n');
        }
        screen.show(text.toString());
    }

    private String bar(Line line) {
        long size = Math.max(line.blob.size(), 1);
        int length = width == Table.UNLIMITED ? BAR : Math.clamp(width - BESIDE_BAR, 0, BAR);
        String amount = Sizes.human(line.moved) + "/" + Sizes.human(line.blob.size());
        if (length < LEAST_BAR) {
            return amount;
        }
        int full = (int) Math.min(length, line.moved * length / size);
        String head = full == length ? "=" : ">";
        String bar = full == 0 ? "" : "=".repeat(full - 1) + head;
        return "[" + bar + " ".repeat(length - full) + "] " + amount;
    }

    private String text(Stage stage) {
        return switch (stage) {
            case null -> words.before;
            case PACKING -> "Compressing";
            case WAITING -> "Waiting for another process that has begun it";
            case MOVING -> words.moving;
            case RETRYING -> "Retrying, the connection is broken";
            case THERE -> words.there;
            case DONE -> words.done;
        };
    }

    private static String id(Descriptor blob) {
        return Digests.digits(blob.digest()).substring(0, SHORT_ID);
    }
}
