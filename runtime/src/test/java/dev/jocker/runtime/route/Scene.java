package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A network namespace of a test's own, seen by us through a socket and by {@code ip(8)} as the witness. */
final class Scene implements AutoCloseable {
    final NetworkNamespace namespace;
    final RouteSocket route;

    private Scene(NetworkNamespace namespace, RouteSocket route) {
        this.namespace = namespace;
        this.route = route;
    }

    static Scene create() throws IOException {
        NetworkNamespace namespace = NetworkNamespace.create();
        return new Scene(namespace, RouteSocket.in(namespace.fd()));
    }

    /** Makes a link, or ends the test as skipped where the kernel has not this kind. */
    void addOrSkip(NewLink link) throws IOException {
        try {
            route.links().add(link);
        } catch (IOException e) {
            boolean unknown = e.getMessage().contains("Unknown device type");
            Assumptions.assumeFalse(
                    unknown, "this kernel has no links of kind " + link.kind().name());
            throw e;
        }
    }

    /** What {@code ip -j -d …} prints. */
    JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-j", "-d"));
        all.addAll(List.of(arguments));
        String text = ip(all.toArray(String[]::new));
        return JsonMapper.shared().readTree(text.isBlank() ? "[]" : text);
    }

    /** The one element that {@code ip -j -d …} prints. */
    JsonNode one(String... arguments) throws IOException {
        JsonNode all = json(arguments);
        assertThat(all.size()).as("elements in %s", all).isEqualTo(1);
        return all.get(0);
    }

    /** Has ip(8) do something in the namespace. Returns what it printed. */
    String ip(String... arguments) throws IOException {
        return run("ip", arguments);
    }

    /** Has a program do something in the namespace. Returns what it printed. */
    String run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Path descriptor = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/"
                + namespace.fd().number());
        command.addAll(List.of(Witness.require("nsenter").toString(), "--net=" + descriptor));
        command.add(Witness.require(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as("%s: %s", command, text).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return text;
    }

    @Override
    public void close() {
        route.close();
        namespace.close();
    }
}
