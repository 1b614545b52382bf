package dev.jocker.runtime.oci;

import java.util.List;

/**
 * One more mount, {@code mount(8)} in words.
 *
 * @param destination an absolute path in the container
 * @param type a file system; null or "bind" with a bind option
 * @param source a path (relative ones count from the bundle) or a name; null: none
 * @param options words of fstab(5) and of the specification
 * @param uidMappings for an id-mapped mount
 * @param gidMappings likewise
 */
public record Mount(
        String destination,
        String type,
        String source,
        List<String> options,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings) {
    public Mount {
        options = Frozen.list(options);
        uidMappings = Frozen.list(uidMappings);
        gidMappings = Frozen.list(gidMappings);
    }

    /** A mount without id mappings. */
    public Mount(String destination, String type, String source, List<String> options) {
        this(destination, type, source, options, List.of(), List.of());
    }

    /** The same with other options. */
    public Mount withOptions(List<String> others) {
        return new Mount(destination, type, source, others, uidMappings, gidMappings);
    }
}
