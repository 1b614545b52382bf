package dev.jocker.runtime.options;

import dev.jocker.runtime.oci.TimeOffset;

/**
 * The time namespace and how far its clocks are from the host's; {@code time_namespaces(7)}.
 *
 * @param namespace the host's, or one of its own
 * @param monotonic what is added to CLOCK_MONOTONIC; null: nothing
 * @param boottime what is added to CLOCK_BOOTTIME; null: nothing
 */
public record TimeNamespaceChoice(NamespaceChoice namespace, TimeOffset monotonic, TimeOffset boottime) {
    /** The host's clocks. */
    public static final TimeNamespaceChoice HOST = new TimeNamespaceChoice(NamespaceChoice.HOST, null, null);

    private static final String EXPECTED = "expected host, or private[,monotonic=SECONDS][,boottime=SECONDS]";

    /**
     * Reads {@code host} or {@code private[,monotonic=SECONDS][,boottime=SECONDS]}; seconds may be negative and have
     * up to nine decimals.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static TimeNamespaceChoice parse(String value) {
        if (value.equals("host")) {
            return HOST;
        }
        String[] parts = value.split(",", -1);
        TimeOffset monotonic = null;
        TimeOffset boottime = null;
        if (!parts[0].equals("private")) {
            throw BadOption.value("--timens", value, EXPECTED);
        }
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("monotonic=") && monotonic == null) {
                monotonic = offset(value, parts[i].substring("monotonic=".length()));
            } else if (parts[i].startsWith("boottime=") && boottime == null) {
                boottime = offset(value, parts[i].substring("boottime=".length()));
            } else {
                throw BadOption.value("--timens", value, EXPECTED);
            }
        }
        return new TimeNamespaceChoice(NamespaceChoice.PRIVATE, monotonic, boottime);
    }

    /** The kernel wants nanoseconds from 0 to 999999999, so -0.25 is -1 s and 750000000 ns. */
    private static TimeOffset offset(String value, String seconds) {
        int dot = seconds.indexOf('.');
        String whole = dot < 0 ? seconds : seconds.substring(0, dot);
        String fraction = dot < 0 ? "" : seconds.substring(dot + 1);
        if (dot >= 0 && !Accounts.isNumber(fraction) || fraction.length() > 9) {
            throw BadOption.value("--timens", value, EXPECTED);
        }
        try {
            long secs = Long.parseLong(whole);
            int nanosecs = Integer.parseInt((fraction + "000000000").substring(0, 9));
            if (whole.startsWith("-") && nanosecs > 0) {
                return new TimeOffset(secs - 1, 1_000_000_000 - nanosecs);
            }
            return new TimeOffset(secs, nanosecs);
        } catch (NumberFormatException e) {
            throw BadOption.value("--timens", value, EXPECTED);
        }
    }
}
