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
 * What {@link NetBenchmark} measured.
 *
 * @param jocker by the library
 * @param commands by {@code ip} and {@code nft}
 * @param warmUp how many there were of each before
 */
public record NetReport(List<NetSample> jocker, List<NetSample> commands, int warmUp) implements Report {
    /** What part of the commands' median the library may take, both ways together. */
    private static final double BAR = 0.20;

    /** A table for people. */
    @Override
    public String text(int width) {
        Table table = new Table("microseconds", "p50", "p90", "ip, nft p50", "p90", "ratio");
        row(table, "attach", NetSample::attach);
        row(table, "detach", NetSample::detach);
        row(table, "both", NetSample::both);
        return String.format(
                Locale.ROOT,
                "%s%nA network namespace with a pair of links to a bridge, address, default route, one published port; and its end,%n"
                        + "behind which the kernel takes the links away, unmeasured: %d rounds, in turns, after %d more.%n"
                        + "Against the commands: %.2f at p50, %.2f at p90. Bar: %.2f at p50.%n",
                table.text(width),
                jocker.size(),
                warmUp,
                ratio(NetSample::both, 50),
                ratio(NetSample::both, 90),
                BAR);
    }

    private void row(Table table, String name, ToLongFunction<NetSample> part) {
        Spread ours = Spread.of(jocker, part);
        Spread theirs = Spread.of(commands, part);
        table.row(
                name,
                whole(ours.micros(50)),
                whole(ours.micros(90)),
                whole(theirs.micros(50)),
                whole(theirs.micros(90)),
                String.format(Locale.ROOT, "%.2f", ratio(part, 50)));
    }

    private double ratio(ToLongFunction<NetSample> part, double percent) {
        return Spread.of(jocker, part).micros(percent)
                / Spread.of(commands, part).micros(percent);
    }

    private static String whole(double micros) {
        return String.format(Locale.ROOT, "%.0f", micros);
    }

    /** The same numbers, for programs. */
    @Override
    public String json() {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("benchmark", "net");
            json.writeStringProperty("unit", "microseconds");
            json.writeNumberProperty("rounds", jocker.size());
            json.writeNumberProperty("warmUp", warmUp);
            side(json, "jocker", jocker);
            side(json, "commands", commands);
            json.writeName("ratio");
            json.writeStartObject();
            json.writeStringProperty("of", "both");
            json.writeNumberProperty("p50", rounded(ratio(NetSample::both, 50), 1000));
            json.writeNumberProperty("p90", rounded(ratio(NetSample::both, 90), 1000));
            json.writeNumberProperty("bar", BAR);
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void side(JsonGenerator json, String name, List<NetSample> samples) {
        json.writeName(name);
        json.writeStartObject();
        spread(json, "attach", Spread.of(samples, NetSample::attach));
        spread(json, "detach", Spread.of(samples, NetSample::detach));
        spread(json, "both", Spread.of(samples, NetSample::both));
        json.writeEndObject();
    }

    private static void spread(JsonGenerator json, String name, Spread spread) {
        json.writeName(name);
        json.writeStartObject();
        json.writeNumberProperty("p50", rounded(spread.micros(50), 10));
        json.writeNumberProperty("p90", rounded(spread.micros(90), 10));
        json.writeEndObject();
    }

    private static double rounded(double value, int parts) {
        return Math.rint(value * parts) / parts;
    }
}
