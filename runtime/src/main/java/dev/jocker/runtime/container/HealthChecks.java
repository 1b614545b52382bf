package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Cgroup;
import dev.jocker.runtime.enter.Exec;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.monitor.HealthLog;
import dev.jocker.runtime.monitor.Probing;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.ExecOptions;
import dev.jocker.runtime.options.HealthCheck;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.SealedImage;
import dev.jocker.runtime.syscall.Argument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A container's {@link HealthCheck}: from its record to what a monitor does, and from what that has found to {@link Health}. */
final class HealthChecks {
    private static final int SHOWN = 5;
    private static final int TIMED_OUT = -1;

    private HealthChecks() {}

    /** What the monitor of {@code record}'s container is to do; null: nothing. */
    static Probing probing(ContainerRecord record, Plan plan, Host host) {
        if (!hasCheck(record)) {
            return null;
        }
        JsonObject check = record.config().object("Healthcheck");
        List<String> command = command(check.texts("Test"));
        List<Path> opened = new ArrayList<>();
        List<Argument> files = new ArrayList<>();
        for (Cgroup.Group group : plan.cgroup().cgroup().groups()) {
            Path file = group.path().resolve("cgroup.procs");
            files.add(Argument.named(
                    Probing.OPENED + opened.size(), "<".concat(file.toString()).concat(">")));
            opened.add(file);
        }
        Program probe = Exec.probe(
                plan.spec(),
                ExecOptions.command(command).build(),
                Accounts.EMPTY,
                record.hostConfig().texts("GroupAdd"),
                host,
                Argument.named(Probing.TARGET, "<container>"),
                files);
        return new Probing(
                SealedImage.bytes(probe),
                opened,
                Duration.ofNanos(check.number("Interval")),
                Duration.ofNanos(check.number("Timeout")),
                Duration.ofNanos(check.number("StartPeriod")),
                Duration.ofNanos(check.number("StartInterval")),
                (int) check.number("Retries"));
    }

    /** The words after {@code CMD}; a line after {@code CMD-SHELL} is for the shell. */
    private static List<String> command(List<String> test) {
        return test.getFirst().equals("CMD-SHELL")
                ? HealthCheck.shell(test.get(1)).command()
                : test.subList(1, test.size());
    }

    private static boolean hasCheck(ContainerRecord record) {
        return record.config().object("Healthcheck").texts("Test").size() > 1;
    }

    /** How it does, by the checks since its last start; null if it has none. */
    static Health health(Path directory, ContainerRecord record, Instant startedAt) throws IOException {
        if (!hasCheck(record) || startedAt == null) {
            return null;
        }
        List<Health.Result> results = new ArrayList<>();
        Health.Status status = Health.Status.STARTING;
        int streak = 0;
        for (HealthLog.Result each : HealthLog.read(directory)) {
            if (!each.begun().isBefore(startedAt)) {
                results.add(new Health.Result(
                        each.begun(),
                        each.ended(),
                        each.timedOut() ? TIMED_OUT : each.exitCode(),
                        new String(each.output(), StandardCharsets.UTF_8)));
                status = status(each.health());
                streak = (int) each.streak();
            }
        }
        return new Health(status, streak, results.subList(Math.max(0, results.size() - SHOWN), results.size()));
    }

    private static Health.Status status(HealthLog.Status status) {
        return switch (status) {
            case STARTING -> Health.Status.STARTING;
            case HEALTHY -> Health.Status.HEALTHY;
            case UNHEALTHY -> Health.Status.UNHEALTHY;
        };
    }
}
