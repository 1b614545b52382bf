package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.docker.DockerResources;
import dev.jocker.runtime.docker.HostFacts;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.LimitsBuilder;
import dev.jocker.runtime.process.ContainerException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class LimitChangeTest {
    private static final long MEGA = 1 << 20;

    private static JsonObject recorded(LimitsBuilder limits) {
        var hostConfig = new JsonObject();
        LimitsJson.putAll(limits.build(), hostConfig);
        return hostConfig;
    }

    private static JsonObject memory(long megabytes, long both) {
        return recorded(Limits.builder().memory(megabytes * MEGA).memorySwap(both < 0 ? both : both * MEGA));
    }

    private static Limits change(JsonObject recorded, LimitsBuilder change) {
        return LimitChange.of(recorded, change.build(), true);
    }

    private static Resources resources(JsonObject recorded, LimitsBuilder change) {
        return DockerResources.ofUpdate(
                change(recorded, change),
                HostFacts.of("1".repeat(64), Path.of("/")).build());
    }

    private static void refused(JsonObject recorded, LimitsBuilder change, String message) {
        assertThatThrownBy(() -> change(recorded, change))
                .isInstanceOf(ContainerException.WrongState.class)
                .hasMessage(message);
    }

    @Test
    void memoryAboveMemoryAndSwapTogetherIsRefused() {
        refused(
                memory(64, 128),
                Limits.builder().memory(129 * MEGA),
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
        assertThat(change(memory(64, 128), Limits.builder().memory(128 * MEGA)).memorySwap())
                .isEqualTo(128 * MEGA);
        assertThat(change(memory(64, -1), Limits.builder().memory(129 * MEGA)).memorySwap())
                .isEqualTo(-1);
        assertThat(change(memory(0, 0), Limits.builder().memory(129 * MEGA)).memorySwap())
                .isEqualTo(258 * MEGA);
    }

    @Test
    void whatIsNotChangedHasToGoWithWhatIs() {
        refused(
                memory(64, 128),
                Limits.builder().memorySwap(63 * MEGA),
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refused(
                memory(0, 0),
                Limits.builder().memorySwap(63 * MEGA),
                "You should always set the Memory limit when using Memoryswap limit, see usage");
        refused(
                recorded(Limits.builder().memoryReservation(64 * MEGA)),
                Limits.builder().memory(63 * MEGA),
                "Minimum memory limit can not be less than memory reservation limit, see usage");
        refused(
                recorded(Limits.builder().cpus("1")),
                Limits.builder().cpuQuota(5000),
                "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
        refused(
                recorded(Limits.builder().cpuPeriod(5000)),
                Limits.builder().cpus("1"),
                "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
    }

    @Test
    void versionTwoWantsTheMemoryToTellTheSwap() {
        assertThat(resources(memory(64, 128), Limits.builder().memorySwap(256 * MEGA))
                        .memory()
                        .limit())
                .isEqualTo(64 * MEGA);
    }

    @Test
    void noneTakesALimitAway() {
        Resources.Memory memory =
                resources(memory(64, 128), Limits.builder().memory(0)).memory();
        assertThat(memory.limit()).isEqualTo(-1);
        assertThat(memory.swap()).isEqualTo(-1);
        Resources.Cpu cpu = resources(
                        recorded(Limits.builder().cpus("1").cpuShares(5)),
                        Limits.builder().cpus("0").cpuShares(0))
                .cpu();
        assertThat(cpu.quota()).isEqualTo(-1);
        assertThat(cpu.shares()).isEqualTo(1024);
        Resources other = resources(
                recorded(Limits.builder().cpus("1")), Limits.builder().cpus("0").cpuQuota(5000));
        assertThat(other.cpu().quota()).isEqualTo(5000);
    }

    @Test
    void whatThereIsNoneOfIsNotTakenAway() {
        Resources none = resources(
                memory(0, 0),
                Limits.builder()
                        .memory(0)
                        .memorySwap(0)
                        .memoryReservation(0)
                        .cpus("0")
                        .cpuShares(0)
                        .cpuQuota(0));
        assertThat(none.memory()).isNull();
        assertThat(none.cpu()).isNull();
    }
}
