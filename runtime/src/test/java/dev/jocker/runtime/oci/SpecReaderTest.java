package dev.jocker.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The quick way of reading and writing says what {@link SpecJson} says. */
class SpecReaderTest {
    private static final Spec FULL = new Spec(
            Spec.VERSION,
            new Process(
                    true,
                    new Process.ConsoleSize(24, 80),
                    new User(1, 2, 18, List.of(2L, 3L)),
                    List.of("sh", "-c", "x \u00e9"),
                    List.of("A=b"),
                    "/",
                    new Capabilities(
                            List.of("CAP_KILL"), List.of("CAP_KILL"), List.of(), List.of("CAP_KILL"), List.of()),
                    List.of(new Rlimit("RLIMIT_CORE", Rlimit.INFINITY, 0)),
                    true,
                    null,
                    -500,
                    null,
                    null,
                    null,
                    null),
            new Root("/merged", true),
            "box",
            "example",
            List.of(
                    new Mount("/proc", "proc", "proc", List.of("nosuid")),
                    new Mount("/m", null, "/s", List.of(), List.of(new IdMapping(0, 1, 2)), List.of())),
            null,
            Map.of("a", "b"),
            new Linux(
                    List.of(new IdMapping(0, 524_288, 65_536)),
                    List.of(new IdMapping(0, 524_288, 65_536)),
                    Map.of("net.x", "1"),
                    new Resources(
                            List.of(new Resources.DeviceRule(false, "c", 1L, null, "rwm")),
                            new Resources.Memory(1L << 40, null, -1L, null, null, 10L, true, null, null),
                            new Resources.Cpu(2L, 3L, null, 4L, null, null, "0-1", null, null),
                            new Resources.Pids(-1L),
                            null,
                            List.of(),
                            null,
                            Map.of(),
                            Map.of()),
                    "/jocker/a",
                    List.of(new Namespace(Namespace.Type.PID), new Namespace(Namespace.Type.NETWORK, "/proc/1/ns/net")),
                    List.of(new Device("/dev/x", "c", 1, 3, 438, 0L, null)),
                    Map.of(),
                    null,
                    "rslave",
                    List.of("/proc/kcore"),
                    List.of("/proc/sys"),
                    null,
                    null,
                    Map.of("boottime", new TimeOffset(-5, 7))));

    @Test
    void bothWaysSayTheSame() {
        byte[] quick = SpecWriter.write(FULL);
        assertThat(SpecReader.read(quick)).isEqualTo(FULL);
        assertThat(SpecJson.readSpec(quick)).isEqualTo(FULL);
        assertThat(SpecReader.read(SpecJson.write(FULL))).isEqualTo(FULL);
    }

    @Test
    void whatOnlyBundlesHaveIsKept() {
        var hooks = new Hooks(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Hooks.Hook("/bin/true", List.of("true"), List.of(), 3)));
        Spec spec = new Spec(
                FULL.ociVersion(), FULL.process(), FULL.root(), null, null, List.of(), hooks, Map.of(), FULL.linux());
        assertThat(SpecReader.read(SpecWriter.write(spec))).isEqualTo(spec);
    }

    @Test
    void whatIsWrongIsSaidAsEver() {
        assertThatThrownBy(() -> SpecReader.read("{\"process\":{\"args\":[1]}}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("process.args[0]");
    }
}
