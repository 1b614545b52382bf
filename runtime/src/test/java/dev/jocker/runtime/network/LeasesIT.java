package dev.jocker.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses that are given, kept, freed and given again. */
@NeedsRoot
final class LeasesIT {
    private NetworkScene scene;
    private Network network;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        scene = new NetworkScene(directory);
        network = scene.create(NetworkRequest.named("net")
                .pools(List.of(
                        new PoolRequest(Cidr.parse("10.1.0.0/16"), null, Cidr.parse("10.1.7.0/29")),
                        new PoolRequest(Cidr.parse("fd01::/64"), null, null))));
    }

    @AfterEach
    void end() throws IOException {
        scene.close();
    }

    private String take(String id) throws IOException {
        return take(id, null);
    }

    private String take(String id, String address) throws IOException {
        scene.up.add(id);
        IpAddress wanted = address == null ? null : IpAddress.parse(address);
        EndpointRequest request = new EndpointRequest("net", wanted, null, null, List.of(), null);
        return scene.networks.leases().take(network, id, request, 0).ip4().toString();
    }

    @Test
    void theNextIsGivenAndWhatWasFreedComesLast() throws IOException {
        assertThat(List.of(take("a"), take("b"))).containsExactly("10.1.7.0/16", "10.1.7.1/16");
        scene.up.remove("a");
        assertThat(List.of(take("c"), take("d"))).containsExactly("10.1.7.2/16", "10.1.7.3/16");
        assertThat(List.of(take("e"), take("f"), take("g"), take("h")))
                .containsExactly("10.1.7.4/16", "10.1.7.5/16", "10.1.7.6/16", "10.1.7.7/16");
        assertThat(take("i")).as("that of a, who is gone").isEqualTo("10.1.7.0/16");
        assertThatThrownBy(() -> take("j"))
                .isInstanceOf(NetworkException.NoAddress.class)
                .hasMessage("network net: all addresses of 10.1.7.0/29 are in use");
        assertThat(scene.networks.leases().of(network)).hasSize(16);
    }

    @Test
    void anAddressCanBeAskedFor() throws IOException {
        assertThat(take("a", "10.1.200.9")).isEqualTo("10.1.200.9/16");
        assertThat(take("a", "10.1.200.9")).as("his own, once more").isEqualTo("10.1.200.9/16");
        refused("10.1.200.9", "address 10.1.200.9 is in use by container a");
        refused("10.1.0.1", "10.1.0.1 is the gateway of 10.1.0.0/16, network net");
        refused("10.1.0.0", "10.1.0.0 is no address of a container in 10.1.0.0/16, network net");
        refused("10.1.255.255", "10.1.255.255 is no address of a container in 10.1.0.0/16, network net");
        refused("10.2.0.9", "10.2.0.9 is no address of a container in 10.1.0.0/16, network net");
        assertThatThrownBy(() -> scene.networks
                        .leases()
                        .take(
                                scene.create(NetworkRequest.named("four")),
                                "x",
                                new EndpointRequest("four", null, IpAddress.parse("fd00::9"), null, List.of(), null),
                                0))
                .hasMessage("network four has no IPv6: fd00::9 cannot be on it");
    }

    private void refused(String address, String message) {
        assertThatThrownBy(() -> take("z", address))
                .isInstanceOf(NetworkException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsGivenBackIsNobodys() throws IOException {
        Endpoint endpoint = scene.networks.leases().take(network, "a", EndpointRequest.of("net"), 0);
        scene.up.add("a");
        assertThat(scene.networks.leases().of(network)).hasSize(2);
        scene.networks.leases().release(endpoint, "b");
        assertThat(scene.networks.leases().of(network)).as("not b's to give").hasSize(2);
        scene.networks.leases().release(endpoint, "a");
        assertThat(scene.networks.leases().of(network)).isEmpty();
    }

    @Test
    void aNetworkThatIsGoneGivesNothing() throws IOException {
        scene.doOnHost(() -> scene.networks.remove(network));
        assertThatThrownBy(() -> take("a"))
                .isInstanceOf(NetworkException.NotFound.class)
                .hasMessage("network net not found");
    }

    /** Links of those who ended without a word are not kept for ever. */
    @Test
    void linksOfTheDeadAreSwept() throws IOException {
        Network wide = scene.create(NetworkRequest.named("wide"));
        for (int i = 0; i < 200; i++) {
            scene.networks.leases().take(wide, "dead" + i, EndpointRequest.of("wide"), 0);
        }
        Path place = scene.run.resolve("networks").resolve(wide.id());
        assertThat(place.toFile().list()).hasSizeLessThan(70);
    }

    @Test
    void linksOnTheHostHaveNamesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String name = Leases.hostLink("net" + i % 10, Cidr.parse("10.0." + i / 100 + "." + i % 100 + "/16"));
            assertThat(name).hasSize(15).startsWith("jk");
            names.add(name);
        }
        assertThat(names).hasSize(10_000);
    }

    /** Three processes take at the same time, as three commands do. */
    @Test
    void processesTakeNoAddressTwice() throws Exception {
        Network wide = scene.create(NetworkRequest.named("wide").withIp6(true));
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Taker.class.getName(),
                            scene.data.toString(),
                            scene.run.toString(),
                            Integer.toString(i))
                    .redirectErrorStream(true)
                    .start());
        }
        List<String> taken = new ArrayList<>();
        for (Process process : processes) {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            taken.addAll(text.lines().toList());
        }
        assertThat(taken).hasSize(3 * 2 * Taker.EACH).doesNotHaveDuplicates();
        assertThat(Files.exists(scene.run.resolve("locks/network-" + wide.id())))
                .isFalse();
    }

    /** One of the processes. */
    static final class Taker {
        static final int EACH = 40;

        private Taker() {}

        public static void main(String[] arguments) throws IOException {
            var networks = new Networks(Path.of(arguments[0]), Path.of(arguments[1]), id -> true);
            Network wide = networks.find("wide");
            var text = new StringBuilder();
            for (int i = 0; i < EACH; i++) {
                String id = arguments[2] + "x" + i;
                for (Cidr address : networks.leases()
                        .take(wide, id, EndpointRequest.of("wide"), 0)
                        .addresses()) {
                    text.append(address).append('\n');
                }
            }
            System.out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }
}
