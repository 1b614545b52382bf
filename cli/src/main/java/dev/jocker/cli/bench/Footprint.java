package dev.jocker.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory that processes take, in KiB. Their own pages are counted one by one; those of the kernel cannot be told from those of others,
 * so they are the whole host's, and only differences mean something.
 *
 * @param pages anonymous pages of the processes, {@code Anonymous} in {@code proc_pid_smaps(5)}
 * @param shared memory files of the host, {@code Shmem} in {@code proc_meminfo(5)}; sealed images are some
 * @param stacks of the kernel, one for each process, {@code KernelStack}
 * @param tables page tables, {@code PageTables}
 * @param slab what else the kernel has noted and cannot forget, {@code SUnreclaim}
 */
public record Footprint(double pages, double shared, double stacks, double tables, double slab) {
    /** Of the host now, with the pages of these processes. */
    static Footprint now(List<Integer> pids) throws IOException {
        long pages = 0;
        for (int pid : pids) {
            try {
                pages += values(Path.of("/proc/" + pid + "/smaps_rollup")).getOrDefault("Anonymous", 0L);
            } catch (NoSuchFileException e) {
                // it has ended
            }
        }
        Map<String, Long> host = values(Path.of("/proc/meminfo"));
        return new Footprint(
                pages, host.get("Shmem"), host.get("KernelStack"), host.get("PageTables"), host.get("SUnreclaim"));
    }

    /** What has been added since {@code before}, for each of {@code count}. */
    Footprint minus(Footprint before, int count) {
        return new Footprint(
                (pages - before.pages) / count,
                (shared - before.shared) / count,
                (stacks - before.stacks) / count,
                (tables - before.tables) / count,
                (slab - before.slab) / count);
    }

    double total() {
        return pages + shared + stacks + tables + slab;
    }

    /** Lines {@code Name:   12 kB}. */
    static Map<String, Long> values(Path file) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).trim();
            if (colon > 0 && value.endsWith(" kB")) {
                values.put(line.substring(0, colon), Long.parseLong(value.substring(0, value.length() - 3)));
            }
        }
        return values;
    }
}
