package dev.jocker.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.network.Endpoint;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EtcFilesTest {
    private static final String HOST = "nameserver 1.1.1.1\nsearch a.example\noptions ndots:2\n";

    @Test
    void namesTheContainerAndTheLoopback() {
        assertThat(EtcFiles.hosts(options().build().resolution(), "box", null))
                .startsWith("127.0.0.1\tlocalhost\n")
                .endsWith("\tbox\n");
    }

    @Test
    void namesWhatWasAdded() {
        assertThat(EtcFiles.hosts(
                        options()
                                .addHost(HostEntry.parse("db:10.0.0.7"))
                                .build()
                                .resolution(),
                        "box",
                        null))
                .contains("10.0.0.7\tdb\n");
    }

    @Test
    void theHostIsTheGatewayOfTheFirstNetworkThatReachesIt() {
        RunOptions options =
                options().addHost(HostEntry.parse("outside:host-gateway")).build();
        var note = new NetworkNote(List.of("box"), List.of(endpoint(), endpoint("10.9.0.1")), List.of());

        assertThat(EtcFiles.hosts(options.resolution(), "box", note)).endsWith("\n10.9.0.1\toutside\n");
        assertThat(EtcFiles.hosts(options.resolution(), "box", null)).contains("127.0.0.1\toutside\n");
    }

    private static Endpoint endpoint(String... gateways) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String gateway : gateways) {
            addresses.add(IpAddress.parse(gateway));
        }
        return new Endpoint(
                "1a",
                "back",
                "jk-1a",
                "jk1",
                "eth0",
                MacAddress.parse("02:42:0a:09:00:02"),
                List.of(Cidr.parse("10.9.0.2/16")),
                addresses,
                0,
                List.of());
    }

    @Test
    void onANetworkNoResolverIsOnTheLoopbackLink() {
        String systemd = "nameserver 10.0.0.1\nsearch a.example\n";

        assertThat(EtcFiles.reachable(HOST, systemd)).isEqualTo(HOST);
        assertThat(EtcFiles.reachable("nameserver 127.0.0.1\nnameserver 1.1.1.1\n", systemd))
                .isEqualTo("nameserver 1.1.1.1\n");
        assertThat(EtcFiles.reachable("nameserver 127.0.0.53\noptions edns0\n", systemd))
                .isEqualTo(systemd);
        assertThat(EtcFiles.reachable("nameserver ::1\noptions edns0\n", ""))
                .isEqualTo("options edns0\nnameserver 8.8.8.8\nnameserver 8.8.4.4\n");
    }

    @Test
    void resolvesAsTheHostDoes() {
        assertThat(EtcFiles.resolvConf(options().build().resolution(), HOST)).isEqualTo(HOST);
        assertThat(EtcFiles.resolvConf(options().build().resolution(), "")).isEmpty();
    }

    @Test
    void anOptionReplacesTheHostsLinesOfItsKind() {
        RunOptions options = options()
                .dns("9.9.9.9")
                .dnsSearch("b.example")
                .dnsSearch("c.example")
                .build();

        assertThat(EtcFiles.resolvConf(options.resolution(), HOST))
                .isEqualTo("options ndots:2\nnameserver 9.9.9.9\nsearch b.example c.example\n");
    }

    @Test
    void aDotMeansNoSearch() {
        assertThat(EtcFiles.resolvConf(options().dnsSearch(".").build().resolution(), HOST))
                .isEqualTo("nameserver 1.1.1.1\noptions ndots:2\n");
    }

    @Test
    void writesTheThreeFiles(@TempDir Path directory) throws IOException {
        Path etc = directory.resolve("etc");
        EtcFiles.write(etc, options().build().resolution(), "box");

        assertThat(etc.resolve("hostname")).hasContent("box\n");
        assertThat(Files.readString(etc.resolve("hosts"))).contains("box");
        assertThat(etc.resolve("resolv.conf")).exists();
    }

    private static RunOptionsBuilder options() {
        return RunOptions.image("host").command("true");
    }
}
