package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Limits;
import java.util.ArrayList;
import java.util.List;

/** {@link Limits} as members of docker's {@code HostConfig}. */
final class LimitsJson {
    private LimitsJson() {}

    /** All of them, those that there are none of too, as docker's {@code inspect} has them. */
    static void putAll(Limits limits, JsonObject hostConfig) {
        hostConfig
                .put("Memory", 0)
                .put("MemorySwap", 0)
                .put("MemoryReservation", 0)
                .put("MemorySwappiness", null)
                .put("OomKillDisable", false)
                .put("NanoCpus", 0)
                .put("CpuShares", 0)
                .put("CpuPeriod", 0)
                .put("CpuQuota", 0)
                .put("CpusetCpus", "")
                .put("CpusetMems", "")
                .put("PidsLimit", null)
                .put("BlkioWeight", 0)
                .put("BlkioWeightDevice", List.of())
                .put("BlkioDeviceReadBps", List.of())
                .put("BlkioDeviceWriteBps", List.of())
                .put("BlkioDeviceReadIOps", List.of())
                .put("BlkioDeviceWriteIOps", List.of());
        put(limits, hostConfig);
    }

    /** Those that are given, over what there is. */
    static void put(Limits limits, JsonObject hostConfig) {
        given(hostConfig, "Memory", limits.memory());
        given(hostConfig, "MemorySwap", limits.memorySwap());
        given(hostConfig, "MemoryReservation", limits.memoryReservation());
        given(hostConfig, "MemorySwappiness", limits.memorySwappiness());
        given(hostConfig, "OomKillDisable", limits.oomKillDisable() ? Boolean.TRUE : null);
        given(hostConfig, "NanoCpus", limits.nanoCpus());
        given(hostConfig, "CpuShares", limits.cpuShares());
        given(hostConfig, "CpuPeriod", limits.cpuPeriod());
        given(hostConfig, "CpuQuota", limits.cpuQuota());
        given(hostConfig, "CpusetCpus", limits.cpusetCpus());
        given(hostConfig, "CpusetMems", limits.cpusetMems());
        given(hostConfig, "PidsLimit", limits.pids());
        given(hostConfig, "BlkioWeight", limits.blkioWeight());
        given(hostConfig, "BlkioWeightDevice", devices(limits.blkioWeightDevices(), "Weight"));
        given(hostConfig, "BlkioDeviceReadBps", devices(limits.readBps(), "Rate"));
        given(hostConfig, "BlkioDeviceWriteBps", devices(limits.writeBps(), "Rate"));
        given(hostConfig, "BlkioDeviceReadIOps", devices(limits.readIops(), "Rate"));
        given(hostConfig, "BlkioDeviceWriteIOps", devices(limits.writeIops(), "Rate"));
    }

    private static void given(JsonObject hostConfig, String name, Object value) {
        if (value != null) {
            hostConfig.put(name, value);
        }
    }

    private static List<JsonObject> devices(List<Limits.DeviceLimit> limits, String value) {
        if (limits.isEmpty()) {
            return null;
        }
        List<JsonObject> devices = new ArrayList<>();
        for (Limits.DeviceLimit limit : limits) {
            devices.add(new JsonObject().put("Path", limit.path()).put(value, limit.value()));
        }
        return devices;
    }
}
