package dev.jocker.runtime.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.doctor.Finding.Mark;
import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.syscall.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of hosts that this one is not: their files are written here. */
final class ChecksTest {
    @TempDir
    private Path root;

    private HostFiles with(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return new HostFiles(root);
    }

    private HostFiles withParameter(String name, String value) throws IOException {
        return with("proc/sys/" + name.replace('.', '/'), value + "\n");
    }

    private static Finding only(Check check) throws IOException {
        List<Finding> findings = check.look();
        assertThat(findings).hasSize(1);
        assertThat(findings.getFirst().check()).isEqualTo(check.name());
        return findings.getFirst();
    }

    private static Mark mark(Check check) throws IOException {
        Finding finding = only(check);
        assertThat(finding.remedy() == null)
                .as("only what is well needs no remedy")
                .isEqualTo(finding.mark() == Mark.OK);
        return finding.mark();
    }

    @Test
    void anOldKernelIsBad() throws IOException {
        assertThat(mark(new KernelCheck(withParameter("kernel.osrelease", "5.11.22-generic"))))
                .isEqualTo(Mark.BAD);
        assertThat(mark(new KernelCheck(withParameter("kernel.osrelease", "4.19.0-27-amd64"))))
                .isEqualTo(Mark.BAD);
        assertThat(mark(new KernelCheck(withParameter("kernel.osrelease", "5.12.0"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new KernelCheck(withParameter("kernel.osrelease", "6.1.0-rc3+"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new KernelCheck(new HostFiles(root.resolve("nothing")))))
                .isEqualTo(Mark.BAD);
    }

    @Test
    void anArchitectureWithoutAnInterpreterIsBad() throws IOException {
        var files = new HostFiles(root);
        assertThat(mark(new ArchitectureCheck(files, Architecture.AARCH64, "aarch64")))
                .isEqualTo(Mark.BAD);
        assertThat(mark(new ArchitectureCheck(files, null, "riscv64"))).isEqualTo(Mark.BAD);
        with("proc/sys/fs/binfmt_misc/qemu-aarch64", "enabled");
        with("proc/sys/fs/binfmt_misc/python3.11", "enabled");
        assertThat(only(new ArchitectureCheck(files, Architecture.X86_64, "amd64"))
                        .text())
                .isEqualTo("amd64; by emulation also aarch64");
    }

    @Test
    void whoIsNotRootOrHasNotItsRightsIsTold() throws IOException {
        String status = "Name:\tjava\nUid:\t%s\nCapEff:\t%s\n";
        String all = "000001ffffffffff";
        assertThat(mark(new RightsCheck(with("proc/self/status", status.formatted("0\t0\t0\t0", all)))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new RightsCheck(with("proc/self/status", status.formatted("1000\t1000\t1000\t1000", all)))))
                .isEqualTo(Mark.BAD);
        Finding docker =
                only(new RightsCheck(with("proc/self/status", status.formatted("0\t0\t0\t0", "00000000a80425fb"))));
        assertThat(docker.mark()).isEqualTo(Mark.BAD);
        assertThat(docker.text()).isEqualTo("root without CAP_SYS_ADMIN CAP_NET_ADMIN CAP_SYS_PTRACE");
    }

    @Test
    void missingAndForbiddenNamespacesAreNamed() throws IOException {
        for (NamespaceKind kind : NamespaceKind.values()) {
            with("proc/self/ns/" + kind.file(), "");
        }
        HostFiles files = withParameter("user.max_net_namespaces", "0");
        Files.delete(root.resolve("proc/self/ns/time"));
        List<Finding> findings = new NamespacesCheck(files).look();
        assertThat(findings).extracting(Finding::mark).containsExactly(Mark.OK, Mark.BAD, Mark.WARN);
        assertThat(findings.get(0).text()).isEqualTo("mnt, uts, ipc, pid, cgroup, user");
        assertThat(findings.get(1).remedy()).contains("sysctl -w user.max_net_namespaces=16384");
        assertThat(findings.get(2).text()).isEqualTo("no time namespaces");
    }

    @Test
    void bansOfUserNamespacesForUsersAreWarnedOf() throws IOException {
        List<Finding> findings = new ArrayList<>();
        new UserNamespacesCheck(new HostFiles(root)).addUsers(findings);
        assertThat(findings).isEmpty();
        withParameter("kernel.unprivileged_userns_clone", "0");
        new UserNamespacesCheck(withParameter("kernel.apparmor_restrict_unprivileged_userns", "1")).addUsers(findings);
        assertThat(findings).extracting(Finding::mark).containsOnly(Mark.WARN);
        assertThat(findings)
                .extracting(Finding::text)
                .containsExactly(
                        "kernel.unprivileged_userns_clone is 0", "kernel.apparmor_restrict_unprivileged_userns is 1");
    }

    @Test
    void withoutOverlaysThereIsNoRoot() throws IOException {
        assertThat(mark(new OverlayCheck(with("proc/filesystems", "nodev\tproc\n\text4\n"), root)))
                .isEqualTo(Mark.BAD);
        assertThat(only(new OverlayCheck(with("proc/filesystems", "nodev\tproc\nnodev\toverlay\n"), root))
                        .mark())
                .isNotEqualTo(Mark.BAD);
    }

    @Test
    void aFullDiskIsBadAndAnAlmostFullOneIsWarnedOf() {
        var disk = new DiskCheck(root);
        assertThat(disk.of(10L << 30).mark()).isEqualTo(Mark.OK);
        assertThat(disk.of(500L << 20).mark()).isEqualTo(Mark.WARN);
        assertThat(disk.of(1L << 20).mark()).isEqualTo(Mark.BAD);
        assertThat(DiskCheck.existing(root.resolve("not/there/yet"))).isEqualTo(root);
    }

    @Test
    void controllersThatNobodyHasAreNamed() throws IOException {
        assertThat(mark(new CgroupCheck(new Hierarchies(List.of(), null)))).isEqualTo(Mark.WARN);
    }

    @Test
    void parametersDecide() throws IOException {
        var none = new HostFiles(root);
        assertThat(mark(new SeccompCheck(none))).isEqualTo(Mark.BAD);
        assertThat(mark(new SeccompCheck(withParameter("kernel.seccomp.actions_avail", "kill allow"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new MemoryFilesCheck(none))).isEqualTo(Mark.OK);
        assertThat(mark(new MemoryFilesCheck(withParameter("vm.memfd_noexec", "1"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new MemoryFilesCheck(withParameter("vm.memfd_noexec", "2"))))
                .isEqualTo(Mark.BAD);
        assertThat(mark(new ForwardingCheck(withParameter("net.ipv4.ip_forward", "0"))))
                .isEqualTo(Mark.WARN);
        assertThat(mark(new ForwardingCheck(withParameter("net.ipv4.ip_forward", "1"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new RouteLocalnetCheck(none))).isEqualTo(Mark.OK);
        assertThat(mark(new RouteLocalnetCheck(withParameter("net.ipv4.conf.all.route_localnet", "1"))))
                .isEqualTo(Mark.WARN);
        assertThat(mark(new BridgeFilterCheck(none))).isEqualTo(Mark.OK);
        assertThat(mark(new BridgeFilterCheck(withParameter("net.bridge.bridge-nf-call-iptables", "0"))))
                .isEqualTo(Mark.OK);
        assertThat(mark(new BridgeFilterCheck(withParameter("net.bridge.bridge-nf-call-iptables", "1"))))
                .isEqualTo(Mark.WARN);
    }

    @Test
    void bridgesThatCallIp6tablesAreWarnedOfBecauseOfTheLoopbackAddress() throws IOException {
        withParameter("net.bridge.bridge-nf-call-iptables", "0");
        Finding six = only(new BridgeFilterCheck(withParameter("net.bridge.bridge-nf-call-ip6tables", "1")));
        assertThat(six.mark()).isEqualTo(Mark.WARN);
        assertThat(six.remedy()).contains("::1").contains("sysctl -w net.bridge.bridge-nf-call-ip6tables=0");
    }

    @Test
    void aMissingCacheIsWarnedOf() throws IOException {
        Path home = Path.of("/usr/lib/jvm/java");
        assertThat(new JavaCheck(25, home, null).look())
                .extracting(Finding::mark)
                .containsExactly(Mark.OK);
        assertThat(new JavaCheck(25, home, root.resolve("jocker.aot")).look())
                .extracting(Finding::mark)
                .containsExactly(Mark.OK, Mark.WARN);
        assertThat(new JavaCheck(22, home, root.resolve("jocker.aot"))
                        .look()
                        .get(1)
                        .text())
                .contains("Java 22 has none");
        Files.writeString(root.resolve("jocker.aot"), "");
        assertThat(new JavaCheck(25, home, root.resolve("jocker.aot")).look())
                .extracting(Finding::mark)
                .containsExactly(Mark.OK, Mark.OK);
    }
}
