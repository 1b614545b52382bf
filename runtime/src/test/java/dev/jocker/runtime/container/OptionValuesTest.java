package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.options.ByteSize;
import dev.jocker.runtime.options.DeviceMapping;
import dev.jocker.runtime.options.Environment;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The words of single options: what they mean, and how those that mean nothing are refused. */
class OptionValuesTest {
    private static void refused(ThrowingCallable parsing, String... words) {
        assertThatThrownBy(parsing)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
    }

    @Test
    void readsSizes() {
        assertThat(ByteSize.parse("--shm-size", "4096")).isEqualTo(4096);
        assertThat(ByteSize.parse("--shm-size", "10b")).isEqualTo(10);
        assertThat(ByteSize.parse("--shm-size", "64m")).isEqualTo(64L << 20);
        assertThat(ByteSize.parse("--shm-size", "64 MB")).isEqualTo(64L << 20);
        assertThat(ByteSize.parse("--shm-size", "512KiB")).isEqualTo(512L << 10);
        assertThat(ByteSize.parse("--shm-size", "1.5g")).isEqualTo(3L << 29);
        assertThat(ByteSize.parse("--shm-size", "9007199254740993")).isEqualTo(9007199254740993L);
    }

    @Test
    void refusesWhatIsNoSize() {
        for (String word :
                List.of("", "m", "-1", "1x", "1.", ".5", "1.2.3", "1mm", "8388608t", "9223372036854775808")) {
            refused(() -> ByteSize.parse("--shm-size", word), "--shm-size \"" + word + "\"", "64m");
        }
    }

    @Test
    void readsUsers() {
        assertThat(UserChoice.parse("app")).isEqualTo(new UserChoice("app", null));
        assertThat(UserChoice.parse("1000:1000")).isEqualTo(new UserChoice("1000", "1000"));
        assertThat(UserChoice.parse(":staff")).isEqualTo(new UserChoice("", "staff"));
        refused(() -> UserChoice.parse("app:"), "--user \"app:\"");
        refused(() -> UserChoice.parse("a:b:c"), "--user \"a:b:c\"");
        refused(() -> UserChoice.parse("2147483648"), "2147483647");
    }

    @Test
    void readsUlimits() {
        assertThat(Ulimit.parse("nofile=1024:2048")).isEqualTo(new Ulimit("nofile", 1024, 2048));
        assertThat(Ulimit.parse("nofile=1024").hard()).isEqualTo(1024);
        assertThat(Ulimit.parse("core=-1")).isEqualTo(new Ulimit("core", -1, -1));
        assertThat(Ulimit.parse("core=0:unlimited")).isEqualTo(new Ulimit("core", 0, -1));
        assertThat(Ulimit.parse("rtprio=1").resource()).isEqualTo("RLIMIT_RTPRIO");
        refused(() -> Ulimit.parse("nofile"), "--ulimit \"nofile\"", "NAME=SOFT[:HARD]");
        refused(() -> Ulimit.parse("nofile=1:2:3"), "--ulimit");
        refused(() -> Ulimit.parse("nofile=a"), "--ulimit \"nofile=a\"");
        refused(() -> Ulimit.parse("files=1"), "no such limit", "nofile");
        refused(() -> Ulimit.parse("nofile=2:1"), "above the hard limit");
        refused(() -> Ulimit.parse("nofile=-1:1"), "above the hard limit");
        refused(() -> Ulimit.parse("nofile=-2"), "--ulimit");
    }

    @Test
    void readsDevices() {
        assertThat(DeviceMapping.parse("/dev/fuse")).isEqualTo(new DeviceMapping("/dev/fuse", "/dev/fuse", "rwm"));
        assertThat(DeviceMapping.parse("/dev/fuse:r")).isEqualTo(new DeviceMapping("/dev/fuse", "/dev/fuse", "r"));
        assertThat(DeviceMapping.parse("/dev/sda:/dev/xvda"))
                .isEqualTo(new DeviceMapping("/dev/sda", "/dev/xvda", "rwm"));
        assertThat(DeviceMapping.parse("/dev/sda:/dev/xvda:rw"))
                .isEqualTo(new DeviceMapping("/dev/sda", "/dev/xvda", "rw"));
        for (String word :
                List.of("", "fuse", "/dev/a:b", "/dev/a:/dev/b:x", "/dev/a:/dev/b:rr", "/dev/a:/b:r:w", "/dev/a::r")) {
            refused(() -> DeviceMapping.parse(word), "--device \"" + word + "\"", "HOST[:CONTAINER][:rwm]");
        }
    }

    @Test
    void readsNamespaces() {
        assertThat(NamespaceChoice.parseNetwork("none")).isEqualTo(NamespaceChoice.NONE);
        assertThat(NamespaceChoice.parseNetwork("host")).isEqualTo(NamespaceChoice.HOST);
        assertThat(NamespaceChoice.parsePid("container:web")).isEqualTo(new NamespaceChoice.Container("web"));
        assertThat(NamespaceChoice.parseNetwork("ns:/run/netns/blue"))
                .isEqualTo(new NamespaceChoice.AtPath(Path.of("/run/netns/blue")));
        assertThat(NamespaceChoice.parseIpc("shareable")).isEqualTo(NamespaceChoice.PRIVATE);
        assertThat(NamespaceChoice.parseIpc("none")).isEqualTo(NamespaceChoice.NONE);
        assertThat(NamespaceChoice.parseUser("auto")).isEqualTo(NamespaceChoice.PRIVATE);
        refused(() -> NamespaceChoice.parseNetwork("container:"), "--network \"container:\"", "expected none");
        refused(() -> NamespaceChoice.parsePid("container:"), "--pid");
        refused(() -> NamespaceChoice.parseUts("none"), "--uts \"none\"");
        refused(() -> NamespaceChoice.parseCgroup("ns:relative"), "--cgroupns");
        refused(() -> NamespaceChoice.parseUser("keep-id"), "--userns \"keep-id\"", "auto");
    }

    @Test
    void readsTimeNamespaces() {
        assertThat(TimeNamespaceChoice.parse("host")).isEqualTo(TimeNamespaceChoice.HOST);
        assertThat(TimeNamespaceChoice.parse("private").namespace()).isEqualTo(NamespaceChoice.PRIVATE);
        TimeNamespaceChoice shifted = TimeNamespaceChoice.parse("private,monotonic=86400,boottime=-0.25");
        assertThat(shifted.monotonic()).isEqualTo(new TimeOffset(86400, 0));
        assertThat(shifted.boottime()).isEqualTo(new TimeOffset(-1, 750_000_000));
        assertThat(TimeNamespaceChoice.parse("private,monotonic=1.5").monotonic())
                .isEqualTo(new TimeOffset(1, 500_000_000));
        for (String word : List.of(
                "",
                "auto",
                "private,",
                "private,monotonic",
                "private,monotonic=x",
                "private,realtime=1",
                "private,monotonic=1,monotonic=2",
                "private,monotonic=1.1234567890",
                "private,monotonic=1.-5")) {
            refused(() -> TimeNamespaceChoice.parse(word), "--timens \"" + word + "\"");
        }
    }

    @Test
    void readsHosts() {
        assertThat(HostEntry.parse("db:10.0.0.1")).isEqualTo(new HostEntry("db", "10.0.0.1"));
        assertThat(HostEntry.parse("db=10.0.0.1")).isEqualTo(new HostEntry("db", "10.0.0.1"));
        assertThat(HostEntry.parse("db:::1")).isEqualTo(new HostEntry("db", "::1"));
        assertThat(HostEntry.parse("db:[fe80::1]")).isEqualTo(new HostEntry("db", "fe80::1"));
        assertThat(HostEntry.parse("up:host-gateway")).isEqualTo(new HostEntry("up", "host-gateway"));
        for (String word :
                List.of("db", ":10.0.0.1", "db:", "db:10.1", "db:example.org", "db:10.0.0.256", "a b:10.0.0.1")) {
            refused(() -> HostEntry.parse(word), "--add-host \"" + word + "\"");
        }
    }

    @Test
    void readsSeccomp() {
        assertThat(SeccompChoice.parse("unconfined")).isEqualTo(SeccompChoice.UNCONFINED);
        assertThat(SeccompChoice.parse("builtin")).isEqualTo(SeccompChoice.DEFAULT);
        assertThat(SeccompChoice.parse("p.json")).isEqualTo(new SeccompChoice.Profile(Path.of("p.json")));
        refused(() -> SeccompChoice.parse(""), "--security-opt");
    }

    @Test
    void takesTheHostsValueOfABareVariable() {
        assertThat(Environment.resolve("A=b=c", name -> "no")).isEqualTo("A=b=c");
        assertThat(Environment.resolve("HOME", name -> "/root")).isEqualTo("HOME=/root");
        assertThat(Environment.resolve("UNKNOWN", name -> null)).isEqualTo("UNKNOWN");
        refused(() -> Environment.resolve("=x", name -> null), "--env \"=x\"");
    }

    @Test
    void readsEnvironmentFiles() {
        List<String> lines = List.of("\uFEFFA=1", "", "  # a comment", "  B=two words ", "C='q'", "HERE", "GONE", "D=");
        assertThat(Environment.parseFile("f", lines, name -> name.equals("HERE") ? "yes" : null))
                .containsExactly("A=1", "B=two words ", "C='q'", "HERE=yes", "D=");
        refused(() -> Environment.parseFile("f.env", List.of("A=1", "B C=2"), name -> null), "f.env line 2", "B C=2");
        refused(() -> Environment.parseFile("f.env", List.of("=2"), name -> null), "f.env line 1");
        assertThat(Environment.parseLabels("f", lines)).contains("HERE=");
        refused(() -> Environment.parseLabels("f", List.of("a b=c")), "--label-file f line 1", "a b=c");
    }
}
