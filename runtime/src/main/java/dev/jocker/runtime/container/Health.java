package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.HealthCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a container does, by its {@link HealthCheck}.
 *
 * @param failingStreak failures since the last success
 * @param log the last five results, the oldest first
 */
public record Health(Status status, int failingStreak, List<Result> log) {
    public Health {
        log = List.copyOf(log);
    }

    public enum Status {
        STARTING,
        HEALTHY,
        UNHEALTHY;

        /** Docker's word for it: {@code healthy}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One check.
     *
     * @param exitCode -1: it took too long
     * @param output at most 4096 bytes of it
     */
    public record Result(Instant start, Instant end, int exitCode, String output) {}

    /** Docker's member {@code Health}. */
    JsonObject json() {
        List<JsonObject> results = new ArrayList<>();
        for (Result result : log) {
            results.add(new JsonObject()
                    .put("Start", result.start().toString())
                    .put("End", result.end().toString())
                    .put("ExitCode", result.exitCode())
                    .put("Output", result.output()));
        }
        return new JsonObject()
                .put("Status", status.word())
                .put("FailingStreak", failingStreak)
                .put("Log", results);
    }
}
