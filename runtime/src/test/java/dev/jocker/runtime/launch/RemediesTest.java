package dev.jocker.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.namespace.NamespaceKind;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.SystemCall;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which errors come with advice, and that others do not: wrong advice is worse than none. */
class RemediesTest {
    private static String of(Errno errno, SystemCall call, Operand... operands) {
        return Remedies.of(Call.of("", call, operands), errno);
    }

    private static String ofLaunch(SystemCall call, Errno errno) {
        return Remedies.of(new SyscallException(call, List.of(), errno.number()));
    }

    @Test
    void anOverlayThatCannotBeMountedIsExplained() {
        Operand[] overlay = {
            Operand.string("overlay"), Operand.string("/merged"), Operand.string("overlay"), Operand.of(0), Operand.NULL
        };
        assertThat(of(Errno.ENODEV, SystemCall.MOUNT, overlay)).contains("load the module");
        assertThat(of(Errno.EINVAL, SystemCall.MOUNT, overlay)).contains("JOCKER_DATA");
        assertThat(of(Errno.EBUSY, SystemCall.MOUNT, overlay)).isNull();
    }

    @Test
    void anotherMountThatIsForbiddenWantsRights() {
        assertThat(of(Errno.EPERM, SystemCall.MOUNT, Operand.string("proc"))).contains("CAP_SYS_ADMIN");
        assertThat(of(Errno.EINVAL, SystemCall.MOUNT, Operand.string("proc"))).isNull();
    }

    @Test
    void whatAStepWantsIsTold() {
        assertThat(of(Errno.EPERM, SystemCall.PRLIMIT64)).contains("ulimit -H");
        assertThat(of(Errno.EACCES, SystemCall.MOVE_MOUNT)).contains("chmod o+x");
        assertThat(of(Errno.ENOENT, SystemCall.CHDIR)).contains("-w");
        assertThat(of(Errno.ENOTDIR, SystemCall.CHDIR)).isNull();
        assertThat(of(Errno.EROFS, SystemCall.MKDIRAT)).contains("read only");
        assertThat(of(Errno.ENOENT, SystemCall.MKDIRAT)).contains("leads nowhere");
        assertThat(of(Errno.ENOSPC, SystemCall.MKDIRAT)).isNull();
        for (SystemCall call : List.of(SystemCall.SETRESUID, SystemCall.SETRESGID, SystemCall.SETGROUPS)) {
            assertThat(of(Errno.EINVAL, call)).contains("no mapping");
            assertThat(of(Errno.EPERM, call)).isNull();
        }
        assertThat(of(Errno.EINVAL, SystemCall.SETNS)).contains("another kind of namespace");
        assertThat(of(Errno.EINVAL, SystemCall.SECCOMP)).contains("without seccomp");
        assertThat(of(Errno.ENOENT, SystemCall.EXECVE)).isNull();
    }

    @Test
    void aParameterThatIsNoneIsTold() {
        Datum file = Datum.cell("/proc/sys/net/x");
        assertThat(of(Errno.ENOENT, SystemCall.OPENAT, Operand.string("/proc/sys/net/x")))
                .contains("no such parameter");
        assertThat(of(Errno.EINVAL, SystemCall.WRITE, Operand.contents(file))).contains("not that value");
        assertThat(of(Errno.EINVAL, SystemCall.WRITE, Operand.contents(Datum.cell("/proc/self/oom_score_adj"))))
                .isNull();
        assertThat(of(Errno.EIO, SystemCall.WRITE, Operand.contents(file))).isNull();
    }

    @Test
    void whatIsNoCallHasNone() {
        var branch = new Branch("", Operand.of(0), Condition.EQUAL, Operand.of(0), Label.named("x"));
        assertThat(Remedies.of(branch, Errno.EPERM)).isNull();
    }

    @Test
    void aLaunchThatFailsIsExplained() {
        assertThat(ofLaunch(SystemCall.CLONE3, Errno.EPERM)).contains("CAP_SYS_ADMIN");
        assertThat(ofLaunch(SystemCall.CLONE3, Errno.ENOSPC)).contains("max_*_namespaces");
        assertThat(ofLaunch(SystemCall.CLONE3, Errno.EAGAIN)).contains("pids.max");
        assertThat(ofLaunch(SystemCall.CLONE3, Errno.ENOSYS)).contains("Linux 5.5");
        assertThat(ofLaunch(SystemCall.CLONE3, Errno.EBUSY)).isNull();
        assertThat(ofLaunch(SystemCall.EXECVEAT, Errno.EACCES)).contains("memfd_noexec");
        assertThat(ofLaunch(SystemCall.EXECVEAT, Errno.ENOENT)).isNull();
        assertThat(ofLaunch(SystemCall.OPENAT, Errno.EPERM)).isNull();
    }

    @Test
    void aNamespaceFileThatDoesNotOpenNamesItsOption() {
        assertThat(namespaceFile(NamespaceKind.USER, Errno.EACCES))
                .isInstanceOf(ContainerException.NotSupported.class)
                .hasMessageStartingWith("--userns ns:/proc/1/ns/x: the file cannot be opened: EACCES")
                .hasMessageContaining("CAP_SYS_PTRACE");
        assertThat(namespaceFile(NamespaceKind.NETWORK, Errno.ENOENT))
                .isInstanceOf(ContainerException.NotFound.class)
                .hasMessageStartingWith("--network ns:/proc/1/ns/x: the file cannot be opened: ENOENT");
        assertThat(namespaceFile(NamespaceKind.PID, Errno.ELOOP).getMessage())
                .startsWith("--pid ")
                .doesNotContain("PTRACE");
    }

    private static ContainerException namespaceFile(NamespaceKind kind, Errno errno) {
        Path path = Path.of("/proc/1/ns/x");
        var join = new Plan.Join(kind, path, new Handle(path.toString()));
        return Remedies.ofNamespaceFile(join, new SyscallException(SystemCall.OPENAT, List.of(), errno.number()));
    }
}
