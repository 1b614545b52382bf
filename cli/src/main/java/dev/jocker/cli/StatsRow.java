package dev.jocker.cli;

import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.container.Stats;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a container uses, as {@code stats} shows it: docker's fields, docker's units. */
final class StatsRow {
    static final String[] HEADINGS = {
        "Container", "CONTAINER",
        "ID", "CONTAINER ID",
        "Name", "NAME",
        "CPUPerc", "CPU %",
        "MemUsage", "MEM USAGE / LIMIT",
        "MemPerc", "MEM %",
        "NetIO", "NET I/O",
        "BlockIO", "BLOCK I/O",
        "PIDs", "PIDS",
        "Pressure", "PRESSURE"
    };

    private static final String NOTHING = "--";
    private static final double PERCENT = 100;

    private StatsRow() {}

    /**
     * The fields that a template may name.
     *
     * @param before the reading before; null: none yet
     * @param now null: it does not run
     */
    static Map<String, Object> of(ContainerSnapshot container, Stats before, Stats now, boolean whole) {
        Map<String, Object> row = new TreeMap<>();
        String id = whole ? container.id() : ContainerRow.shortId(container.id());
        row.put("Container", id);
        row.put("ID", id);
        row.put("Name", container.name());
        if (now == null) {
            for (String field : new String[] {"CPUPerc", "MemPerc", "PIDs", "Pressure"}) {
                row.put(field, NOTHING);
            }
            for (String field : new String[] {"MemUsage", "NetIO", "BlockIO"}) {
                row.put(field, pair(NOTHING, NOTHING));
            }
            return row;
        }
        row.put("CPUPerc", percent(cpu(before, now)));
        row.put("MemUsage", pair(Sizes.binary(now.memoryBytes()), Sizes.binary(now.memoryLimit())));
        row.put("MemPerc", percent(now.memoryLimit() == 0 ? 0 : PERCENT * now.memoryBytes() / now.memoryLimit()));
        row.put("NetIO", pair(Sizes.human(now.receivedBytes()), Sizes.human(now.sentBytes())));
        row.put("BlockIO", pair(Sizes.human(now.blockReadBytes()), Sizes.human(now.blockWrittenBytes())));
        row.put("PIDs", Long.toString(now.pids()));
        row.put("Pressure", pressure(now.pressure()));
        return row;
    }

    /** 100 is one CPU all the time, as docker counts. */
    static double cpu(Stats before, Stats now) {
        if (before == null) {
            return 0;
        }
        double elapsed = Duration.between(before.read(), now.read()).toNanos();
        double used = now.cpuNanos() - before.cpuNanos();
        return elapsed <= 0 || used <= 0 ? 0 : PERCENT * used / elapsed; // less than before: it was started again
    }

    /** Not docker's: how much of the last ten seconds something waited, where the kernel tells it. */
    private static String pressure(List<Stats.Pressure> pressure) {
        if (pressure.isEmpty()) {
            return NOTHING;
        }
        var text = new StringBuilder();
        for (Stats.Pressure each : pressure) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(each.resource())
                    .append(' ')
                    .append(percent(each.some10()));
        }
        return text.toString();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }

    private static String pair(String one, String other) {
        return one.concat(" / ").concat(other);
    }
}
