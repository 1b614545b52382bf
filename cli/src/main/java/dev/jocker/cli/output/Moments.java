package dev.jocker.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Points in time as docker reads and prints them. */
public final class Moments {
    private static final DateTimeFormatter NANOSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXX", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx zzz", Locale.ROOT);

    private Moments() {}

    /** {@code 2026-05-01T12:00:00.123456789Z}: all nine digits, so that lines stand below each other. */
    public static String nanoseconds(Instant moment) {
        return NANOSECONDS.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** {@code 2026-05-01T14:00:00+02:00}. */
    public static String zoned(Instant moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                moment.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneId.systemDefault()));
    }

    /** {@code 2026-05-01 14:00:00 +0200 CEST}. */
    public static String local(Instant moment) {
        return SECONDS.format(moment.atZone(ZoneId.systemDefault()));
    }

    /**
     * Reads a moment: how long ago ({@code 1h30m}), a date ({@code 2026-05-01}), with a time ({@code 2026-05-01T12:00:00}, of this
     * machine's zone unless another is named), or seconds since 1970 ({@code 1777636800.5}).
     *
     * @param option whose value it is, for the error
     * @throws IllegalArgumentException if it is none of them
     */
    public static Instant parse(String option, String value, Instant now) {
        Duration ago = Durations.parseOrNull(value);
        if (ago != null) {
            return now.minus(ago);
        }
        try {
            if (isDecimal(value)) {
                return seconds(value);
            }
            if (value.indexOf('T') < 0 && value.indexOf(' ') < 0) {
                return LocalDate.parse(value)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant();
            }
            String iso = value.replace(' ', 'T');
            return hasZone(iso)
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    option + " \"" + value
                            + "\": expected a duration such as 10m, a date with or without a time, or seconds since 1970",
                    e);
        }
    }

    private static boolean hasZone(String iso) {
        int time = iso.indexOf('T');
        return iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0;
    }

    private static boolean isDecimal(String value) {
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            if (letter >= '0' && letter <= '9') {
                digit = true;
            } else if (letter != '.') {
                return false;
            }
        }
        return digit;
    }

    private static Instant seconds(String value) {
        int point = value.indexOf('.');
        if (point < 0) {
            return Instant.ofEpochSecond(Long.parseLong(value));
        }
        String fraction = (value.substring(point + 1) + "000000000").substring(0, 9);
        return Instant.ofEpochSecond(Long.parseLong(value.substring(0, point)), Long.parseLong(fraction));
    }
}
