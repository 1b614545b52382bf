package dev.jocker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.Mount;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.oci.Rlimit;
import dev.jocker.runtime.oci.Seccomp;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecCheck;
import dev.jocker.runtime.oci.TimeOffset;
import dev.jocker.runtime.options.Accounts;
import dev.jocker.runtime.options.DeviceCgroupRule;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.SeccompChoice;
import dev.jocker.runtime.options.TimeNamespaceChoice;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerSpecTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final Accounts ACCOUNTS =
            Accounts.parse("root:x:0:0::/root:/bin/sh\napp:x:1000:1001::/srv/app:/bin/sh\n", "video:x:44:app\n");
    private static final ImageConfig IMAGE = new ImageConfig(
            null,
            List.of(),
            List.of("PATH=/image/bin", "LANG=C"),
            List.of("/entry"),
            List.of("default", "words"),
            List.of(),
            "/work",
            Map.of(),
            null);

    private static RunOptionsBuilder options() {
        return RunOptions.image("host").command("true");
    }

    private static HostFacts.Builder facts() {
        return HostFacts.of(ID, Path.of("/merged")).workingDirectory("/home/x");
    }

    private static Spec spec(RunOptionsBuilder options, HostFacts.Builder facts) {
        Spec spec = DockerSpec.of(options.build(), ImageConfig.EMPTY, ACCOUNTS, facts.build());
        assertThat(SpecCheck.problems(spec)).isEmpty();
        return spec;
    }

    private static Spec spec(RunOptionsBuilder options) {
        return spec(options, facts());
    }

    private static Mount mount(Spec spec, String destination) {
        for (Mount mount : spec.mounts()) {
            if (mount.destination().equals(destination)) {
                return mount;
            }
        }
        return null;
    }

    private static List<String> destinations(Spec spec) {
        List<String> destinations = new ArrayList<>();
        for (Mount mount : spec.mounts()) {
            destinations.add(mount.destination());
        }
        return destinations;
    }

    @Test
    void aPlainContainerIsDockers() {
        Spec spec = spec(options());
        assertThat(spec.root().path()).isEqualTo("/merged");
        assertThat(spec.hostname()).isEqualTo("0123456789ab");
        assertThat(spec.process().cwd()).isEqualTo("/");
        assertThat(spec.process().env())
                .containsExactly(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "HOSTNAME=0123456789ab",
                        "HOME=/root");
        assertThat(spec.process().user().additionalGids()).containsExactly(0L);
        assertThat(spec.process().oomScoreAdj()).isZero();
        assertThat(spec.process().capabilities().bounding())
                .hasSize(14)
                .isEqualTo(spec.process().capabilities().effective())
                .isEqualTo(spec.process().capabilities().permitted());
        assertThat(spec.process().capabilities().ambient()).isEmpty();
        assertThat(destinations(spec))
                .containsExactly("/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/mqueue", "/dev/shm");
        assertThat(mount(spec, "/dev/shm").options())
                .containsExactly("nosuid", "noexec", "nodev", "mode=1777", "size=67108864");
        assertThat(spec.linux().namespaces())
                .extracting(Namespace::type)
                .containsExactly(
                        Namespace.Type.MOUNT,
                        Namespace.Type.NETWORK,
                        Namespace.Type.UTS,
                        Namespace.Type.PID,
                        Namespace.Type.IPC,
                        Namespace.Type.CGROUP);
        assertThat(spec.linux().maskedPaths()).contains("/proc/kcore", "/sys/firmware", "/proc/interrupts");
        assertThat(spec.linux().readonlyPaths())
                .containsExactly("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
        assertThat(spec.linux().sysctl())
                .containsEntry("net.ipv4.ping_group_range", "0 2147483647")
                .containsEntry("net.ipv4.ip_unprivileged_port_start", "0");
        assertThat(spec.linux().resources().devices()).hasSize(8);
        assertThat(spec.linux().cgroupsPath()).isEqualTo("/jocker/" + ID);
        assertThat(spec.annotations()).containsExactly(Map.entry(DockerSpec.SECCOMP_ANNOTATION, "default"));
    }

    @Test
    void theImageSaysWhatTheUserDoesNot() {
        Process process = DockerSpec.of(RunOptions.image("x").build(), IMAGE, ACCOUNTS, facts().build())
                .process();
        assertThat(process.args()).containsExactly("/entry", "default", "words");
        assertThat(process.cwd()).isEqualTo("/work");
        assertThat(process.env()).containsExactly("PATH=/image/bin", "HOSTNAME=0123456789ab", "LANG=C", "HOME=/root");
    }

    @Test
    void theUserOutweighsTheImage() {
        RunOptions command = RunOptions.image("x").command("a", "b").build();
        assertThat(DockerSpec.of(command, IMAGE, ACCOUNTS, facts().build())
                        .process()
                        .args())
                .containsExactly("/entry", "a", "b");
        RunOptions entrypoint = RunOptions.image("x").entrypoint("/mine").build();
        assertThat(DockerSpec.of(entrypoint, IMAGE, ACCOUNTS, facts().build())
                        .process()
                        .args())
                .containsExactly("/mine");
        RunOptions none = RunOptions.image("x").entrypoint("").build();
        assertThatThrownBy(() -> DockerSpec.of(none, IMAGE, ACCOUNTS, facts().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no command");
        RunOptions variables = RunOptions.image("x")
                .environment("LANG")
                .environment("HOSTNAME")
                .environment("A=1")
                .environment("HOME=/x")
                .workingDirectory("/tmp")
                .terminal(true)
                .build();
        Process process =
                DockerSpec.of(variables, IMAGE, ACCOUNTS, facts().build()).process();
        assertThat(process.env()).containsExactly("PATH=/image/bin", "TERM=xterm", "A=1", "HOME=/x");
        assertThat(process.cwd()).isEqualTo("/tmp");
    }

    @Test
    void usersComeFromTheContainersAccounts() {
        Process process =
                spec(options().user(UserChoice.parse("app")).groupAdd("7")).process();
        assertThat(process.user().uid()).isEqualTo(1000);
        assertThat(process.user().gid()).isEqualTo(1001);
        assertThat(process.user().additionalGids()).containsExactly(1001L, 44L, 7L);
        assertThat(process.env()).contains("HOME=/srv/app");
    }

    @Test
    void mountsOfTheUserComeShallowFirstAndTakeTheDefaultsPlace() {
        Spec spec = spec(
                options()
                        .volume(VolumeMount.parseVolume("./d:/a/b/c:ro"))
                        .volume(VolumeMount.parseTmpfs("/a:exec"))
                        .volume(VolumeMount.parseVolume("/m:/dev/mqueue:rw,rslave"))
                        .volume(VolumeMount.parseVolume("/h:/etc/hosts")),
                facts().etc(Path.of("/s/hostname"), Path.of("/s/hosts"), Path.of("/s/resolv.conf")));
        assertThat(destinations(spec).subList(0, 6))
                .containsExactly("/proc", "/dev", "/dev/pts", "/sys", "/sys/fs/cgroup", "/dev/shm");
        assertThat(destinations(spec).subList(6, 12))
                .containsExactly("/a", "/dev/mqueue", "/etc/hosts", "/etc/resolv.conf", "/etc/hostname", "/a/b/c");
        assertThat(mount(spec, "/a").options()).containsExactly("nosuid", "nodev", "rprivate", "exec");
        assertThat(mount(spec, "/a/b/c"))
                .isEqualTo(new Mount("/a/b/c", "bind", "/home/x/d", List.of("rbind", "rro", "rprivate")));
        assertThat(mount(spec, "/etc/hosts").source()).isEqualTo("/h");
        assertThat(mount(spec, "/etc/hostname").options()).containsExactly("rbind", "rprivate");
        assertThat(spec.linux().rootfsPropagation()).isEqualTo("rslave");
    }

    @Test
    void aDeviceDirectoryOfTheUserHasNothingMountedInIt() {
        assertThat(destinations(spec(options().volume(VolumeMount.parseVolume("/dev:/dev")))))
                .containsExactly("/proc", "/sys", "/sys/fs/cgroup", "/dev");
    }

    @Test
    void withoutRecursiveReadOnlyTheMountAloneIsReadOnly() {
        Spec spec = spec(
                options().readOnly(true).volume(VolumeMount.parseVolume("/a:/a:ro")),
                facts().recursiveReadOnly(false).etc(null, Path.of("/s/hosts"), null));
        assertThat(mount(spec, "/a").options()).containsExactly("rbind", "ro", "rprivate");
        assertThat(mount(spec, "/etc/hosts").options()).containsExactly("rbind", "ro", "rprivate");
        assertThat(spec.root().readonly()).isTrue();
        assertThatThrownBy(() ->
                        spec(options().volume(VolumeMount.parseVolume("/a:/a:rro")), facts().recursiveReadOnly(false)))
                .hasMessageContaining("Linux 5.12");
    }

    @Test
    void privilegedLiftsEverything() {
        Spec spec = spec(options().privileged(true));
        assertThat(spec.process().capabilities().bounding()).hasSize(41);
        assertThat(spec.linux().maskedPaths()).isEmpty();
        assertThat(spec.linux().readonlyPaths()).isEmpty();
        assertThat(mount(spec, "/sys").options()).containsExactly("nosuid", "noexec", "nodev");
        assertThat(mount(spec, "/sys/fs/cgroup").options()).doesNotContain("ro");
        assertThat(spec.linux().resources().devices()).containsExactly(new DeviceRule(true, null, null, null, "rwm"));
        assertThat(spec.annotations()).isEmpty();
    }

    @Test
    void capabilitiesAreAddedAndDropped() {
        assertThat(spec(options().capAdd("NET_ADMIN").capDrop("MKNOD"))
                        .process()
                        .capabilities()
                        .bounding())
                .hasSize(14)
                .contains("CAP_NET_ADMIN")
                .doesNotContain("CAP_MKNOD");
        assertThat(spec(options().capAdd("CHOWN").capDrop("ALL"))
                        .process()
                        .capabilities()
                        .bounding())
                .containsExactly("CAP_CHOWN");
        assertThat(spec(options().capAdd("ALL").capDrop("CHOWN"))
                        .process()
                        .capabilities()
                        .bounding())
                .hasSize(40)
                .doesNotContain("CAP_CHOWN");
        assertThatThrownBy(() -> spec(options().capAdd("FLY")))
                .hasMessage("--cap-add \"CAP_FLY\": this kernel has no such capability");
    }

    @Test
    void seccompIsNamedOrGiven() {
        Seccomp filter = new Seccomp("SCMP_ACT_ALLOW", null, null, null, null, null, null);
        Spec given = spec(options(), facts().seccomp(filter));
        assertThat(given.linux().seccomp()).isEqualTo(filter);
        assertThat(given.annotations()).isEmpty();
        Spec unconfined = spec(options().seccomp(SeccompChoice.UNCONFINED), facts().seccomp(filter));
        assertThat(unconfined.linux().seccomp()).isNull();
        assertThat(unconfined.annotations()).isEmpty();
        assertThat(spec(options().privileged(true).seccomp(SeccompChoice.parse("/p.json")))
                        .annotations())
                .containsEntry(DockerSpec.SECCOMP_ANNOTATION, "profile:/p.json");
    }

    @Test
    void namespacesAreSharedAsToldTo() {
        Spec spec = spec(
                options()
                        .network(NamespaceChoice.parseNetwork("container:web"))
                        .pid(NamespaceChoice.HOST)
                        .ipc(NamespaceChoice.HOST)
                        .uts(NamespaceChoice.HOST)
                        .cgroupNamespace(NamespaceChoice.parseCgroup("ns:/run/c"))
                        .init(true)
                        .time(TimeNamespaceChoice.parse("private,boottime=60")),
                facts().containerPid("web", 42).inheritedHostname("metal"));
        assertThat(spec.linux().namespaces())
                .containsExactly(
                        new Namespace(Namespace.Type.MOUNT),
                        new Namespace(Namespace.Type.NETWORK, "/proc/42/ns/net"),
                        new Namespace(Namespace.Type.TIME),
                        new Namespace(Namespace.Type.CGROUP, "/run/c"));
        assertThat(spec.linux().timeOffsets()).containsExactly(Map.entry("boottime", new TimeOffset(60, 0)));
        assertThat(spec.hostname()).isNull();
        assertThat(spec.process().env()).contains("HOSTNAME=metal");
        assertThat(spec.linux().sysctl()).isEmpty();
        assertThat(mount(spec, "/dev/shm"))
                .isEqualTo(new Mount("/dev/shm", "bind", "/dev/shm", List.of("rbind", "rprivate")));
        assertThat(spec.annotations()).doesNotContainKey(DockerSpec.INIT_ANNOTATION);
        assertThatThrownBy(() -> spec(options().pid(NamespaceChoice.parsePid("container:gone"))))
                .hasMessageContaining("container gone");
    }

    @Test
    void ipcNoneHasNoSharedMemory() {
        assertThat(destinations(spec(options().ipc(NamespaceChoice.NONE)))).doesNotContain("/dev/shm");
    }

    @Test
    void aUserNamespaceIsMapped() {
        List<IdMapping> mappings = List.of(new IdMapping(0, 100000, 65536));
        Spec spec = spec(options().userNamespace(NamespaceChoice.PRIVATE), facts().idMappings(mappings, mappings));
        assertThat(spec.linux().uidMappings()).isEqualTo(mappings);
        assertThat(spec.linux().sysctl()).containsOnlyKeys("net.ipv4.ip_unprivileged_port_start");
        assertThat(mount(spec, "/sys/fs/cgroup").options()).doesNotContain("ro");
        assertThat(mount(spec, "/sys").options()).contains("ro");
        assertThat(spec(options(), facts().idMappings(mappings, mappings))
                        .linux()
                        .uidMappings())
                .isEmpty();
    }

    @Test
    void devicesAndLimitsAreHandedOn() {
        Device fuse = new Device("/dev/fuse", "c", 10, 229, 0666, 0L, 0L);
        Spec spec = spec(
                options()
                        .ulimit(Ulimit.parse("nofile=10:-1"))
                        .sysctl("net.ipv4.ip_unprivileged_port_start=80")
                        .init(true),
                facts().device(new HostFacts.GrantedDevice(fuse, "/dev/fuse", "rw")));
        assertThat(spec.linux().devices()).containsExactly(fuse);
        assertThat(spec.linux().resources().devices()).endsWith(new DeviceRule(true, "c", 10L, 229L, "rw"));
        assertThat(spec.process().rlimits()).containsExactly(new Rlimit("RLIMIT_NOFILE", Rlimit.INFINITY, 10));
        assertThat(spec.linux().sysctl()).containsEntry("net.ipv4.ip_unprivileged_port_start", "80");
        assertThat(spec.annotations()).containsEntry(DockerSpec.INIT_ANNOTATION, "true");
    }

    @Test
    void noneIsNoLimit() {
        Limits none = Limits.builder()
                .memory(0)
                .memorySwap(0)
                .memoryReservation(0)
                .cpus("0")
                .cpuShares(0)
                .cpuPeriod(0)
                .cpuQuota(0)
                .build();
        Resources resources = DockerResources.of(
                RunOptions.image("host").limits(none).build(),
                HostFacts.of("1".repeat(64), Path.of("/")).build());
        assertThat(resources.memory()).isNull();
        assertThat(resources.cpu()).isNull();
    }

    @Test
    void limitsAreResources() {
        Limits limits = Limits.builder()
                .memory(64 << 20)
                .cpus("1.5")
                .cpuShares(512)
                .cpusetCpus("0-1")
                .pids(20)
                .blkioWeight(300)
                .readBps(Limits.DeviceLimit.parseBytes("--device-read-bps", "/dev/sda:1mb"))
                .build();
        Device disk = new Device("/dev/sda", "b", 8, 0, 0660, 0L, 0L);
        Resources resources = spec(options().limits(limits), facts().blockDevice("/dev/sda", disk))
                .linux()
                .resources();
        assertThat(resources.memory())
                .isEqualTo(new Resources.Memory(67_108_864L, null, 134_217_728L, null, null, null, null, null, null));
        assertThat(resources.cpu())
                .isEqualTo(new Resources.Cpu(512L, 150_000L, null, 100_000L, null, null, "0-1", null, null));
        assertThat(resources.pids()).isEqualTo(new Resources.Pids(20L));
        assertThat(resources.blockIO().weight()).isEqualTo(300);
        assertThat(resources.blockIO().throttleReadBpsDevice())
                .containsExactly(new Resources.ThrottleDevice(8, 0, 1 << 20));
    }

    @Test
    void swapIsLimitedOnlyWhereThatCanBeHadOrIsAskedFor() {
        Limits plain = Limits.builder().memory(64 << 20).build();
        Limits asked = Limits.builder().memory(64 << 20).memorySwap(-1).build();
        HostFacts.Builder without = facts().limitsSwap(false);
        assertThat(spec(options().limits(plain), without)
                        .linux()
                        .resources()
                        .memory()
                        .swap())
                .isNull();
        assertThat(spec(options().limits(asked), without)
                        .linux()
                        .resources()
                        .memory()
                        .swap())
                .isEqualTo(-1);
    }

    @Test
    void theGroupIsMadeWhereTheUserSays() {
        assertThat(spec(options().cgroupParent("jobs//night/")).linux().cgroupsPath())
                .isEqualTo("/jobs/night/" + ID);
        assertThat(spec(options().deviceRule(DeviceCgroupRule.parse("c 42:* rmw")))
                        .linux()
                        .resources()
                        .devices())
                .endsWith(new DeviceRule(true, "c", 42L, null, "rmw"));
    }

    @Test
    void inAUserNamespaceDevicesAreBoundFromWhereTheHostHasThem() {
        Device mine = new Device("/dev/mine", "c", 1, 5, 0666, 0L, 0L);
        Spec spec = spec(
                options().userNamespace(NamespaceChoice.PRIVATE),
                facts().device(new HostFacts.GrantedDevice(mine, "/dev/zero", "rwm")));
        assertThat(spec.linux().devices()).isEmpty();
        assertThat(mount(spec, "/dev/mine"))
                .isEqualTo(
                        new Mount("/dev/mine", "bind", "/dev/zero", List.of("bind", "rprivate", "nosuid", "noexec")));
        assertThat(spec.linux().resources().devices()).endsWith(new DeviceRule(true, "c", 1L, 5L, "rwm"));
    }

    @Test
    void whereNothingGuardsThemDevicesOfAVolumeAreForThePrivileged() {
        var volume = VolumeMount.parseVolume("/a:/a");
        HostFacts.Builder unguarded = facts().guardsDevices(false);
        assertThat(mount(spec(options().volume(volume), unguarded), "/a").options())
                .contains("nodev");
        assertThat(mount(spec(options().privileged(true).volume(volume), unguarded), "/a")
                        .options())
                .doesNotContain("nodev");
        assertThat(mount(spec(options().volume(volume)), "/a").options()).doesNotContain("nodev");
    }

    @Test
    void withNeitherFilterNorGuardNodesAreMadeOnlyByWhoIsToldTo() {
        assertThat(capabilities(options().seccomp(SeccompChoice.UNCONFINED)))
                .hasSize(13)
                .doesNotContain("CAP_MKNOD");
        assertThat(capabilities(options().seccomp(SeccompChoice.UNCONFINED).capAdd("MKNOD")))
                .hasSize(14)
                .contains("CAP_MKNOD");
        assertThat(capabilities(options().seccomp(SeccompChoice.UNCONFINED).capAdd("ALL")))
                .contains("CAP_MKNOD");
        assertThat(capabilities(options().seccomp(SeccompChoice.UNCONFINED).privileged(true)))
                .contains("CAP_MKNOD");
    }

    @Test
    void withTheGuardNodesAreMadeAsDockerHasIt() {
        assertThat(spec(options().seccomp(SeccompChoice.UNCONFINED))
                        .process()
                        .capabilities()
                        .bounding())
                .contains("CAP_MKNOD");
    }

    /** Of a container whose control group does not guard devices. */
    private static List<String> capabilities(RunOptionsBuilder options) {
        return spec(options, facts().guardsDevices(false))
                .process()
                .capabilities()
                .bounding();
    }
}
