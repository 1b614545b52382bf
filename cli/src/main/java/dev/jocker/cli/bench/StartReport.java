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
 * What {@link StartBenchmark} measured.
 *
 * @param jocker every start, by rounds
 * @param floor those of the C program, by rounds; empty if there is none
 * @param noFloor why there is none, or null
 * @param network whether each had a network namespace
 */
public record StartReport(List<List<Sample>> jocker, List<List<Sample>> floor, String noFloor, boolean network)
        implements Report {
    /** DESIGN.md, section 9: how many times the floor's median the clone to exec may take. */
    private static final double BAR = 1.1;

    private static final double[] PERCENTS = {50, 90, 99};
    private static final String[] NAMES = {"p50", "p90", "p99"};

    /** A table for people. */
    @Override
    public String text(int width) {
        Table table = new Table("microseconds", "p50", "p90", "p99");
        row(table, "clone to exec", jocker, Sample::cloneToExec);
        if (noFloor == null) {
            row(table, "  the same calls in C", floor, Sample::cloneToExec);
        }
        row(table, "call to exec", jocker, Sample::callToExec);
        row(table, "call to exit", jocker, Sample::callToExit);
        if (noFloor == null) {
            row(table, "  clone to exit in C", floor, Sample::callToExit);
        }
        var text = new StringBuilder(table.text(width));
        text.append('\n').append(all(jocker).size()).append(" starts ");
        text.append(network ? "with" : "without").append(" a network namespace");
        if (noFloor != null) {
            return text.append("; not compared with C: ")
                    .append(noFloor)
                    .append('\n')
                    .toString();
        }
        double[] rounds = roundRatios();
        text.append(", as many in C, in turns of ").append(rounds.length).append(" rounds.\n");
        text.append(String.format(
                Locale.ROOT,
                "Clone to exec against C: %.2f at p50, %.2f at p90; a round's p50 from %.2f to %.2f. Bar: %.2f at p50.%n",
                ratio(50),
                ratio(90),
                least(rounds),
                most(rounds),
                BAR));
        return text.toString();
    }

    /** The same numbers, for programs. */
    @Override
    public String json() {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("benchmark", "start");
            json.writeStringProperty("unit", "microseconds");
            json.writeBooleanProperty("networkNamespace", network);
            json.writeName("jocker");
            json.writeStartObject();
            json.writeNumberProperty("runs", all(jocker).size());
            spread(json, "cloneToExec", jocker, Sample::cloneToExec);
            spread(json, "callToExec", jocker, Sample::callToExec);
            spread(json, "callToExit", jocker, Sample::callToExit);
            json.writeEndObject();
            json.writeName("floor");
            json.writeStartObject();
            if (noFloor == null) {
                json.writeNumberProperty("runs", all(floor).size());
                spread(json, "cloneToExec", floor, Sample::cloneToExec);
                spread(json, "cloneToExit", floor, Sample::callToExit);
            } else {
                json.writeStringProperty("unavailable", noFloor);
            }
            json.writeEndObject();
            if (noFloor == null) {
                ratios(json);
            }
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private void ratios(JsonGenerator json) {
        double[] rounds = roundRatios();
        json.writeName("ratio");
        json.writeStartObject();
        json.writeStringProperty("of", "cloneToExec");
        json.writeNumberProperty("p50", rounded(ratio(50), 1000));
        json.writeNumberProperty("p90", rounded(ratio(90), 1000));
        json.writeNumberProperty("rounds", rounds.length);
        json.writeNumberProperty("leastOfRounds", rounded(least(rounds), 1000));
        json.writeNumberProperty("mostOfRounds", rounded(most(rounds), 1000));
        json.writeNumberProperty("bar", BAR);
        json.writeEndObject();
    }

    private double ratio(double percent) {
        return Spread.of(all(jocker), Sample::cloneToExec).micros(percent)
                / Spread.of(all(floor), Sample::cloneToExec).micros(percent);
    }

    private double[] roundRatios() {
        double[] ratios = new double[jocker.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = Spread.of(jocker.get(i), Sample::cloneToExec).micros(50)
                    / Spread.of(floor.get(i), Sample::cloneToExec).micros(50);
        }
        return ratios;
    }

    private static void row(Table table, String name, List<List<Sample>> rounds, ToLongFunction<Sample> part) {
        Spread spread = Spread.of(all(rounds), part);
        String[] cells = new String[1 + PERCENTS.length];
        cells[0] = name;
        for (int i = 0; i < PERCENTS.length; i++) {
            cells[i + 1] = String.format(Locale.ROOT, "%.0f", spread.micros(PERCENTS[i]));
        }
        table.row(cells);
    }

    private static void spread(
            JsonGenerator json, String name, List<List<Sample>> rounds, ToLongFunction<Sample> part) {
        Spread spread = Spread.of(all(rounds), part);
        json.writeName(name);
        json.writeStartObject();
        for (int i = 0; i < PERCENTS.length; i++) {
            json.writeNumberProperty(NAMES[i], rounded(spread.micros(PERCENTS[i]), 10));
        }
        json.writeEndObject();
    }

    private static List<Sample> all(List<List<Sample>> rounds) {
        return rounds.stream().flatMap(List::stream).toList();
    }

    private static double rounded(double value, int parts) {
        return Math.rint(value * parts) / parts;
    }

    private static double least(double... values) {
        double least = values[0];
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double most(double... values) {
        double most = values[0];
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }
}
