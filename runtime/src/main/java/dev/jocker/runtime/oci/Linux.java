package dev.jocker.runtime.oci;

import java.util.List;
import java.util.Map;

/**
 * What is Linux's own.
 *
 * @param uidMappings of the user namespace
 * @param gidMappings likewise
 * @param sysctl kernel parameters by dotted names
 * @param resources null: no limits
 * @param cgroupsPath null: the runtime chooses
 * @param namespaces new ones and joined ones; a kind that is not here is the host's
 * @param devices beyond the six that every container has
 * @param netDevices links of the host that are moved in, by their names
 * @param seccomp null: no filter (but see {@code DockerSpec}'s annotation for the default one)
 * @param rootfsPropagation shared, slave, private, unbindable or with r; null: rprivate
 * @param maskedPaths seen as empty
 * @param readonlyPaths can't be written
 * @param mountLabel null: none
 * @param personality null: unchanged
 * @param timeOffsets of the time namespace: monotonic, boottime
 */
public record Linux(
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        Map<String, String> sysctl,
        Resources resources,
        String cgroupsPath,
        List<Namespace> namespaces,
        List<Device> devices,
        Map<String, NetDevice> netDevices,
        Seccomp seccomp,
        String rootfsPropagation,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        String mountLabel,
        Personality personality,
        Map<String, TimeOffset> timeOffsets) {
    public Linux {
        uidMappings = Frozen.list(uidMappings);
        gidMappings = Frozen.list(gidMappings);
        sysctl = Frozen.map(sysctl);
        namespaces = Frozen.list(namespaces);
        devices = Frozen.list(devices);
        netDevices = Frozen.map(netDevices);
        maskedPaths = Frozen.list(maskedPaths);
        readonlyPaths = Frozen.list(readonlyPaths);
        timeOffsets = Frozen.map(timeOffsets);
    }

    /** The namespace of that kind, new or joined, or null where the host's is used. */
    public Namespace namespace(Namespace.Type type) {
        for (Namespace namespace : namespaces) {
            if (namespace.type() == type) {
                return namespace;
            }
        }
        return null;
    }

    /** The same with other limits. */
    public Linux with(Resources limits) {
        return with(limits, namespaces);
    }

    /** The same with other namespaces. */
    public Linux with(List<Namespace> others) {
        return with(resources, others);
    }

    private Linux with(Resources limits, List<Namespace> others) {
        return new Linux(
                uidMappings,
                gidMappings,
                sysctl,
                limits,
                cgroupsPath,
                others,
                devices,
                netDevices,
                seccomp,
                rootfsPropagation,
                maskedPaths,
                readonlyPaths,
                mountLabel,
                personality,
                timeOffsets);
    }

    /**
     * A link that is moved into the container.
     *
     * @param name what it is called there; null: as before
     */
    public record NetDevice(String name) {}

    /**
     * {@code personality(2)}.
     *
     * @param domain LINUX or LINUX32
     * @param flags none are defined
     */
    public record Personality(String domain, List<String> flags) {
        public Personality {
            flags = Frozen.list(flags);
        }
    }
}
