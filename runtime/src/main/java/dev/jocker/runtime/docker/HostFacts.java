package dev.jocker.runtime.docker;

import dev.jocker.runtime.oci.Device;
import dev.jocker.runtime.oci.IdMapping;
import dev.jocker.runtime.oci.Process;
import dev.jocker.runtime.oci.Seccomp;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.SeccompChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link DockerSpec} has to know of this host and of this start, found out by others beforehand. Made by
 * {@link #of}.
 *
 * @param containerId the whole id
 * @param rootfs the prepared root file system
 * @param workingDirectory of this process, absolute: relative sources of mounts count from it
 * @param inheritedHostname the name in a UTS namespace that is not the container's own, or the one that comes with a shared
 *     network; null: unknown
 * @param consoleSize null: unknown
 * @param etcHostname what is bound on the container's /etc/hostname; null: nothing
 * @param etcHosts likewise on /etc/hosts
 * @param etcResolvConf likewise on /etc/resolv.conf
 * @param shm what is bound on /dev/shm where the IPC namespace is another container's; null: a new one is made
 * @param uidMappings of the new user namespace
 * @param gidMappings likewise
 * @param containerPids for each {@link NamespaceChoice.Container} of the options, as written there: its first process
 * @param devices what the options' devices are
 * @param blockDevices what the limits' devices are, by their paths
 * @param capabilities every capability that the kernel has, CAP_ names
 * @param extraMaskedPaths of the paths that exist on some hosts only: {@code /sys/devices/system/cpu/cpu0/thermal_throttle}, …
 * @param recursiveReadOnly whether {@code mount_setattr(2)} is there
 * @param guardsDevices whether the container's control group keeps it from devices that are not its own
 * @param limitsSwap whether memory and swap can be limited together
 * @param seccomp the filter for {@link SeccompChoice.Default} or {@link SeccompChoice.Profile}; null: see {@link
 *     DockerSpec#SECCOMP_ANNOTATION}
 */
public record HostFacts(
        String containerId,
        Path rootfs,
        String workingDirectory,
        String inheritedHostname,
        Process.ConsoleSize consoleSize,
        Path etcHostname,
        Path etcHosts,
        Path etcResolvConf,
        Path shm,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        Map<String, Long> containerPids,
        List<GrantedDevice> devices,
        Map<String, Device> blockDevices,
        List<String> capabilities,
        List<String> extraMaskedPaths,
        boolean recursiveReadOnly,
        boolean guardsDevices,
        boolean limitsSwap,
        Seccomp seccomp) {

    public HostFacts {
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
        containerPids = Map.copyOf(containerPids);
        devices = List.copyOf(devices);
        blockDevices = Map.copyOf(blockDevices);
        capabilities = List.copyOf(capabilities);
        extraMaskedPaths = List.copyOf(extraMaskedPaths);
    }

    /**
     * A device of the host's that the container gets.
     *
     * @param device the node, as it shall be in the container
     * @param source where the host has it
     * @param permissions what the device cgroup allows: some of r, w, m
     */
    public record GrantedDevice(Device device, String source, String permissions) {}

    /** Begins the facts: no files for /etc, no devices, the capabilities up to Linux 5.9, recursive read-only mounts, control groups. */
    public static Builder of(String containerId, Path rootfs) {
        return new Builder(containerId, rootfs);
    }

    /** Collects {@link HostFacts}; each method has the name of what it sets. */
    public static final class Builder {
        private final String containerId;
        private final Path rootfs;
        private String workingDirectory = "/";
        private String inheritedHostname;
        private Process.ConsoleSize consoleSize;
        private Path etcHostname;
        private Path etcHosts;
        private Path etcResolvConf;
        private Path shm;
        private List<IdMapping> uidMappings = List.of();
        private List<IdMapping> gidMappings = List.of();
        private final Map<String, Long> containerPids = new LinkedHashMap<>();
        private final List<GrantedDevice> devices = new ArrayList<>();
        private final Map<String, Device> blockDevices = new LinkedHashMap<>();
        private List<String> capabilities = DockerDefaults.ALL_CAPABILITIES;
        private List<String> extraMaskedPaths = List.of();
        private boolean recursiveReadOnly = true;
        private boolean guardsDevices = true;
        private boolean limitsSwap = true;
        private Seccomp seccomp;

        private Builder(String containerId, Path rootfs) {
            this.containerId = containerId;
            this.rootfs = rootfs;
        }

        public Builder workingDirectory(String path) {
            workingDirectory = path;
            return this;
        }

        public Builder inheritedHostname(String name) {
            inheritedHostname = name;
            return this;
        }

        public Builder consoleSize(Process.ConsoleSize size) {
            consoleSize = size;
            return this;
        }

        /** The three files of /etc; null where there is none. */
        public Builder etc(Path hostname, Path hosts, Path resolvConf) {
            etcHostname = hostname;
            etcHosts = hosts;
            etcResolvConf = resolvConf;
            return this;
        }

        public Builder shm(Path path) {
            shm = path;
            return this;
        }

        public Builder idMappings(List<IdMapping> uids, List<IdMapping> gids) {
            uidMappings = uids;
            gidMappings = gids;
            return this;
        }

        public Builder containerPid(String id, long pid) {
            containerPids.put(id, pid);
            return this;
        }

        public Builder device(GrantedDevice device) {
            devices.add(device);
            return this;
        }

        public Builder blockDevice(String path, Device device) {
            blockDevices.put(path, device);
            return this;
        }

        public Builder capabilities(List<String> all) {
            capabilities = all;
            return this;
        }

        public Builder extraMaskedPaths(List<String> paths) {
            extraMaskedPaths = paths;
            return this;
        }

        public Builder recursiveReadOnly(boolean possible) {
            recursiveReadOnly = possible;
            return this;
        }

        public Builder guardsDevices(boolean possible) {
            guardsDevices = possible;
            return this;
        }

        public Builder limitsSwap(boolean possible) {
            limitsSwap = possible;
            return this;
        }

        public Builder seccomp(Seccomp filter) {
            seccomp = filter;
            return this;
        }

        public HostFacts build() {
            return new HostFacts(
                    containerId,
                    rootfs,
                    workingDirectory,
                    inheritedHostname,
                    consoleSize,
                    etcHostname,
                    etcHosts,
                    etcResolvConf,
                    shm,
                    uidMappings,
                    gidMappings,
                    containerPids,
                    devices,
                    blockDevices,
                    capabilities,
                    extraMaskedPaths,
                    recursiveReadOnly,
                    guardsDevices,
                    limitsSwap,
                    seccomp);
        }
    }
}
