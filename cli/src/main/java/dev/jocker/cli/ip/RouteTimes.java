package dev.jocker.cli.ip;

import dev.jocker.runtime.route.RouteMetric;

/** Metrics of a route that are times: milliseconds, of which the kernel has parts. */
final class RouteTimes {
    private static final int RTT_PARTS = 8;
    private static final int RTTVAR_PARTS = 4;
    private static final long MILLIS = 1000;

    private RouteTimes() {}

    static boolean isTime(RouteMetric metric) {
        return metric == RouteMetric.RTT || metric == RouteMetric.RTTVAR || metric == RouteMetric.RTO_MIN;
    }

    /** How many of the kernel's are a millisecond. */
    static int parts(RouteMetric metric) {
        return switch (metric) {
            case RTT -> RTT_PARTS;
            case RTTVAR -> RTTVAR_PARTS;
            default -> 1;
        };
    }

    /** {@code 20ms}, {@code 1s}; a number alone is the kernel's. */
    static long parse(RouteMetric metric, String text) {
        String what = metric.name().toLowerCase(java.util.Locale.ROOT);
        if (text.endsWith("ms")) {
            return parts(metric) * Values.number(what, text.substring(0, text.length() - 2), 0, Integer.MAX_VALUE);
        }
        if (text.endsWith("s")) {
            long seconds = Values.number(what, text.substring(0, text.length() - 1), 0, Integer.MAX_VALUE);
            return parts(metric) * MILLIS * seconds;
        }
        return Values.u32(what, text);
    }
}
