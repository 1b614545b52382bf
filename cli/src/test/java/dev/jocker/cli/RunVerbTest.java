package dev.jocker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.cli.Engine.TraceRequest;
import dev.jocker.runtime.options.DeviceMapping;
import dev.jocker.runtime.options.HostEntry;
import dev.jocker.runtime.options.Limits.DeviceLimit;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RootSource;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.options.VolumesFrom;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code run}'s command line and the {@link RunOptions} it makes. */
final class RunVerbTest extends CommandLineTest {

    /** An option as typed, where it arrives, and as what. */
    record Good(String option, Function<RunOptions, Object> place, Object value) {
        @Override
        public String toString() {
            return option;
        }
    }

    /** Every option once at least: {@link #theTableHasEveryOption}. */
    static final List<Good> GOOD = List.of(
            new Good("--name web", o -> o.identity().name(), "web"),
            new Good("--hostname box", o -> o.identity().hostname(), "box"),
            new Good("-h box", o -> o.identity().hostname(), "box"),
            new Good("--domainname nis", o -> o.identity().domainname(), "nis"),
            new Good("--label a=1 -l b", o -> o.identity().labels(), Map.of("a", "1", "b", "")),
            new Good("--label-file /dev/null -l b", o -> o.identity().labels(), Map.of("b", "")),
            new Good("--annotation a.b=c", o -> o.identity().annotations(), Map.of("a.b", "c")),
            new Good("--rm", o -> o.lifecycle().autoRemove(), true),
            new Good("--interactive", o -> o.process().interactive(), true),
            new Good("-i", o -> o.process().interactive(), true),
            new Good("-i=false", o -> o.process().interactive(), false),
            new Good("--tty", o -> o.process().terminal(), true),
            new Good("-t", o -> o.process().terminal(), true),
            new Good("-it --trace", o -> o.process().terminal() && o.process().interactive(), true),
            new Good("--entrypoint /bin/sh", o -> o.process().entrypoint(), List.of("/bin/sh")),
            new Good("--entrypoint=", o -> o.process().entrypoint(), List.of()),
            new Good("-e A=b --env C=d=e", o -> o.process().environment(), List.of("A=b", "C=d=e")),
            new Good("--env=A=b -eC=", o -> o.process().environment(), List.of("A=b", "C=")),
            new Good("-e PATH", o -> o.process().environment(), List.of("PATH=" + System.getenv("PATH"))),
            new Good("-e NO_SUCH_VARIABLE", o -> o.process().environment(), List.of("NO_SUCH_VARIABLE")),
            new Good("--env-file /dev/null", o -> o.process().environment(), List.of()),
            new Good("--workdir /tmp", o -> o.process().workingDirectory(), "/tmp"),
            new Good("-w/tmp", o -> o.process().workingDirectory(), "/tmp"),
            new Good("--user 1000:100", o -> o.process().user(), new UserChoice("1000", "100")),
            new Good("-u nobody", o -> o.process().user(), new UserChoice("nobody", null)),
            new Good("--group-add adm --group-add 4", o -> o.process().groupAdd(), List.of("adm", "4")),
            new Good("--stop-timeout 3", o -> o.lifecycle().stopTimeout(), Duration.ofSeconds(3)),
            new Good("--init", o -> o.process().init(), true),
            new Good("--init=false", o -> o.process().init(), false),
            new Good("--stop-signal int", o -> o.process().stopSignal(), "SIGINT"),
            new Good("-v /a:/b", o -> o.storage().volumes(), List.of(VolumeMount.parseVolume("/a:/b"))),
            new Good("-v/a:/b:ro", o -> o.storage().volumes(), List.of(VolumeMount.parseVolume("/a:/b:ro"))),
            new Good("--volumes-from web:ro", o -> o.storage().volumesFrom(), List.of(new VolumesFrom("web", true))),
            new Good("--volume /a:/b", o -> o.storage().volumes(), List.of(VolumeMount.parseVolume("/a:/b"))),
            new Good(
                    "--mount type=bind,source=/a,target=/b",
                    o -> o.storage().volumes(),
                    List.of(VolumeMount.parseMount("type=bind,source=/a,target=/b"))),
            new Good(
                    "--tmpfs /run:size=64m",
                    o -> o.storage().volumes(),
                    List.of(VolumeMount.parseTmpfs("/run:size=64m"))),
            new Good("--read-only", o -> o.storage().readOnly(), true),
            new Good(
                    "--device /dev/fuse:/dev/f:rw",
                    o -> o.storage().devices(),
                    List.of(DeviceMapping.parse("/dev/fuse:/dev/f:rw"))),
            new Good("--shm-size 1m", o -> o.storage().shmSize(), 1L << 20),
            new Good("--network host", o -> o.namespaces().network(), NamespaceChoice.HOST),
            new Good("--net=none", o -> o.namespaces().network(), NamespaceChoice.NONE),
            new Good("--pid host", o -> o.namespaces().pid(), NamespaceChoice.HOST),
            new Good("--ipc container:a1", o -> o.namespaces().ipc(), new NamespaceChoice.Container("a1")),
            new Good("--uts host", o -> o.namespaces().uts(), NamespaceChoice.HOST),
            new Good("--cgroupns host", o -> o.namespaces().cgroup(), NamespaceChoice.HOST),
            new Good("--userns auto", o -> o.namespaces().user(), NamespaceChoice.PRIVATE),
            new Good("--timens private", o -> o.namespaces().time(), TimeNamespaceChoice.parse("private")),
            new Good("--add-host a:1.2.3.4", o -> o.resolution().addHosts(), List.of(HostEntry.parse("a:1.2.3.4"))),
            new Good("--dns 9.9.9.9 --dns 1.1.1.1", o -> o.resolution().dns(), List.of("9.9.9.9", "1.1.1.1")),
            new Good("--dns-search example.org", o -> o.resolution().dnsSearch(), List.of("example.org")),
            new Good("--dns-option ndots:2", o -> o.resolution().dnsOptions(), List.of("ndots:2")),
            new Good("--privileged", o -> o.security().privileged(), true),
            new Good("--cap-add net_admin", o -> o.security().capAdd(), List.of("CAP_NET_ADMIN")),
            new Good("--cap-drop ALL", o -> o.security().capDrop(), List.of("ALL")),
            new Good("--security-opt no-new-privileges", o -> o.security().noNewPrivileges(), true),
            new Good("--security-opt no-new-privileges:true", o -> o.security().noNewPrivileges(), true),
            new Good("--security-opt no-new-privileges=false", o -> o.security().noNewPrivileges(), false),
            new Good("--security-opt seccomp=unconfined", o -> o.security().seccomp(), SeccompChoice.UNCONFINED),
            new Good(
                    "--ulimit nofile=1024:2048", o -> o.process().ulimits(), List.of(new Ulimit("nofile", 1024, 2048))),
            new Good("--sysctl net.ipv4.ip_forward=1", RunOptions::sysctls, Map.of("net.ipv4.ip_forward", "1")),
            new Good("--oom-score-adj -500", o -> o.process().oomScoreAdjust(), -500),
            new Good("--memory 64m", o -> o.group().limits().memory(), 64L << 20),
            new Good("-m 1g", o -> o.group().limits().memory(), 1L << 30),
            new Good("--memory-swap -1", o -> o.group().limits().memorySwap(), -1L),
            new Good("--memory-reservation 32m", o -> o.group().limits().memoryReservation(), 32L << 20),
            new Good("--memory-swappiness 30", o -> o.group().limits().memorySwappiness(), 30),
            new Good("--oom-kill-disable", o -> o.group().limits().oomKillDisable(), true),
            new Good("--cpus .5", o -> o.group().limits().nanoCpus(), 500_000_000L),
            new Good("--cpu-shares 512", o -> o.group().limits().cpuShares(), 512L),
            new Good("-c 2", o -> o.group().limits().cpuShares(), 2L),
            new Good("--cpu-period 50000", o -> o.group().limits().cpuPeriod(), 50_000L),
            new Good("--cpu-quota 20000", o -> o.group().limits().cpuQuota(), 20_000L),
            new Good("--cpuset-cpus 0", o -> o.group().limits().cpusetCpus(), "0"),
            new Good("--cpuset-mems 0", o -> o.group().limits().cpusetMems(), "0"),
            new Good("--pids-limit 50", o -> o.group().limits().pids(), 50L),
            new Good("--blkio-weight 300", o -> o.group().limits().blkioWeight(), 300),
            new Good(
                    "--blkio-weight-device /dev/a:20",
                    o -> o.group().limits().blkioWeightDevices(),
                    List.of(new DeviceLimit("/dev/a", 20))),
            new Good(
                    "--device-read-bps /dev/a:1k",
                    o -> o.group().limits().readBps(),
                    List.of(new DeviceLimit("/dev/a", 1024))),
            new Good(
                    "--device-write-bps /dev/a:2",
                    o -> o.group().limits().writeBps(),
                    List.of(new DeviceLimit("/dev/a", 2))),
            new Good(
                    "--device-read-iops /dev/a:3",
                    o -> o.group().limits().readIops(),
                    List.of(new DeviceLimit("/dev/a", 3))),
            new Good(
                    "--device-write-iops /dev/a:4",
                    o -> o.group().limits().writeIops(),
                    List.of(new DeviceLimit("/dev/a", 4))),
            new Good("--cgroup-parent /jobs", o -> o.group().parent(), "/jobs"));

    /** Those with a test of their own below. */
    private static final Set<String> ELSEWHERE = Set.of(
            "--help",
            "--rootfs",
            "--trace",
            "--device-cgroup-rule",
            "--detach",
            "--attach",
            "--sig-proxy",
            "--detach-keys",
            "--cidfile",
            "--log-driver",
            "--log-opt",
            "--restart",
            "--health-cmd",
            "--health-interval",
            "--health-timeout",
            "--health-retries",
            "--health-start-period",
            "--health-start-interval",
            "--no-healthcheck",
            "--pull",
            "--platform",
            "--quiet",
            "--tls-verify",
            "--cert-dir",
            "--ip",
            "--ip6",
            "--mac-address",
            "--network-alias",
            "--publish",
            "--publish-all",
            "--expose");

    @ParameterizedTest
    @FieldSource("GOOD")
    void takes(Good good) {
        assertThat(jocker("run --rm " + good.option() + " host true")).as(err()).isZero();
        assertThat(good.place().apply(engine.options)).isEqualTo(good.value());
        assertThat(engine.options.source()).isEqualTo(new RootSource.Image("host"));
        assertThat(engine.options.process().command()).containsExactly("true");
    }

    @Test
    void theTableHasEveryOption() {
        Set<String> typed = new TreeSet<>(ELSEWHERE);
        for (Good good : GOOD) {
            for (String word : good.option().split("[ =]")) {
                typed.add(word);
            }
        }
        for (var option : new RunVerb().options.spec().options()) {
            assertThat(typed).contains(option.longestName());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name a                   | --name \"a\"",
                "--env =b                   | --env \"=b\"",
                "--env-file /nowhere        | /nowhere: no such file or directory",
                "--workdir tmp              | --workdir \"tmp\"",
                "--stop-signal sigfoo       | --stop-signal \"sigfoo\"",
                "--volume da+ta:/b          | --volume \"da+ta:/b\"",
                "--volumes-from a:rx        | --volumes-from \"a:rx\"",
                "--mount type=cake          | --mount \"type=cake\"",
                "--tmpfs tmp                | --tmpfs \"tmp\"",
                "--device fuse              | --device \"fuse\"",
                "--shm-size lots            | --shm-size \"lots\"",
                "--network a/b              | --network \"a/b\"",
                "--pid shareable            | --pid \"shareable\"",
                "--timens soon              | --timens \"soon\"",
                "--add-host a               | --add-host \"a\"",
                "--dns example.org          | --dns \"example.org\"",
                "--security-opt apparmor=x  | --security-opt \"apparmor=x\": expected no-new-privileges",
                "--ulimit nofile            | --ulimit \"nofile\"",
                "--sysctl kernel.panic=1    | --sysctl",
                "--oom-score-adj high       | --oom-score-adj \"high\": expected a number",
                "--oom-score-adj 1001       | --oom-score-adj \"1001\"",
                "--memory much              | --memory \"much\"",
                "--memory-swap 1g           | --memory-swap needs --memory",
                "--memory-swappiness 101    | --memory-swappiness \"101\"",
                "--cpus many                | --cpus \"many\"",
                "--cpu-shares x             | --cpu-shares \"x\": expected a number",
                "--cpuset-cpus 2-1          | --cpuset-cpus \"2-1\"",
                "--pids-limit few           | --pids-limit \"few\": expected a number",
                "--blkio-weight 5           | --blkio-weight \"5\"",
                "--device-read-bps sda:1    | --device-read-bps \"sda:1\"",
                "--cgroup-parent ..         | --cgroup-parent \"..\"",
                "--uts host --hostname a    | --hostname",
                "--trace=                   | --trace= needs the name of a file",
                "--rootfs=                  | --rootfs needs a directory",
            })
    void refusesInOneLine(String option, String message) {
        assertThat(jocker("run --rm " + option + " host true")).isEqualTo(125);
        assertThat(engine.options).isNull();
        String program = message.startsWith("--") ? "jocker run: " : "jocker: ";
        assertThat(err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith(program + message));
        assertThat(err().lines().count()).isEqualTo(message.startsWith("--") ? 2 : 1);
    }

    @Test
    void aRuleForDevicesIsOneWordWithBlanks() {
        var verb = new RunVerb();
        assertThat(verb.options.parse(List.of("--device-cgroup-rule", "c 42:* rmw", "host")))
                .isTrue();
        assertThat(verb.options.words()).containsExactly("host");
    }

    @Test
    void everythingAfterTheImageIsTheCommands() {
        assertThat(jocker("run --rm host ls -l --help -- --rm @file")).isZero();
        assertThat(engine.options.process().command()).containsExactly("ls", "-l", "--help", "--", "--rm", "@file");
        assertThat(engine.trace).isEqualTo(TraceRequest.NONE);
    }

    @Test
    void emptyAndBlankWordsStayAsTheyAre() {
        assertThat(jocker(List.of(
                        "run", "--rm", "-e", "A= b ", "host", "sh", "-c", "", " x  y ", "\"q\"", "$HOME", "100%")))
                .isZero();
        assertThat(engine.options.process().command())
                .containsExactly("sh", "-c", "", " x  y ", "\"q\"", "$HOME", "100%");
        assertThat(engine.options.process().environment()).containsExactly("A= b ");
    }

    @Test
    void rootfsTakesTheImagesPlace() {
        assertThat(jocker("run --rm --rootfs /srv/box ls -l")).isZero();
        assertThat(engine.options.source()).isEqualTo(new RootSource.Directory(Path.of("/srv/box")));
        assertThat(engine.options.process().command()).containsExactly("ls", "-l");
    }

    @ParameterizedTest
    @CsvSource({"--trace, ", "--trace=start.json, start.json"})
    void traces(String option, Path file) {
        assertThat(jocker("run --rm " + option + " host true")).isZero();
        assertThat(engine.trace).isEqualTo(new TraceRequest(true, file));
        assertThat(engine.options.source()).isEqualTo(new RootSource.Image("host"));
    }

    @Test
    void variablesOfTheCommandLineComeAfterThoseOfFiles(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("env"), "# of the file\nA=1\nB=2\n");
        assertThat(jocker(List.of("run", "--rm", "-e", "A=3", "--env-file", file.toString(), "host")))
                .isZero();
        assertThat(engine.options.process().environment()).containsExactly("A=1", "B=2", "A=3");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "126", "127", "137", "255"})
    void endsAsTheCommandDid(int status) {
        engine.status = status;
        assertThat(jocker("run --rm host true")).isEqualTo(status);
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"126", "127"})
    void aCommandThatCannotBeExecutedHasDockersStatus(int status) {
        engine.mistake = new ContainerException.CannotExecute("/bin/nothing: not in the container", status, null);
        assertThat(jocker("run --rm host /bin/nothing")).isEqualTo(status);
        assertThat(err().lines()).containsExactly("jocker: /bin/nothing: not in the container");
    }

    @Test
    void explainTakesARunAndItsOptions() {
        assertThat(jocker("explain run -it --name web host ls --help")).isZero();
        assertThat(out().lines()).containsExactly("the program");
        assertThat(engine.options.identity().name()).isEqualTo("web");
        assertThat(engine.options.process().command()).containsExactly("ls", "--help");
        assertThat(jocker("explain run --foo host")).isEqualTo(125);
        assertThat(err().lines().findFirst()).hasValue("jocker explain: unknown option: --foo");
    }

    @Test
    void optionsAreLongWordsOfLowerCase() {
        for (var option : new RunVerb().options.spec().options()) {
            assertThat(Stream.of(option.names()).map(String::length).max(Integer::compare))
                    .hasValueSatisfying(longest -> assertThat(longest).isGreaterThan(2));
            assertThat(Arrays.asList(option.names())).allMatch(name -> name.matches("-[a-zA-Z]|--[a-z][a-z-]+6?"));
        }
    }
}
