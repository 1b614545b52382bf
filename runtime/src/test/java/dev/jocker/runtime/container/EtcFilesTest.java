package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EtcFilesTest {
    private static final String HOST = "nameserver 1.1.1.1\nsearch a.example\noptions ndots:2\n";

    @Test
    void namesTheContainerAndTheLoopback() {
        assertThat(EtcFiles.hosts(options().build().resolution(), "box"))
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
                        "box"))
                .contains("10.0.0.7\tdb\n");
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
