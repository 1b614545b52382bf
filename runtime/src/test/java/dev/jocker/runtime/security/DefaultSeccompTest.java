package dev.jocker.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.stat_h;
import dev.jocker.runtime.security.SeccompPolicy.Alternative;
import dev.jocker.runtime.security.SeccompPolicy.Verdict;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultSeccompTest {
    private static final int CALLS_TRIED = 600;
    private static final long SEED = 7;

    /** An image has 16 KiB for everything. */
    private static final int MAX_INSTRUCTIONS = 130;

    /** Load, mask, compare. */
    private static final int MAX_STEPS_A_CONDITION = 3;

    /** Two loads, the architecture, seven steps of the search, and the return. */
    private static final int MAX_STEPS = 11;

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theFilterDoesWhatThePolicySays(Architecture architecture) {
        for (long bits : new long[] {CapabilitySet.DEFAULT.bits(), 0, -1, random.nextLong(), random.nextLong()}) {
            SeccompPolicy policy = DefaultSeccomp.policy(architecture, new CapabilitySet(bits), false);
            var filter = filter(architecture, new CapabilitySet(bits));
            for (int number = 0; number < CALLS_TRIED; number++) {
                for (int tries = 0; tries < 40; tries++) {
                    long[] arguments = {word(), word(), 0, 0, 0, 0};
                    int expected = number > policy.last()
                            ? ProfileEvaluation.ENOSYS
                            : expected(policy.verdict(number), arguments);
                    int actual = filter.run(ProfileEvaluation.audit(architecture), number, arguments);
                    assertThat(actual)
                            .as("call %d, first argument %x", number, arguments[0])
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void isSmallAndQuick(Architecture architecture) {
        SeccompFilter compiled = SeccompCompiler.compile(
                DefaultSeccomp.policy(architecture, CapabilitySet.DEFAULT, true), SeccompFilter.DEFAULT_FLAGS);
        assertThat(compiled.length()).isLessThan(MAX_INSTRUCTIONS);
        var filter = new BpfInterpreter(compiled);
        SeccompPolicy policy = DefaultSeccomp.policy(architecture, CapabilitySet.DEFAULT, true);
        for (int number = 0; number <= policy.last(); number++) {
            filter.run(ProfileEvaluation.audit(architecture), number, 2, 0, 0, 0, 0, 0);
            int comparisons = policy.verdict(number).alternatives.stream()
                    .mapToInt(alternative -> MAX_STEPS_A_CONDITION * alternative.conditions.size())
                    .sum();
            assertThat(filter.executed()).as("call %d", number).isLessThanOrEqualTo(MAX_STEPS + 1 + comparisons);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add_key",
                "keyctl",
                "request_key",
                "io_uring_setup",
                "io_uring_enter",
                "io_uring_register",
                "kexec_load",
                "kexec_file_load",
                "userfaultfd",
                "move_pages",
                "pivot_root",
                "swapon",
                "swapoff",
                "nfsservctl",
                "vserver",
                "migrate_pages",
                "mount",
                "umount2",
                "setns",
                "unshare",
                "bpf",
                "perf_event_open",
                "reboot",
                "init_module",
                "finit_module",
                "delete_module",
                "settimeofday",
                "clock_settime",
                "open_by_handle_at",
                "syslog",
                "quotactl",
                "acct",
                "kcmp",
                "vhangup",
                "fsopen",
                "open_tree",
                "move_mount",
                "mount_setattr",
                "sethostname",
                "setdomainname",
                "set_mempolicy",
                "mbind"
            })
    void deniesWhatNamespacesDoNotHold(String name) {
        for (Architecture architecture : Architecture.values()) {
            int number = SystemCallNumbers.of(name, architecture);
            if (number != SystemCallNumbers.NONE) {
                assertThat(run(architecture, CapabilitySet.DEFAULT, number)).isEqualTo(ProfileEvaluation.EPERM);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read", "openat", "execve", "execveat", "exit_group", "futex", "ptrace", "process_vm_readv", "chroot",
                "prctl", "setgroups", "setresgid", "setresuid", "capset", "umask", "close_range", "seccomp", "dup3",
                "prlimit64", "fcntl", "write", "sendmsg", "wait4", "waitid", "rt_sigprocmask", "chdir", "removexattrat",
                "statmount", "mseal", "rseq", "openat2", "pidfd_open"
            })
    void allowsWhatProgramsAndOurOwnLastStepsNeed(String name) {
        for (Architecture architecture : Architecture.values()) {
            int number = SystemCallNumbers.of(name, architecture);
            assertThat(number).isNotNegative();
            assertThat(run(architecture, CapabilitySet.DEFAULT, number)).isEqualTo(ProfileEvaluation.ALLOW);
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void capabilitiesOpenTheirCalls(Architecture architecture) {
        var opened = List.of(
                new Gate(Capability.CAP_SYS_ADMIN, List.of("mount", "umount2", "setns", "unshare", "bpf", "clone3")),
                new Gate(Capability.CAP_SYS_BOOT, List.of("reboot")),
                new Gate(Capability.CAP_SYS_CHROOT, List.of("chroot")),
                new Gate(Capability.CAP_SYS_MODULE, List.of("init_module", "finit_module", "delete_module")),
                new Gate(Capability.CAP_SYS_PACCT, List.of("acct")),
                new Gate(Capability.CAP_SYS_PTRACE, List.of("kcmp", "pidfd_getfd", "process_madvise")),
                new Gate(Capability.CAP_SYS_TIME, List.of("settimeofday", "clock_settime")),
                new Gate(Capability.CAP_SYS_TTY_CONFIG, List.of("vhangup")),
                new Gate(Capability.CAP_SYS_NICE, List.of("mbind", "set_mempolicy", "get_mempolicy")),
                new Gate(Capability.CAP_SYSLOG, List.of("syslog")),
                new Gate(Capability.CAP_BPF, List.of("bpf")),
                new Gate(Capability.CAP_PERFMON, List.of("perf_event_open")),
                new Gate(Capability.CAP_DAC_READ_SEARCH, List.of("open_by_handle_at")));
        for (Gate gate : opened) {
            for (String name : gate.names) {
                int number = SystemCallNumbers.of(name, architecture);
                assertThat(run(architecture, CapabilitySet.of(gate.capability), number))
                        .as("%s with %s", name, gate.capability)
                        .isEqualTo(ProfileEvaluation.ALLOW);
                assertThat(run(architecture, CapabilitySet.EMPTY, number))
                        .as("%s without", name)
                        .isNotEqualTo(ProfileEvaluation.ALLOW);
            }
        }
    }

    private record Gate(Capability capability, List<String> names) {}

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void newNamespacesNeedSysAdmin(Architecture architecture) {
        int clone = SystemCallNumbers.of("clone", architecture);
        int clone3 = SystemCallNumbers.of("clone3", architecture);
        for (int bit : new int[] {17, 25, 26, 27, 28, 29, 30}) {
            assertThat(run(architecture, CapabilitySet.DEFAULT, clone, 1L << bit))
                    .isEqualTo(ProfileEvaluation.EPERM);
        }
        assertThat(run(architecture, CapabilitySet.DEFAULT, clone, 0x3d0f00)).isEqualTo(ProfileEvaluation.ALLOW);
        assertThat(run(architecture, CapabilitySet.DEFAULT, clone, 17)).isEqualTo(ProfileEvaluation.ALLOW);
        assertThat(run(architecture, CapabilitySet.DEFAULT, clone3)).isEqualTo(ProfileEvaluation.ENOSYS);
        assertThat(run(architecture, CapabilitySet.of(Capability.CAP_SYS_ADMIN), clone, 1L << 30))
                .isEqualTo(ProfileEvaluation.ALLOW);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void someSocketsAreDeniedWhateverTheUpperHalfSays(Architecture architecture) {
        int socket = SystemCallNumbers.of("socket", architecture);
        for (long denied : new long[] {38, 40, 0x1_0000_0026L, 0xffff_ffff_0000_0028L}) {
            assertThat(run(architecture, CapabilitySet.DEFAULT, socket, denied)).isEqualTo(ProfileEvaluation.EPERM);
        }
        for (long allowed : new long[] {1, 2, 10, 16, 17, 37, 39, 41, 44}) {
            assertThat(run(architecture, CapabilitySet.DEFAULT, socket, allowed))
                    .isEqualTo(ProfileEvaluation.ALLOW);
        }
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void addressRandomizationCannotBeTurnedOff(Architecture architecture) {
        int personality = SystemCallNumbers.of("personality", architecture);
        for (long allowed : new long[] {0, 8, 0x20000, 0x20008, 0xffffffffL, -1}) {
            assertThat(run(architecture, CapabilitySet.DEFAULT, personality, allowed))
                    .isEqualTo(ProfileEvaluation.ALLOW);
        }
        assertThat(run(architecture, CapabilitySet.DEFAULT, personality, 0x0040000))
                .isEqualTo(ProfileEvaluation.EPERM);
    }

    @Test
    void programsOf32BitsFindNoSystemCalls() {
        var filter = filter(Architecture.X86_64, CapabilitySet.DEFAULT);
        assertThat(filter.run(ProfileEvaluation.I386, 4)).isEqualTo(ProfileEvaluation.ENOSYS);
        assertThat(filter.run(ProfileEvaluation.X86_64, 0x40000001)).isEqualTo(ProfileEvaluation.ENOSYS);
        assertThat(filter.run(ProfileEvaluation.AARCH64, 64)).isEqualTo(ProfileEvaluation.KILL_PROCESS);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void anyNodeCanBeMadeWhereTheControlGroupGuardsDevices(Architecture architecture) {
        int call = SystemCall.MKNODAT.number(architecture);
        long disk = 8L << 8;
        var guarded = new BpfInterpreter(SeccompCompiler.compile(
                DefaultSeccomp.policy(architecture, CapabilitySet.DEFAULT, true), SeccompFilter.DEFAULT_FLAGS));
        int audit = ProfileEvaluation.audit(architecture);
        assertThat(guarded.run(audit, call, 0, 0, stat_h.S_IFBLK(), disk, 0, 0))
                .isEqualTo(SeccompAction.SCMP_ACT_ALLOW.returned(0));
        assertThat(filter(architecture, CapabilitySet.DEFAULT).run(audit, call, 0, 0, stat_h.S_IFBLK(), disk, 0, 0))
                .isEqualTo(SeccompAction.SCMP_ACT_ERRNO.returned(1));
    }

    private static int expected(Verdict verdict, long[] arguments) {
        for (Alternative each : verdict.alternatives) {
            if (each.conditions.stream().allMatch(condition -> ProfileEvaluation.holds(condition, arguments))) {
                return each.returned;
            }
        }
        return verdict.otherwise;
    }

    private static BpfInterpreter filter(Architecture architecture, CapabilitySet bounding) {
        return new BpfInterpreter(SeccompCompiler.compile(
                DefaultSeccomp.policy(architecture, bounding, false), SeccompFilter.DEFAULT_FLAGS));
    }

    private static int run(Architecture architecture, CapabilitySet bounding, int number, long... arguments) {
        return filter(architecture, bounding).run(ProfileEvaluation.audit(architecture), number, arguments);
    }

    private long word() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> 1L << random.nextInt(64);
            case 2 -> random.nextInt(48);
            default -> (long) random.nextInt() << 32 | 36 + random.nextInt(6);
        };
    }
}
