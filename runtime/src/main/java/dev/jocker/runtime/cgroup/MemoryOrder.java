package dev.jocker.runtime.cgroup;

import dev.jocker.runtime.oci.Resources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * In which order a running container's limits of memory, and of memory and swap together, are written to version 1: at no moment may
 * the first be more than the second. So when they are raised, the second goes first.
 */
final class MemoryOrder {
    private MemoryOrder() {}

    static List<CgroupStep> of(Cgroup cgroup, Resources resources, List<CgroupStep> steps) throws IOException {
        Resources.Memory memory = resources.memory();
        Cgroup.Group group = cgroup.of("memory");
        if (memory == null || group == null) {
            return steps;
        }
        if (Boolean.TRUE.equals(memory.checkBeforeUpdate()) && memory.limit() != null) {
            check(cgroup, memory.limit());
        }
        if (group.hierarchy().versionTwo() || memory.limit() == null || memory.swap() == null) {
            return steps;
        }
        String both = ControlFile.readIfThere(group.path().resolve("memory.memsw.limit_in_bytes"));
        long now = both == null ? 0 : ControlFile.number(both, 0);
        return memory.swap() < 0 || memory.swap() > now ? swapFirst(steps) : steps;
    }

    private static void check(Cgroup cgroup, long limit) throws IOException {
        CgroupReadings.Memory used = cgroup.readings().memory();
        if (limit >= 0 && used != null && used.usage() > limit) {
            throw new CgroupException("controller memory: the container uses " + used.usage()
                    + " bytes, more than the limit " + limit + ": take a larger one");
        }
    }

    static List<CgroupStep> swapFirst(List<CgroupStep> steps) {
        List<CgroupStep> ordered = new ArrayList<>(steps);
        int limit = indexOf(steps, "memory.limit_in_bytes");
        int both = indexOf(steps, "memory.memsw.limit_in_bytes");
        if (limit >= 0 && both > limit) {
            ordered.add(limit, ordered.remove(both));
        }
        return ordered;
    }

    private static int indexOf(List<CgroupStep> steps, String file) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof CgroupStep.Write write
                    && write.setting().file().equals(file)) {
                return i;
            }
        }
        return -1;
    }
}
