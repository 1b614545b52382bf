package dev.jocker.runtime.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.oci.Resources.DeviceRule;
import dev.jocker.runtime.options.Limits.DeviceLimit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    private static LimitsBuilder limits() {
        return new LimitsBuilder();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void tooLittleMemoryIsRefusedBeforeItCouldFailTheStart() {
        refused(() -> limits().memory(64 << 10), "memory limit 64k: the container could not even start: at least 6m");
        refused(() -> limits().memory(1), "memory limit 1: the container could not even start: at least 6m");
        assertThat(limits().memory(6 << 20).build().memory()).isEqualTo(6 << 20);
        assertThat(limits().memory(0).build().memory()).isZero();
    }

    @Test
    void limitsOfMemoryHaveToGoTogether() {
        refused(
                () -> RunOptions.image("host")
                        .limits(limits().memorySwap(1 << 30).build())
                        .build(),
                "--memory-swap needs --memory: it is the limit of both together");
        refused(
                () -> limits().memory(64 << 20).memorySwap(32 << 20).build(),
                "--memory-swap has the memory in it, so it can't be less than --memory");
        refused(
                () -> limits().memory(64 << 20).memoryReservation(65 << 20).build(),
                "--memory can not be less than --memory-reservation");
        assertThat(limits().memorySwap(-1).build().memorySwap()).isEqualTo(-1);
        refused(() -> limits().memorySwappiness(101), "--memory-swappiness \"101\": the valid range is 0 to 100");
    }

    @Test
    void processorsHaveFractions() {
        assertThat(limits().cpus("1").build().nanoCpus()).isEqualTo(1_000_000_000);
        assertThat(limits().cpus(".25").build().nanoCpus()).isEqualTo(250_000_000);
        assertThat(limits().cpus("0").build().nanoCpus()).isZero();
        refused(() -> limits().cpus("x"), "--cpus \"x\": expected a number of processors such as 1.5");
        refused(() -> limits().cpus("."), "--cpus \".\": expected a number of processors such as 1.5");
        refused(() -> limits().cpus("0.1234567891"), "--cpus \"0.1234567891\": the value is too precise");
        assertThatThrownBy(() -> limits().cpus("0.001")).hasMessageContaining("the range is 0.01 to ");
        assertThatThrownBy(() -> limits().cpus("100000")).hasMessageContaining("the range is 0.01 to ");
    }

    @Test
    void processorTimeIsSaidInOneWay() {
        refused(
                () -> limits().cpus("1").cpuQuota(5000).build(),
                "conflicting options: --cpus and --cpu-quota cannot both be set");
        refused(
                () -> limits().cpus("1").cpuPeriod(5000).build(),
                "conflicting options: --cpus and --cpu-period cannot both be set");
        refused(
                () -> limits().cpuPeriod(999),
                "--cpu-period \"999\": the period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        refused(() -> limits().cpuQuota(999), "--cpu-quota \"999\": the quota can not be less than 1ms (i.e. 1000)");
        assertThat(limits().cpuQuota(-5).build().cpuQuota()).isEqualTo(-1);
    }

    @Test
    void listsOfProcessorsAreLists() {
        assertThat(limits().cpusetCpus("0-2,4").build().cpusetCpus()).isEqualTo("0-2,4");
        for (String bad : new String[] {"a", "1-", "2-1", "1,,2", "0 1", "1-2-3", "999999"}) {
            refused(
                    () -> limits().cpusetCpus(bad),
                    "--cpuset-cpus \"" + bad + "\": expected numbers and ranges such as 0-2,4");
        }
    }

    @Test
    void weightsAndRatesOfDevices() {
        assertThat(DeviceLimit.parseBytes("--device-read-bps", "/dev/sda:1mb"))
                .isEqualTo(new DeviceLimit("/dev/sda", 1 << 20));
        assertThat(DeviceLimit.parseNumber("--device-read-iops", "/dev/a:b:12"))
                .isEqualTo(new DeviceLimit("/dev/a:b", 12));
        refused(
                () -> DeviceLimit.parseNumber("--device-read-iops", "/dev/sda:1k"),
                "--device-read-iops \"/dev/sda:1k\": expected PATH:NUMBER, such as /dev/sda:100");
        refused(
                () -> DeviceLimit.parseBytes("--device-read-bps", "sda:1mb"),
                "--device-read-bps \"sda:1mb\": expected PATH:RATE, such as /dev/sda:1mb; the unit may be kb, mb or gb");
        refused(() -> limits().blkioWeight(9), "--blkio-weight \"9\": the range of weights is from 10 to 1000");
        refused(
                () -> limits().blkioWeightDevice(new DeviceLimit("/dev/sda", 1001)),
                "--blkio-weight-device \"1001\": the range of weights is from 10 to 1000");
    }

    @Test
    void anyNumberOfProcessesIsUnlimited() {
        assertThat(limits().pids(0).build().pids()).isEqualTo(-1);
        assertThat(limits().pids(5).build().pids()).isEqualTo(5);
    }

    @Test
    void rulesForDevices() {
        assertThat(DeviceCgroupRule.parse("c 42:* rmw")).isEqualTo(new DeviceRule(true, "c", 42L, null, "rmw"));
        assertThat(DeviceCgroupRule.parse("a *:* r")).isEqualTo(new DeviceRule(true, "a", null, null, "r"));
        for (String bad :
                new String[] {"c 42:*", "d 1:1 r", "c 1 r", "c 1:x r", "c 1:1 x", "c  1:1 r", "c :1 r", "c 1:1 "}) {
            refused(
                    () -> DeviceCgroupRule.parse(bad),
                    "--device-cgroup-rule \"" + bad + "\": expected TYPE MAJOR:MINOR ACCESS, such as \"c 42:* rmw\"");
        }
    }

    @Test
    void theParentIsBelowTheRoot() {
        for (String bad : new String[] {"/", "..", "/a/../../b", "."}) {
            assertThatThrownBy(() -> RunOptions.image("host").cgroupParent(bad))
                    .hasMessageContaining("--cgroup-parent \"" + bad + "\": expected a path below the root");
        }
        assertThat(RunOptions.image("host").cgroupParent("").build().group().parent())
                .isNull();
    }
}
