package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Capability.CAP_CHOWN;
import static dev.jocker.runtime.security.Capability.CAP_KILL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.sock_filter;
import dev.jocker.bindings.sock_fprog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes before what: each order here is one that the kernel asks for. */
final class ConfinementTest {
    private static final CapabilitySet PRESENT = CapabilitySet.of(CAP_CHOWN, CAP_KILL);
    private static final CapabilitySet WANTED = CapabilitySet.of(CAP_KILL);
    private static final Credentials USER = new Credentials(1000, 100, List.of(4, 20), 0077);
    private static final SeccompFilter FILTER = DefaultSeccomp.filter(WANTED, true);
    private static final String LOAD =
            "seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, filter program)";

    @Test
    void withoutNoNewPrivilegesTheFilterComesWhileThereIsPower() {
        var confinement =
                new Confinement(USER, new Capabilities(WANTED, WANTED, WANTED, WANTED, WANTED), FILTER, false);
        assertThat(Text.of(confinement.instructions(PRESENT)))
                .containsExactly(
                        LOAD,
                        "prctl(PR_CAPBSET_DROP, CAP_CHOWN)",
                        "prctl(PR_SET_KEEPCAPS, 1)",
                        "umask(077)",
                        "setgroups(2, groups)",
                        "setresgid(100, 100, 100)",
                        "setresuid(1000, 1000, 1000)",
                        "capset(capability header, capability sets)",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)");
    }

    @Test
    void withNoNewPrivilegesTheFilterComesLast() {
        var confinement = new Confinement(Credentials.ROOT, Capabilities.forUser(0, WANTED), FILTER, true);
        assertThat(Text.of(confinement.instructions(PRESENT)))
                .containsExactly(
                        "prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)",
                        "prctl(PR_CAPBSET_DROP, CAP_CHOWN)",
                        "umask(022)",
                        "setgroups(0, NULL)",
                        "setresgid(0, 0, 0)",
                        "setresuid(0, 0, 0)",
                        "capset(capability header, capability sets)",
                        LOAD);
    }

    @Test
    void aPrivilegedRootNeedsFewCalls() {
        var confinement = new Confinement(Credentials.ROOT, Capabilities.forUser(0, PRESENT), null, false);
        assertThat(Text.of(confinement.instructionsWhereSetgroupsIsDenied(PRESENT)))
                .containsExactly(
                        "umask(022)",
                        "setresgid(0, 0, 0)",
                        "setresuid(0, 0, 0)",
                        "capset(capability header, capability sets)");
    }

    @Test
    void largeIdsAreUnsigned() {
        var credentials = new Credentials(-2, 0x80000000, List.of(), 0);
        assertThat(Text.of(credentials.instructions()))
                .contains(
                        "umask(0)",
                        "setresgid(2147483648, 2147483648, 2147483648)",
                        "setresuid(4294967294, 4294967294, 4294967294)");
    }

    @Test
    void structuresAreTheHeaders() {
        assertThat(BpfCode.INSTRUCTION_BYTES).isEqualTo((int) sock_filter.sizeof());
        assertThat(SeccompFilter.PROGRAM_BYTES).isEqualTo((int) sock_fprog.sizeof());
        assertThat(SeccompFilter.FILTER_OFFSET).isEqualTo((int) sock_fprog.filter$offset());
        assertThat(sock_fprog.len$offset()).isZero();
    }
}
