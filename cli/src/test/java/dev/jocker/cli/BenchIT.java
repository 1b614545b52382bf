package dev.jocker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.testing.NeedsRoot;
import dev.jocker.testing.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** {@code jocker bench}: that it measures, never what it measures. */
@NeedsRoot
@Timeout(180)
final class BenchIT {
    @Test
    void comparesWithC() throws Exception {
        Witness.require("gcc");
        Map<String, String> values = values(bench("start", "-n", "20", "--warmup", "5", "--json"));
        assertThat(values).containsEntry("/benchmark", "start").containsEntry("/networkNamespace", "true");
        assertThat(values).containsEntry("/jocker/runs", "20").containsEntry("/floor/runs", "20");
        List<String> spreads = List.of(
                "/jocker/cloneToExec",
                "/jocker/callToExec",
                "/jocker/callToExit",
                "/floor/cloneToExec",
                "/floor/cloneToExit");
        for (String spread : spreads) {
            assertThat(number(values, spread + "/p50"))
                    .isPositive()
                    .isLessThanOrEqualTo(number(values, spread + "/p90"));
            assertThat(number(values, spread + "/p90")).isLessThanOrEqualTo(number(values, spread + "/p99"));
        }
        assertThat(number(values, "/jocker/cloneToExec/p50")).isLessThan(number(values, "/jocker/callToExec/p50"));
        assertThat(number(values, "/ratio/p50"))
                .isBetween(number(values, "/ratio/leastOfRounds") / 10, number(values, "/ratio/mostOfRounds") * 10);
        assertThat(values).containsEntry("/ratio/rounds", "10").containsEntry("/ratio/bar", "1.1");
    }

    @Test
    void addsUpWhatAMonitorTakes() throws Exception {
        Map<String, String> values = values(bench("monitor", "-n", "3", "--rounds", "1", "--json"));
        assertThat(values).containsEntry("/benchmark", "monitor").containsEntry("/count", "3");
        assertThat(number(values, "/pages")).isPositive();
        assertThat(values).containsKeys("/memoryFiles", "/kernelStack", "/pageTables", "/kernelObjects", "/monitor");
    }

    @Test
    void comparesNetworksWithCommands() throws Exception {
        Witness.require("ip");
        Witness.require("nft");
        Map<String, String> values = values(bench("net", "-n", "3", "--warmup", "1", "--format", "json"));
        assertThat(values).containsEntry("/benchmark", "net").containsEntry("/rounds", "3");
        for (String who : List.of("/jocker", "/commands")) {
            for (String part : List.of("/attach", "/detach", "/both")) {
                assertThat(number(values, who + part + "/p50"))
                        .isPositive()
                        .isLessThanOrEqualTo(number(values, who + part + "/p90"));
            }
        }
        assertThat(number(values, "/ratio/p50")).isPositive();
        assertThat(values).containsEntry("/ratio/of", "both").containsEntry("/ratio/bar", "0.2");
    }

    @Test
    void comparesPullsWithSkopeoAndUmoci() throws Exception {
        Witness.require("docker-registry");
        Witness.require("skopeo");
        Witness.require("umoci");
        Map<String, String> values = values(bench("pull", "-n", "2", "--size", "4", "--json"));
        assertThat(values).containsEntry("/benchmark", "pull").containsEntry("/rounds", "2");
        for (String who : List.of("/jocker", "/copy", "/unpack", "/peers")) {
            assertThat(number(values, who + "/p50")).isPositive().isLessThanOrEqualTo(number(values, who + "/p95"));
        }
        assertThat(number(values, "/ratio/p50")).isPositive();
        assertThat(values).containsEntry("/ratio/bar", "1.0");
    }

    private static double number(Map<String, String> values, String path) {
        assertThat(values).containsKey(path);
        return Double.parseDouble(values.get(path));
    }

    private static String bench(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Witness.checkout().resolve("cli/bin/jocker").toString());
        command.add("bench");
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return out;
    }

    /** Every plain value by its path, {@code /jocker/runs}. */
    private static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(parser.streamReadContext().pathAsPointer().toString(), parser.getString());
                }
            }
        }
        return values;
    }
}
