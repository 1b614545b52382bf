package dev.jocker.runtime.container;

import java.util.List;

/**
 * What was freed.
 *
 * @param containers ids of containers that were removed
 * @param networks names of networks that were removed
 * @param volumes names of volumes that were removed
 * @param leftovers what crashed commands had left, one line each
 * @param warnings what could not be removed though it was to be, and why, one line each
 * @param bytes on the disk
 */
public record Pruned(
        List<String> containers,
        List<String> networks,
        List<String> volumes,
        List<String> leftovers,
        List<String> warnings,
        long bytes) {
    public Pruned {
        containers = List.copyOf(containers);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        leftovers = List.copyOf(leftovers);
        warnings = List.copyOf(warnings);
    }
}
