package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_ALLOW;
import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_ERRNO;
import static dev.jocker.runtime.security.SeccompOperator.SCMP_CMP_EQ;
import static dev.jocker.runtime.security.SeccompOperator.SCMP_CMP_GT;
import static dev.jocker.runtime.security.SeccompOperator.SCMP_CMP_LT;
import static dev.jocker.runtime.syscall.SystemCall.CLONE;
import static dev.jocker.runtime.syscall.SystemCall.CLONE3;
import static dev.jocker.runtime.syscall.SystemCall.MKNODAT;
import static dev.jocker.runtime.syscall.SystemCall.PERSONALITY;
import static dev.jocker.runtime.syscall.SystemCall.SOCKET;

import dev.jocker.bindings.personality_h;
import dev.jocker.bindings.sched_h;
import dev.jocker.bindings.socket_h;
import dev.jocker.bindings.stat_h;
import dev.jocker.bindings.x86_64.syscall_h;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/**
 * The filter of a container that asked for none: docker's policy of May 2026, which allows a list of calls and answers others
 * with EPERM.
 *
 * <p>Differences: conditions on {@code int} arguments look at 32 bits (see {@link SeccompArgument#width}); 32-bit programs and x32 get
 * ENOSYS (see {@link SeccompProfile}); device nodes cannot be made where nothing guards the devices (see {@code allowNodes}); ptrace is always allowed, since Linux before 4.8 could not run us anyway.
 */
public final class DefaultSeccomp {
    /** All namespaces that {@code clone(2)} can make. CLONE_NEWTIME is not among them: its bit is a part of the exit signal. */
    static final int NEW_NAMESPACES = sched_h.CLONE_NEWNS()
            | sched_h.CLONE_NEWCGROUP()
            | sched_h.CLONE_NEWUTS()
            | sched_h.CLONE_NEWIPC()
            | sched_h.CLONE_NEWUSER()
            | sched_h.CLONE_NEWPID()
            | sched_h.CLONE_NEWNET();

    private static final Capability[] GATES = {
        Capability.CAP_DAC_READ_SEARCH,
        Capability.CAP_SYS_ADMIN,
        Capability.CAP_SYS_BOOT,
        Capability.CAP_SYS_CHROOT,
        Capability.CAP_SYS_MODULE,
        Capability.CAP_SYS_PACCT,
        Capability.CAP_SYS_PTRACE,
        Capability.CAP_SYS_RAWIO,
        Capability.CAP_SYS_TIME,
        Capability.CAP_SYS_TTY_CONFIG,
        Capability.CAP_SYS_NICE,
        Capability.CAP_SYSLOG,
        Capability.CAP_BPF,
        Capability.CAP_PERFMON,
    };

    private DefaultSeccomp() {}

    /**
     * The filter for this machine.
     *
     * @param bounding the container's bounding set: what it may use a capability for, it may call
     * @param guardsDevices whether the container's control group keeps it from devices that are not its own
     */
    public static SeccompFilter filter(CapabilitySet bounding, boolean guardsDevices) {
        SeccompPolicy policy = policy(Architecture.current(), bounding, guardsDevices);
        return SeccompCompiler.compile(policy, SeccompFilter.DEFAULT_FLAGS);
    }

    static SeccompPolicy policy(Architecture architecture, CapabilitySet bounding, boolean guardsDevices) {
        DefaultCalls calls = architecture == Architecture.X86_64 ? new X86_64DefaultCalls() : new AArch64DefaultCalls();
        var policy = new SeccompPolicy(architecture, SCMP_ACT_ERRNO, SeccompRule.DEFAULT_ERRNO);
        policy.list(architecture == Architecture.X86_64 ? "SCMP_ARCH_X86" : "SCMP_ARCH_ARM");
        int allow = SCMP_ACT_ALLOW.returned(0);
        policy.always(allow, calls.always());
        for (Capability gate : GATES) {
            if (bounding.has(gate)) {
                policy.always(allow, calls.grantedBy(gate));
            }
        }
        allowSockets(policy);
        allowPersonalities(policy);
        allowNodes(policy, guardsDevices);
        if (!bounding.has(Capability.CAP_SYS_ADMIN)) {
            allowIf(policy, CLONE, SeccompArgument.masked(0, NEW_NAMESPACES, 0));
            // Its flags are in memory, where a filter cannot look. With ENOSYS the C library takes clone instead.
            policy.always(SeccompPolicy.ENOSYS, CLONE3.number(architecture));
        }
        return policy;
    }

    /** Without AF_ALG, which opens the kernel's crypto code to everyone, and AF_VSOCK, which knows no network namespaces. */
    private static void allowSockets(SeccompPolicy policy) {
        int alg = socket_h.AF_ALG();
        int vsock = socket_h.AF_VSOCK();
        allowIf(policy, SOCKET, SeccompArgument.of(0, SCMP_CMP_LT, alg));
        allowIf(policy, SOCKET, SeccompArgument.of(0, SCMP_CMP_GT, vsock));
        for (int between = alg + 1; between < vsock; between++) {
            allowIf(policy, SOCKET, SeccompArgument.of(0, SCMP_CMP_EQ, between));
        }
    }

    /** The usual ones, and the question which one it is. Others turn off address-space randomization, for one. */
    private static void allowPersonalities(SeccompPolicy policy) {
        int question = -1;
        int linux32 = personality_h.PER_LINUX32();
        int uname26 = personality_h.UNAME26();
        for (int each : new int[] {personality_h.PER_LINUX(), linux32, uname26, uname26 | linux32, question}) {
            allowIf(policy, PERSONALITY, SeccompArgument.of(0, SCMP_CMP_EQ, each));
        }
    }

    /**
     * Any node, where the device cgroup refuses its use. Where there is none, everything that {@code mknod(2)} makes but devices, of
     * which only overlayfs' whiteout, number 0, may be made.
     */
    private static void allowNodes(SeccompPolicy policy, boolean guardsDevices) {
        if (guardsDevices) {
            policy.always(SCMP_ACT_ALLOW.returned(0), MKNODAT.number(policy.architecture()));
            if (policy.architecture() == Architecture.X86_64) {
                policy.always(SCMP_ACT_ALLOW.returned(0), syscall_h.SYS_mknod());
            }
            return;
        }
        allowNodes(policy, MKNODAT.number(policy.architecture()), 2);
        if (policy.architecture() == Architecture.X86_64) {
            allowNodes(policy, syscall_h.SYS_mknod(), 1);
        }
    }

    private static void allowNodes(SeccompPolicy policy, int call, int mode) {
        int allow = SCMP_ACT_ALLOW.returned(0);
        int types = stat_h.S_IFMT();
        for (int type : new int[] {0, stat_h.S_IFREG(), stat_h.S_IFIFO(), stat_h.S_IFSOCK()}) {
            policy.when(
                    allow,
                    call,
                    List.of(SeccompArgument.masked(mode, types, type).narrow()));
        }
        SeccompArgument character =
                SeccompArgument.masked(mode, types, stat_h.S_IFCHR()).narrow();
        SeccompArgument whiteout = SeccompArgument.of(mode + 1, SCMP_CMP_EQ, 0).narrow();
        policy.when(allow, call, List.of(character, whiteout));
    }

    private static void allowIf(SeccompPolicy policy, SystemCall call, SeccompArgument condition) {
        policy.when(SCMP_ACT_ALLOW.returned(0), call.number(policy.architecture()), List.of(condition.narrow()));
    }
}
