package dev.jocker.runtime.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecJsonTest {
    private static final String LEAST =
            "{\"ociVersion\":\"1.0.2\",\"process\":{\"cwd\":\"/\",\"args\":[\"sh\"]},\"root\":{\"path\":\"rootfs\"}}";

    private static Spec read(String json) {
        return SpecJson.readSpec(json.getBytes(UTF_8));
    }

    private static String write(Spec spec) {
        return new String(SpecJson.write(spec), UTF_8);
    }

    private static Spec withLinux(Linux linux) {
        return new Spec("1.2.1", null, new Root("r", false), null, null, null, null, null, linux);
    }

    private static Linux linux(Resources resources, Seccomp seccomp) {
        return new Linux(
                null, null, null, resources, null, null, null, null, seccomp, null, null, null, null, null, null);
    }

    @Test
    void absentMembersAreEmptyOrNull() {
        Spec spec = read(LEAST);
        assertThat(spec.mounts()).isEmpty();
        assertThat(spec.annotations()).isEmpty();
        assertThat(spec.linux()).isNull();
        assertThat(spec.process().terminal()).isFalse();
        assertThat(spec.process().user()).isEqualTo(User.ROOT);
        assertThat(spec.process().oomScoreAdj()).isNull();
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(write(read(LEAST))).isEqualTo("""
                        {
                        	"ociVersion": "1.0.2",
                        	"process": {
                        		"user": {
                        			"uid": 0,
                        			"gid": 0
                        		},
                        		"args": [
                        			"sh"
                        		],
                        		"cwd": "/"
                        	},
                        	"root": {
                        		"path": "rootfs"
                        	}
                        }
                        """);
    }

    @Test
    void passesOverUnknownMembers() {
        assertThat(read("{\"ociVersion\":\"1.9.0\",\"windows\":{\"a\":[1]},\"new\":null}")
                        .ociVersion())
                .isEqualTo("1.9.0");
    }

    @Test
    void keepsUnsignedNumbers() {
        String json =
                "{\"process\":{\"rlimits\":[{\"type\":\"RLIMIT_CORE\",\"hard\":18446744073709551615,\"soft\":0}]}}";
        Spec spec = read(json);
        assertThat(spec.process().rlimits()).containsExactly(new Rlimit("RLIMIT_CORE", Rlimit.INFINITY, 0));
        assertThat(write(spec)).contains("\"hard\": 18446744073709551615", "\"soft\": 0");
        Seccomp.Argument argument = new Seccomp.Argument(1, -1L, 0, "SCMP_CMP_EQ");
        Seccomp.Rule rule = new Seccomp.Rule(List.of("clone"), "SCMP_ACT_ERRNO", 38, List.of(argument));
        Spec filtered =
                withLinux(linux(null, new Seccomp("SCMP_ACT_ALLOW", null, null, null, null, null, List.of(rule))));
        assertThat(write(filtered)).contains("\"value\": 18446744073709551615").doesNotContain("valueTwo");
        assertThat(SpecJson.readSpec(SpecJson.write(filtered))).isEqualTo(filtered);
    }

    @Test
    void saysThatADeviceIsNotAllowed() {
        Spec spec = withLinux(
                linux(Resources.ofDevices(List.of(new Resources.DeviceRule(false, null, null, null, "rwm"))), null));
        assertThat(write(spec)).contains("\"allow\": false").doesNotContain("namespace");
        assertThat(SpecJson.readSpec(SpecJson.write(spec))).isEqualTo(spec);
    }

    @Test
    void readsBackAllThatItWrites() {
        Process process = new Process(
                true,
                new Process.ConsoleSize(24, 80),
                new User(1000, 1001, 0027, List.of(1001L, 4294967294L)),
                List.of("a", "", "ü"),
                List.of("A=1"),
                "/",
                new Capabilities(List.of("CAP_KILL"), null, null, null, List.of("CAP_KILL")),
                List.of(new Rlimit("RLIMIT_NOFILE", 2, 1)),
                true,
                "profile",
                -5,
                new Process.Scheduler("SCHED_BATCH", 5, null, List.of("SCHED_FLAG_RESET_ON_FORK"), null, null, null),
                "label",
                new Process.IoPriority("IOPRIO_CLASS_BE", 4),
                new Process.CpuAffinity("0", "0-1"));
        Resources resources = new Resources(
                List.of(new Resources.DeviceRule(true, "c", 1L, 3L, "rwm")),
                new Resources.Memory(1L << 30, null, -1L, null, null, 10L, true, null, null),
                new Resources.Cpu(512L, -1L, null, 100000L, null, null, "0-1", "0", 1L),
                new Resources.Pids(10L),
                new Resources.BlockIo(
                        100,
                        null,
                        List.of(new Resources.WeightDevice(8, 0, 10, null)),
                        List.of(new Resources.ThrottleDevice(8, 0, 1024)),
                        null,
                        null,
                        null),
                List.of(new Resources.HugepageLimit("2MB", 4096)),
                new Resources.Network(1L, List.of(new Resources.InterfacePriority("eth0", 5))),
                Map.of("mlx5", new Resources.Rdma(1L, null)),
                Map.of("memory.high", "max"));
        Linux linux = new Linux(
                List.of(new IdMapping(0, 100000, 65536)),
                List.of(new IdMapping(0, 100000, 65536)),
                Map.of("net.ipv4.ip_forward", "1"),
                resources,
                "/a/b",
                List.of(new Namespace(Namespace.Type.PID), new Namespace(Namespace.Type.NETWORK, "/proc/1/ns/net")),
                List.of(new Device("/dev/fuse", "c", 10, 229, 0666, 0L, null)),
                Map.of("eth1", new Linux.NetDevice("eth0")),
                null,
                "rslave",
                List.of("/proc/kcore"),
                List.of("/proc/sys"),
                "label",
                new Linux.Personality("LINUX32", null),
                Map.of("boottime", new TimeOffset(-1, 5)));
        Hooks.Hook hook = new Hooks.Hook("/bin/true", List.of("true"), List.of("A=1"), 5);
        Spec spec = new Spec(
                Spec.VERSION,
                process,
                new Root("rootfs", true),
                "box",
                "lan",
                List.of(new Mount("/proc", "proc", "proc", List.of("nosuid"))),
                new Hooks(List.of(hook), null, null, null, null, List.of(hook)),
                Map.of("a", ""),
                linux);
        assertThat(SpecJson.readSpec(SpecJson.write(spec))).isEqualTo(spec);
        assertThat(write(spec))
                .contains("\"class\": \"IOPRIO_CLASS_BE\"", "\"final\": \"0-1\"", "\"a\": \"\"", "\"type\": \"pid\"");
    }

    @Test
    void readsBackStates() {
        State state = new State("1.2.1", "c1", State.Status.RUNNING, 42L, "/b", Map.of("k", "v"));
        assertThat(new String(SpecJson.write(state), UTF_8)).contains("\"status\": \"running\"", "\"pid\": 42");
        assertThat(SpecJson.readState(SpecJson.write(state))).isEqualTo(state);
    }

    @Test
    void namesTheMemberThatIsWrong() {
        Map<String, String> wrong = Map.of(
                "{\"process\":{\"args\":[\"a\",{}]}}", "process.args[1]: expected a text, line 1",
                "{\"process\":{\"terminal\":\"yes\"}}", "process.terminal: expected true or false",
                "{\"process\":{\"user\":{\"uid\":\"0\"}}}", "process.user.uid: expected a number",
                "{\"process\":{\"rlimits\":[{\"hard\":-1}]}}", "process.rlimits[0].hard: expected a number",
                "{\"linux\":{\"namespaces\":[{\"type\":\"net\"}]}}",
                        "linux.namespaces[0].type: expected one of [pid, network,",
                "{\"mounts\":{}}", "mounts: expected an array",
                "{\"root\":[]}", "root: expected an object",
                "[]", "expected an object",
                "{\"a\":", "line 1 column",
                "null", "found null");
        wrong.forEach((json, message) -> assertThatThrownBy(() -> read(json))
                .as(json)
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(message)
                .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n")));
        for (String json : List.of(
                "",
                "{} x",
                "{\"process\":{\"args\":[1]}}",
                "{\"process\":{\"args\":[null]}}",
                "{\"process\":{\"user\":{\"uid\":0.5}}}",
                "{\"linux\":{\"namespaces\":[{\"type\":0}]}}",
                "{\"linux\":{\"timeOffsets\":{\"boottime\":{\"nanosecs\":-1}}}}")) {
            assertThatThrownBy(() -> read(json)).as(json).isInstanceOf(InvalidSpecException.class);
        }
    }

    @Test
    void saysWhatARecordRefuses() {
        assertThatThrownBy(() -> read("{\"process\":{\"args\":[null]}}"))
                .hasMessageStartingWith("process: a list in it has a null");
        assertThatThrownBy(() -> read("{\"linux\":{\"timeOffsets\":{\"boottime\":{\"nanosecs\":-1}}}}"))
                .hasMessageStartingWith("linux.timeOffsets.boottime: a time offset has 0 to 999999999 nanoseconds");
    }

    @Test
    void checksWhatHoldsTogether() {
        assertThat(SpecCheck.problems(read(LEAST))).isEmpty();
        Spec bad = read("""
                {"ociVersion":"2.0.0","hostname":"h","mounts":[{"destination":"x"}],
                 "process":{"cwd":"x","env":["A"],"oomScoreAdj":2000,
                  "rlimits":[{"type":"RLIMIT_CPU","hard":1,"soft":2}],"capabilities":{"ambient":["KILL"]}},
                 "hooks":{"poststop":[{"path":"x","timeout":0}]},
                 "linux":{"namespaces":[{"type":"pid"},{"type":"pid","path":"x"}],"uidMappings":[{"size":0}],
                  "timeOffsets":{"realtime":{}},"rootfsPropagation":"x","maskedPaths":["x"],"devices":[{"type":"q"}]}}
                """);
        assertThat(String.join("\n", SpecCheck.problems(bad)))
                .contains(
                        "ociVersion: must be 1.x.y, is 2.0.0",
                        "root.path: is missing",
                        "mounts[0].destination: must be an absolute path, is x",
                        "process.cwd: ",
                        "process.args: must name a program",
                        "process.env[0]: ",
                        "process.oomScoreAdj: ",
                        "process.rlimits[0]: the soft limit is above",
                        "process.capabilities.ambient[0]: ",
                        "hooks.poststop[0].path: ",
                        "hooks.poststop[0].timeout: ",
                        "hostname: needs a UTS namespace",
                        "linux.namespaces[1].type: pid is there twice",
                        "linux.namespaces[1].path: ",
                        "linux.uidMappings: need a user namespace",
                        "linux.uidMappings[0].size: ",
                        "linux.timeOffsets: need a time namespace",
                        "linux.timeOffsets.realtime: no such clock",
                        "linux.rootfsPropagation: ",
                        "linux.maskedPaths[0]: ",
                        "linux.devices[0].path: is missing",
                        "linux.devices[0].type: ");
        assertThat(SpecCheck.problems(bad)).hasSize(22);
    }

    @Test
    void readsBundles(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> Bundle.read(directory))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("config.json: no such file");
        Files.writeString(directory.resolve("config.json"), LEAST);
        assertThat(Bundle.read(directory).rootfs()).isEqualTo(directory.resolve("rootfs"));
        Files.writeString(directory.resolve("config.json"), LEAST.replace("\"cwd\":\"/\"", "\"cwd\":\"x\""));
        assertThatThrownBy(() -> Bundle.read(directory))
                .hasMessageContaining("config.json: process.cwd: must be an absolute path");
    }

    @Test
    void valuesCannotBeChanged() {
        assertThatThrownBy(() -> read(LEAST).mounts().add(null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> read(LEAST).process().args().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
