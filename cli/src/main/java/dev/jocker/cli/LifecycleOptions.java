package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Durations;
import dev.jocker.runtime.options.ByteSize;
import dev.jocker.runtime.options.HealthCheck;
import dev.jocker.runtime.options.HealthRequest;
import dev.jocker.runtime.options.LogLimits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.options.RunOptionsBuilder;
import java.time.Duration;

/** The options that say how a container goes on and ends: restarts, its log, its health. */
final class LifecycleOptions {
    private final Switch remove;
    private final Text restart;
    private final Text stopTimeout;
    private final Text logDriver;
    private final Texts logOptions;

    private final Text healthCommand;
    private final Text healthInterval;
    private final Text healthTimeout;
    private final Text healthStartPeriod;
    private final Text healthStartInterval;
    private final Text healthRetries;
    private final Switch noHealth;

    LifecycleOptions(Options options) {
        options.section("Life and log");
        remove = options.flag("Remove the container when it ends", "--rm");
        restart = options.text(
                "POLICY", "When to start it again: no, on-failure[:N], always, unless-stopped", "--restart");
        stopTimeout = options.text("SECONDS", "How long stop waits before it kills; 10 if not given", "--stop-timeout");
        logDriver =
                options.text("DRIVER", "Kind of log: json-file or local; Jocker's own in either case", "--log-driver");
        logOptions = options.texts("NAME=VALUE", "max-size=SIZE of one log file, max-file=N of them", "--log-opt");

        options.section("Health");
        healthCommand = options.text("COMMAND", "Command whose exit status 0 is health, for a shell", "--health-cmd");
        healthInterval = options.text("TIME", "Between two checks; 30s if not given", "--health-interval");
        healthTimeout = options.text("TIME", "How long a check may take; 30s if not given", "--health-timeout");
        healthRetries =
                options.text("N", "Failures in a row that make it unhealthy; 3 if not given", "--health-retries");
        healthStartPeriod =
                options.text("TIME", "At the start, in which failures do not count", "--health-start-period");
        healthStartInterval = options.text(
                "TIME", "Between two checks in the start period; 5s if not given", "--health-start-interval");
        noHealth = options.flag("Check no health, whatever the image says", "--no-healthcheck");
    }

    /** Whether it is to be gone when it ends. */
    boolean remove() {
        return remove.on();
    }

    /** Whether something is asked for that only a container with a monitor has. */
    boolean needsMonitor() {
        return restart.given() && !restart.value().equals("no") || healthCommand.given() || logOptions.given();
    }

    /** Puts what was parsed into the builder. */
    void addTo(RunOptionsBuilder builder) {
        builder.autoRemove(remove.on());
        if (restart.given()) {
            builder.restart(RestartPolicy.parse(restart.value()));
        }
        if (stopTimeout.given()) {
            builder.stopTimeout(Duration.ofSeconds(Numbers.parse("--stop-timeout", stopTimeout.value())));
        }
        log(builder);
        health(builder);
    }

    private void log(RunOptionsBuilder builder) {
        String driver = logDriver.or("json-file");
        if (!driver.equals("json-file") && !driver.equals("local")) {
            throw new OptionException(
                    "--log-driver \"" + driver + "\": there is one kind of log, which json-file and local both name");
        }
        if (!logOptions.given()) {
            return;
        }
        long size = 0;
        int files = 1;
        for (String option : logOptions.values()) {
            if (option.startsWith("max-size=")) {
                size = option.equals("max-size=-1") ? 0 : ByteSize.parse("--log-opt max-size", option.substring(9));
            } else if (option.startsWith("max-file=")) {
                files = Numbers.parse("--log-opt max-file", option.substring(9));
            } else {
                throw new OptionException("--log-opt \"" + option + "\": expected max-size=SIZE or max-file=N");
            }
        }
        builder.logLimits(new LogLimits(size, files));
    }

    private void health(RunOptionsBuilder builder) {
        if (noHealth.on()) {
            if (healthCommand.given()) {
                throw new OptionException("--no-healthcheck does not go with --health-cmd");
            }
            builder.health(HealthRequest.NONE);
            return;
        }
        builder.health(new HealthRequest(
                false,
                healthCommand.given() ? HealthCheck.shell(healthCommand.value()).command() : null,
                time("--health-interval", healthInterval),
                time("--health-timeout", healthTimeout),
                time("--health-start-period", healthStartPeriod),
                time("--health-start-interval", healthStartInterval),
                healthRetries.given() ? retries() : null));
    }

    private Integer retries() {
        int retries = Numbers.parse("--health-retries", healthRetries.value());
        if (retries < 1) {
            throw new OptionException("--health-retries \"" + retries + "\": expected 1 or more");
        }
        return retries;
    }

    private static Duration time(String option, Text given) {
        if (!given.given()) {
            return null;
        }
        Duration time = Durations.parse(option, given.value());
        if (!option.equals("--health-start-period") && time.compareTo(Duration.ofMillis(1)) < 0) {
            throw new OptionException(option + " \"" + given.value() + "\": expected 1ms or more");
        }
        return time;
    }
}
