package dev.jocker.runtime.container;

import dev.jocker.runtime.docker.HostFacts;
import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.options.DeviceMapping;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the host's devices that a container is to have are: numbers, modes and owners. */
final class DeviceFacts {
    /** Not of the hardware, but the container's own: its terminals, its memory, its messages. */
    private static final Set<String> OWN = Set.of("pts", "shm", "mqueue", "console", "ptmx", "fd");

    private DeviceFacts() {}

    /**
     * The devices that the options name; before them, for a privileged container, all nodes of the host's /dev, whose place those
     * take. But none of these in a user namespace: nobody may make them there, and most do not open.
     */
    static void addTo(HostFacts.Builder facts, RunOptions options) throws IOException {
        Map<String, HostFacts.GrantedDevice> granted = new LinkedHashMap<>();
        if (options.security().privileged() && options.namespaces().user() instanceof NamespaceChoice.Host) {
            for (Device device : ofHost(Path.of("/dev"))) {
                granted.put(device.path(), new HostFacts.GrantedDevice(device, device.path(), "rwm"));
            }
        }
        for (DeviceMapping mapping : options.storage().devices()) {
            Device device = device(Path.of(mapping.source()), mapping.target());
            granted.put(device.path(), new HostFacts.GrantedDevice(device, mapping.source(), mapping.permissions()));
        }
        for (HostFacts.GrantedDevice each : granted.values()) {
            facts.device(each);
        }
        addTo(facts, options.group().limits());
    }

    /** The block devices that limits name. */
    static void addTo(HostFacts.Builder facts, Limits limits) throws IOException {
        for (Limits.DeviceLimit limit : limits.devices()) {
            Device device = device(Path.of(limit.path()), limit.path());
            if (!device.type().equals("b")) {
                throw new ContainerException.NotFound(limit.path() + ", which is to be limited, is no block device");
            }
            facts.blockDevice(limit.path(), device);
        }
    }

    /** The nodes below {@code top}, links aside. What goes away meanwhile is left out. */
    private static List<Device> ofHost(Path top) throws IOException {
        List<Device> found = new ArrayList<>();
        Deque<Path> directories = new ArrayDeque<>(List.of(top));
        while (!directories.isEmpty()) {
            Path directory = directories.pop();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    FileStatus status = FileStatus.ofExisting(entry.toString());
                    if (status == null
                            || directory.equals(top)
                                    && OWN.contains(entry.getFileName().toString())) {
                        continue;
                    }
                    if (status.isDirectory()) {
                        directories.push(entry);
                    } else if (status.isDevice()) {
                        found.add(device(entry.toString(), status));
                    }
                }
            } catch (NoSuchFileException e) {
                // the directory has gone away
            }
        }
        return found;
    }

    private static Device device(String path, FileStatus status) {
        return new Device(
                path,
                status.isBlockDevice() ? "b" : "c",
                status.deviceMajor(),
                status.deviceMinor(),
                status.permissions(),
                Integer.toUnsignedLong(status.uid()),
                Integer.toUnsignedLong(status.gid()));
    }

    /** Of what {@code source} leads to. */
    private static Device device(Path source, String target) throws IOException {
        FileStatus status =
                Files.exists(source) ? FileStatus.ofExisting(source.toRealPath().toString()) : null;
        if (status == null) {
            throw new ContainerException.NotFound("there is no device " + source + " on this host");
        }
        if (!status.isDevice()) {
            throw new ContainerException.NotFound(source + ", which is to be a device of the container, is none");
        }
        return device(target, status);
    }
}
