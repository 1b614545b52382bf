package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Capability.CAP_CHOWN;
import static dev.jocker.runtime.security.Capability.CAP_KILL;
import static dev.jocker.runtime.security.Capability.CAP_NET_ADMIN;
import static dev.jocker.runtime.security.Capability.CAP_SYS_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapabilitySetTest {
    private static final CapabilitySet ALL = new CapabilitySet((1L << 41) - 1);

    @Test
    void theDefaultIsDockers() {
        assertThat(CapabilitySet.DEFAULT).hasToString("00000000a80425fb");
        assertThat(CapabilitySet.DEFAULT.names()).hasSize(14).contains("CAP_CHOWN", "CAP_AUDIT_WRITE");
    }

    @Test
    void capabilitiesAreInTheOrderOfTheirNumbers() {
        int expected = 0;
        for (Capability each : Capability.values()) {
            assertThat(each.number()).isEqualTo(expected++);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NET_ADMIN", "net_admin", "CAP_NET_ADMIN", "cap_net_admin", "Cap_Net_Admin"})
    void namesMayLackPrefixAndCase(String name) {
        assertThat(Capability.named(name)).isSameAs(CAP_NET_ADMIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CAP_", "NET", "CAP_CAP_KILL", "ALL", "NET-ADMIN"})
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> Capability.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown capability: " + name);
    }

    @Test
    void addsAndDropsOne() {
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of("net_admin"), List.of("CAP_CHOWN"), ALL))
                .isEqualTo(CapabilitySet.DEFAULT
                        .with(CapabilitySet.of(CAP_NET_ADMIN))
                        .without(CapabilitySet.of(CAP_CHOWN)));
    }

    @Test
    void addingWinsOverDroppingTheSame() {
        assertThat(CapabilitySet.DEFAULT
                        .adjusted(List.of("KILL"), List.of("KILL"), ALL)
                        .has(CAP_KILL))
                .isTrue();
    }

    @Test
    void addingAllLeavesOutWhatIsDropped() {
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of("all"), List.of("sys_admin"), ALL))
                .isEqualTo(ALL.without(CapabilitySet.of(CAP_SYS_ADMIN)));
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of("ALL"), List.of("ALL"), ALL))
                .isEqualTo(ALL);
    }

    @Test
    void droppingAllLeavesWhatIsAdded() {
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of("CHOWN"), List.of("ALL"), ALL))
                .isEqualTo(CapabilitySet.of(CAP_CHOWN));
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of(), List.of("All", "KILL"), ALL))
                .isEqualTo(CapabilitySet.EMPTY);
    }

    @Test
    void refusesWhatIsNotAvailable() {
        var without = ALL.without(CapabilitySet.of(CAP_SYS_ADMIN));
        assertThatThrownBy(() -> CapabilitySet.DEFAULT.adjusted(List.of("SYS_ADMIN"), List.of(), without))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("CAP_SYS_ADMIN is not available")
                .hasMessageNotContaining("\n");
    }

    @Test
    void allIsWhatIsAvailable() {
        var few = CapabilitySet.of(CAP_CHOWN, CAP_KILL);
        assertThat(CapabilitySet.DEFAULT.adjusted(List.of("ALL"), List.of(), few))
                .isEqualTo(few);
    }

    @Test
    void readsTheBoundingSetFromStatus() throws IOException {
        String status = "Name:\tx\nCapEff:\t0000000000000001\nCapBnd:\t000001fffeffffff\nCapAmb:\t0000000000000000\n";
        assertThat(CapabilitySet.parseStatus(status)).isEqualTo(new CapabilitySet(0x1fffeffffffL));
        assertThatThrownBy(() -> CapabilitySet.parseStatus("Name:\tx\n")).isInstanceOf(IOException.class);
    }

    @Test
    void knowsWhatTheKernelKnows() throws IOException {
        String last;
        try (var reader = Files.newBufferedReader(Path.of("/proc/sys/kernel/cap_last_cap"))) {
            last = reader.readLine();
        }
        CapabilitySet known = CapabilitySet.ofKernel();
        assertThat(Long.bitCount(known.bits())).isEqualTo(Integer.parseInt(last) + 1);
        assertThat(CapabilitySet.ofThisProcess().without(known).isEmpty()).isTrue();
    }

    @Test
    void keepsCapabilitiesThatItCannotName() {
        assertThat(new CapabilitySet(1L << 50 | 1)).hasToString("0004000000000001");
    }
}
