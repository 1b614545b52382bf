package dev.jocker.runtime.container;

import dev.jocker.bindings.stat_h;
import dev.jocker.runtime.mount.Devices;
import dev.jocker.runtime.oci.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the host's devices that a container is to have are: numbers, modes and owners. */
final class DeviceFacts {
    private DeviceFacts() {}

    static void addTo(HostFacts.Builder facts, List<DeviceMapping> mappings) throws IOException {
        for (DeviceMapping mapping : mappings) {
            facts.device(device(Path.of(mapping.source()), mapping.target()), mapping.permissions());
        }
    }

    private static Device device(Path source, String target) throws IOException {
        if (!Files.exists(source)) {
            throw new ContainerException.NotFound("there is no device " + source + " on this host");
        }
        Map<String, Object> status = Files.readAttributes(source, "unix:mode,rdev,uid,gid");
        int mode = (int) status.get("mode");
        int type = mode & stat_h.S_IFMT();
        if (type != stat_h.S_IFCHR() && type != stat_h.S_IFBLK()) {
            throw new IllegalArgumentException("--device " + source + ": that is not a device");
        }
        long number = (long) status.get("rdev");
        return new Device(
                target,
                type == stat_h.S_IFBLK() ? "b" : "c",
                Devices.major(number),
                Devices.minor(number),
                mode & 07777,
                Long.valueOf((int) status.get("uid")),
                Long.valueOf((int) status.get("gid")));
    }
}
