package dev.jocker.cli.bench;

import dev.jocker.cli.output.Table;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@link PullBenchmark} measured.
 *
 * @param samples a round each
 * @param files that the image has
 * @param bytes that these have, about
 */
public record PullReport(List<PullSample> samples, int files, long bytes) implements Report {
    /** What part of the others' median ours may take. */
    private static final double BAR = 1.00;

    private static final double MILLION = 1e6;

    /** A table for people. */
    @Override
    public String text(int width) {
        Table table = new Table("milliseconds", "p50", "p95");
        row(table, "jocker pull", PullSample::jocker);
        row(table, "skopeo copy", PullSample::copy);
        row(table, "umoci unpack", PullSample::unpack);
        row(table, "both", PullSample::peers);
        return String.format(
                Locale.ROOT,
                "%s%nAn image of four layers, %d files of %.0f MB, from a registry on the loopback link: %d rounds, in turns.%n"
                        + "Against skopeo and umoci: %.2f at p50, %.2f at p95. Bar: %.2f at p50.%n",
                table.text(width),
                files,
                bytes / MILLION,
                samples.size(),
                ratio(50),
                ratio(95),
                BAR);
    }

    private void row(Table table, String name, ToLongFunction<PullSample> part) {
        Spread spread = Spread.of(samples, part);
        table.row(name, millis(spread, 50), millis(spread, 95));
    }

    private static String millis(Spread spread, double percent) {
        return String.format(Locale.ROOT, "%.0f", spread.micros(percent) / 1000);
    }

    private double ratio(double percent) {
        return Spread.of(samples, PullSample::jocker).micros(percent)
                / Spread.of(samples, PullSample::peers).micros(percent);
    }

    /** The same numbers, for programs. */
    @Override
    public String json() {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("benchmark", "pull");
            json.writeStringProperty("unit", "milliseconds");
            json.writeNumberProperty("rounds", samples.size());
            json.writeNumberProperty("files", files);
            json.writeNumberProperty("bytes", bytes);
            spread(json, "jocker", PullSample::jocker);
            spread(json, "copy", PullSample::copy);
            spread(json, "unpack", PullSample::unpack);
            spread(json, "peers", PullSample::peers);
            json.writeName("ratio");
            json.writeStartObject();
            json.writeNumberProperty("p50", Math.rint(ratio(50) * 1000) / 1000);
            json.writeNumberProperty("p95", Math.rint(ratio(95) * 1000) / 1000);
            json.writeNumberProperty("bar", BAR);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private void spread(JsonGenerator json, String name, ToLongFunction<PullSample> part) {
        Spread spread = Spread.of(samples, part);
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("p50", Math.rint(spread.micros(50) / 100) / 10);
        json.writeNumberProperty("p95", Math.rint(spread.micros(95) / 100) / 10);
        json.writeEndObject();
    }
}
