package dev.jocker.runtime.options;

import java.time.Duration;
import java.util.List;

/**
 * How it is found out whether a container does well ({@code --health-cmd} and its kin).
 *
 * @param command the words to execute in the container; 0 as its exit status is health
 * @param interval between the end of a check and the beginning of the next
 * @param timeout after which a check is ended and has failed
 * @param startPeriod in which a failure does not count
 * @param startInterval in place of {@code interval} during the start period
 * @param retries failures in a row that make it unhealthy
 */
public record HealthCheck(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_START_INTERVAL = Duration.ofSeconds(5);
    public static final int DEFAULT_RETRIES = 3;

    /** What a line of {@code --health-cmd} is given to. */
    public static final List<String> SHELL = List.of("/bin/sh", "-c");

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public HealthCheck {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("--health-cmd: expected a command");
        }
        require("--health-interval", interval, SHORTEST);
        require("--health-timeout", timeout, SHORTEST);
        require("--health-start-period", startPeriod, Duration.ZERO);
        require("--health-start-interval", startInterval, SHORTEST);
        if (retries < 1) {
            throw BadOption.value("--health-retries", Integer.toString(retries), "expected 1 or more");
        }
    }

    /** A check with docker's times: every 30 s, 30 s long, three failures. */
    public static HealthCheck of(List<String> command) {
        return new HealthCheck(
                command, DEFAULT_INTERVAL, DEFAULT_TIMEOUT, Duration.ZERO, DEFAULT_START_INTERVAL, DEFAULT_RETRIES);
    }

    /** What {@code --health-cmd} says, by the container's shell. */
    public static HealthCheck shell(String line) {
        return of(List.of(SHELL.get(0), SHELL.get(1), line));
    }

    private static void require(String option, Duration time, Duration least) {
        if (time.compareTo(least) < 0) {
            throw BadOption.value(
                    option, time.toString(), "expected ".concat(least.isZero() ? "no negative time" : "1ms or more"));
        }
    }
}
