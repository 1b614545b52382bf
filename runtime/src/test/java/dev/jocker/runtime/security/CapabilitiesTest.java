package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Capability.CAP_CHOWN;
import static dev.jocker.runtime.security.Capability.CAP_KILL;
import static dev.jocker.runtime.security.Capability.CAP_NET_RAW;
import static dev.jocker.runtime.security.CapabilitySet.EMPTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.__user_cap_data_struct;
import dev.jocker.bindings.__user_cap_header_struct;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CapabilitiesTest {
    private static final CapabilitySet THREE = CapabilitySet.of(CAP_CHOWN, CAP_KILL, CAP_NET_RAW);
    private static final Credentials USER = new Credentials(1000, 1000, List.of(), 0022);

    @Test
    void rootHasThreeSets() {
        var sets = Capabilities.forUser(0, CapabilitySet.DEFAULT);
        assertThat(sets.bounding()).isEqualTo(CapabilitySet.DEFAULT);
        assertThat(sets.permitted()).isEqualTo(CapabilitySet.DEFAULT);
        assertThat(sets.effective()).isEqualTo(CapabilitySet.DEFAULT);
        assertThat(sets.inheritable()).isEqualTo(EMPTY);
        assertThat(sets.ambient()).isEqualTo(EMPTY);
    }

    @Test
    void anotherUserHasTheBoundingSetOnly() {
        var sets = Capabilities.forUser(1000, CapabilitySet.DEFAULT);
        assertThat(sets).isEqualTo(new Capabilities(CapabilitySet.DEFAULT, EMPTY, EMPTY, EMPTY, EMPTY));
    }

    @Test
    void dropsWhatIsThereAndNotWanted() {
        var sets = Capabilities.forUser(0, CapabilitySet.of(CAP_KILL));
        assertThat(Text.of(sets.beforeCredentials(THREE, Credentials.ROOT)))
                .containsExactly("prctl(PR_CAPBSET_DROP, CAP_CHOWN)", "prctl(PR_CAPBSET_DROP, CAP_NET_RAW)");
        assertThat(Text.of(sets.afterCredentials())).containsExactly("capset(capability header, capability sets)");
    }

    @Test
    void dropsCapabilitiesThatItCannotName() {
        var sets = Capabilities.forUser(0, EMPTY);
        assertThat(Text.of(sets.beforeCredentials(new CapabilitySet(1L << 45), Credentials.ROOT)))
                .containsExactly("prctl(PR_CAPBSET_DROP, 45)");
    }

    @Test
    void keepsThemOverAChangeOfUserWhereSomeAreWanted() {
        var wanted = new Capabilities(THREE, THREE, THREE, EMPTY, EMPTY);
        assertThat(Text.of(wanted.beforeCredentials(THREE, USER))).containsExactly("prctl(PR_SET_KEEPCAPS, 1)");
        assertThat(wanted.beforeCredentials(THREE, Credentials.ROOT)).isEmpty();
        assertThat(Capabilities.forUser(1000, THREE).beforeCredentials(THREE, USER))
                .isEmpty();
    }

    @Test
    void raisesAmbientOnesThatCanBeRaised() {
        var two = CapabilitySet.of(CAP_CHOWN, CAP_KILL);
        var sets = new Capabilities(THREE, two, two, CapabilitySet.of(CAP_KILL, CAP_NET_RAW), THREE);
        assertThat(Text.of(sets.afterCredentials()))
                .containsExactly(
                        "capset(capability header, capability sets)",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)",
                        "prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_KILL, 0, 0)");
    }

    @Test
    void leavesOutWhatTheKernelLacks() {
        var sets = Capabilities.forUser(0, THREE).within(CapabilitySet.of(CAP_KILL));
        assertThat(sets).isEqualTo(Capabilities.forUser(0, CapabilitySet.of(CAP_KILL)));
    }

    @Test
    void structuresAreTheHeaders() {
        assertThat(Capabilities.HEADER_BYTES).isEqualTo((int) __user_cap_header_struct.sizeof());
        assertThat(Capabilities.DATA_BYTES).isEqualTo((int) __user_cap_data_struct.sizeof());
        assertThat(__user_cap_header_struct.version$offset()).isZero();
        assertThat(__user_cap_data_struct.effective$offset()).isZero();
        assertThat(__user_cap_data_struct.permitted$offset()).isEqualTo(4);
        assertThat(__user_cap_data_struct.inheritable$offset()).isEqualTo(8);
    }
}
