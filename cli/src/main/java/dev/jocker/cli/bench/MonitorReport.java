package dev.jocker.cli.bench;

import dev.jocker.cli.output.Table;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@link MonitorBenchmark} measured, in KiB for each container.
 *
 * @param count how many there were at once
 * @param alone waiting processes by themselves, by rounds
 * @param monitored the same with a monitor each, by rounds
 */
public record MonitorReport(int count, List<Footprint> alone, List<Footprint> monitored) implements Report {
    /** DESIGN.md, section 9: what a detached idle container may add, its own process aside. */
    private static final double BAR = 100;

    /** A table for people. */
    @Override
    public String text(int width) {
        Table table = new Table("KiB", "process", "with monitor", "monitor");
        row(table, "its pages", Footprint::pages);
        row(table, "memory files", Footprint::shared);
        row(table, "kernel stack", Footprint::stacks);
        row(table, "page tables", Footprint::tables);
        row(table, "kernel objects", Footprint::slab);
        row(table, "all", Footprint::total);
        return String.format(
                Locale.ROOT,
                "%s%nMedians of %d rounds with %d at once. A monitor of an idle container: %.0f KiB. Bar: %.0f KiB.%n",
                table.text(width),
                alone.size(),
                count,
                monitor(Footprint::total),
                BAR);
    }

    private void row(Table table, String name, ToDoubleFunction<Footprint> part) {
        table.row(name, number(median(alone, part)), number(median(monitored, part)), number(monitor(part)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The same numbers, for programs. */
    @Override
    public String json() {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("benchmark", "monitor");
            json.writeStringProperty("unit", "KiB");
            json.writeNumberProperty("count", count);
            json.writeNumberProperty("rounds", alone.size());
            json.writeNumberProperty("pages", monitor(Footprint::pages));
            json.writeNumberProperty("memoryFiles", monitor(Footprint::shared));
            json.writeNumberProperty("kernelStack", monitor(Footprint::stacks));
            json.writeNumberProperty("pageTables", monitor(Footprint::tables));
            json.writeNumberProperty("kernelObjects", monitor(Footprint::slab));
            json.writeNumberProperty("monitor", monitor(Footprint::total));
            json.writeNumberProperty("bar", BAR);
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private double monitor(ToDoubleFunction<Footprint> part) {
        double[] differences = new double[alone.size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = part.applyAsDouble(monitored.get(i)) - part.applyAsDouble(alone.get(i));
        }
        return median(differences);
    }

    private static double median(List<Footprint> rounds, ToDoubleFunction<Footprint> part) {
        double[] values = new double[rounds.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = part.applyAsDouble(rounds.get(i));
        }
        return median(values);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
