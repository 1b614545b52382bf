package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many containers on one network, that come and go several at a time. With {@code -Djocker.soak=true} there are fifty. */
@Timeout(1200)
final class NetworkCrowdIT extends MachineTest {
    private static final int MANY = Boolean.getBoolean("jocker.soak") ? 50 : 16;
    private static final int AT_ONCE = 8;
    private static final int ASKING_AT_ONCE = 2;

    /** Executes all, no more than so many at a time; each has to succeed. Their outputs, in order. */
    private List<String> all(int atOnce, List<List<String>> commands) throws IOException, InterruptedException {
        List<String> outputs = new ArrayList<>();
        Queue<Process> running = new ArrayDeque<>();
        for (List<String> command : commands) {
            if (running.size() == atOnce) {
                outputs.add(end(running.remove()));
            }
            running.add(launcher.builder(List.of(), command.toArray(new String[0]))
                    .redirectErrorStream(true)
                    .start());
        }
        while (!running.isEmpty()) {
            outputs.add(end(running.remove()));
        }
        return outputs;
    }

    private static String end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static List<List<String>> each(String[] before, String... after) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            List<String> words = new ArrayList<>(List.of(before));
            words.add("crowd" + i);
            words.addAll(List.of(after));
            commands.add(words);
        }
        return commands;
    }

    @Test
    void allHaveAddressesOfTheirOwnAndReachAll() throws Exception {
        good("network", "create", "--ipv6", "--subnet", "fd00:50::/64", "--subnet", "10.50.0.0/24", "crowd");
        all(AT_ONCE, each(new String[] {"run", "-d", "--network", "crowd", "--name"}, "host", "sleep", "10000"));

        Map<String, String> owners = new HashMap<>();
        var places = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            String both = inspect(
                    "crowd" + i, "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}}{{end}}");
            for (String address : both.split(" ")) {
                assertThat(owners.put(address, "crowd" + i)).as(address).isNull();
                places.append(' ').append(address);
            }
            places.append(" crowd").append(i);
        }
        assertThat(owners).hasSize(2 * MANY).doesNotContainKeys("10.50.0.1", "fd00:50::1", "10.50.0.0", "10.50.0.255");
        // The kernel has one table of neighbours for all namespaces (gc_thresh3, arp(7): 1024), from which it takes
        // none
        // that is younger than five seconds. So few ask at once, and who meets it full asks again.
        String asking =
                "reach() { for second in 1 2 3 4 5 6 7; do busybox ping -c 1 -W 5 $1 >/dev/null 2>&1 && return 0;"
                        + " sleep $second; done; echo no $1; failed=1; }; failed=0; for place in" + places
                        + "; do reach $place; done; exit $failed";
        all(ASKING_AT_ONCE, each(new String[] {"exec"}, "sh", "-c", asking));

        all(AT_ONCE, each(new String[] {"rm", "-f"}));
        assertThat(good("network", "inspect", "-f", "{{len .Containers}}", "crowd"))
                .isEqualTo("0");
        awaitNoLinks(" jk[^-]");
        good("network", "rm", "crowd");
        good("system", "prune", "-f");
        assertThat(machine.sh("ip -br link | cut -d' ' -f1 | grep -v ^cable")).isEqualTo("lo");
        assertThat(machine.sh("nft list ruleset")).isEmpty();
    }
}
