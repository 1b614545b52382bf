package dev.jocker.cli.output;

import java.time.Duration;
import java.time.Instant;

/** Ages for people: {@code 2 hours ago}, in the words and with the bounds of docker. */
public final class Ages {
    private Ages() {}

    /** How long before {@code now} it was. What lies in the future is as if it were now: clocks differ. */
    public static String ago(Instant then, Instant now) {
        return between(then, now).concat(" ago");
    }

    /** How long it has been. */
    public static String between(Instant then, Instant now) {
        return words(Duration.between(then, now));
    }

    /** The duration in one unit: {@code About an hour}, {@code 47 hours}, {@code 2 weeks}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return count(seconds, "seconds");
        }
        long minutes = duration.toMinutes();
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return count(minutes, "minutes");
        }
        long hours = (minutes + 30) / 60;
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return count(hours, "hours");
        }
        if (hours < 24 * 7 * 2) {
            return count(hours / 24, "days");
        }
        if (hours < 24 * 30 * 2) {
            return count(hours / 24 / 7, "weeks");
        }
        if (hours < 24 * 365 * 2) {
            return count(hours / 24 / 30, "months");
        }
        return count(hours / 24 / 365, "years");
    }

    private static String count(long number, String unit) {
        return Long.toString(number).concat(" ").concat(unit);
    }
}
