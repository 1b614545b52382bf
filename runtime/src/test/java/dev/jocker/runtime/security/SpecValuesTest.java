package dev.jocker.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.Seccomp;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@code config.json} says becomes this room's values. */
final class SpecValuesTest {
    @Test
    void takesAProfile() {
        var read = new Seccomp.Rule(
                List.of("read"), "SCMP_ACT_ALLOW", null, List.of(new Seccomp.Argument(2, 7, 5, "SCMP_CMP_MASKED_EQ")));
        var write = new Seccomp.Rule(List.of("write"), "SCMP_ACT_ERRNO", 9, List.of());
        var profile = SeccompProfile.of(seccomp(List.of("SECCOMP_FILTER_FLAG_LOG"), read, write));
        assertThat(profile.flags()).isEqualTo(Flags.of(SeccompFlag.SECCOMP_FILTER_FLAG_LOG));
        var filter = new BpfInterpreter(SeccompCompiler.compile(profile.policy(Architecture.X86_64), profile.flags()));
        assertThat(filter.run(ProfileEvaluation.X86_64, 0, 0, 0, 13)).isEqualTo(ProfileEvaluation.ALLOW);
        assertThat(filter.run(ProfileEvaluation.X86_64, 0, 0, 0, 7)).isEqualTo(ProfileEvaluation.EPERM);
        assertThat(filter.run(ProfileEvaluation.X86_64, 1)).isEqualTo(0x50000 + 9);
        assertThat(filter.run(ProfileEvaluation.I386, 1)).isEqualTo(ProfileEvaluation.ENOSYS);
    }

    @Test
    void withoutFlagsTakesTheDefault() {
        assertThat(SeccompProfile.of(seccomp(List.of())).flags()).isEqualTo(SeccompFilter.DEFAULT_FLAGS);
    }

    @Test
    void refusesActionsThatAreNone() {
        var rule = new Seccomp.Rule(List.of("read"), "SCMP_ACT_SING", null, List.of());
        assertThatThrownBy(() -> SeccompProfile.of(seccomp(List.of(), rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SCMP_ACT_SING");
    }

    @Test
    void takesCapabilitiesAndPassesOverUnknownOnes() {
        var listed = new dev.jocker.runtime.oci.Capabilities(
                List.of("CAP_KILL", "CAP_FLY"), List.of("CAP_CHOWN"), null, List.of("CAP_MKNOD"), List.of("CAP_BPF"));
        assertThat(Capabilities.of(listed))
                .isEqualTo(new Capabilities(
                        CapabilitySet.of(Capability.CAP_KILL),
                        CapabilitySet.of(Capability.CAP_CHOWN),
                        CapabilitySet.of(Capability.CAP_MKNOD),
                        CapabilitySet.EMPTY,
                        CapabilitySet.of(Capability.CAP_BPF)));
    }

    @Test
    void takesLimits() {
        assertThat(Rlimit.of(new dev.jocker.runtime.oci.Rlimit("RLIMIT_CORE", -1, 5)))
                .isEqualTo(new Rlimit(Rlimit.Resource.RLIMIT_CORE, 5, Rlimit.UNLIMITED));
    }

    private static Seccomp seccomp(List<String> flags, Seccomp.Rule... rules) {
        return new Seccomp("SCMP_ACT_ERRNO", null, List.of("SCMP_ARCH_X86"), flags, null, null, List.of(rules));
    }
}
