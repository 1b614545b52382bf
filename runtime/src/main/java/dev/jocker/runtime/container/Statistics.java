package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupReadings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what a container uses. */
final class Statistics {
    private static final long KIB = 1024;
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    private Statistics() {}

    static Stats of(Kept container) throws IOException {
        ContainerRecord record = container.record();
        ContainerState state = container.state(record);
        Instant now = Instant.now();
        int cpus = Runtime.getRuntime().availableProcessors();
        int pid = ContainerProcess.pid(state);
        if (!state.status().isUp() || pid == 0) {
            return new Stats(container.id(), record.name(), now, 0, cpus, 0, 0, 0, 0, 0, 0, 0, -1, List.of());
        }
        CgroupReadings readings = container.groups().readings();
        CgroupReadings.Memory memory = readings.memory();
        CgroupReadings.BlockIo blocks = readings.blockIo();
        CgroupReadings.Pids pids = readings.pids();
        long[] traffic = traffic(state, pid);
        return new Stats(
                container.id(),
                record.name(),
                now,
                readings.cpu() == null ? 0 : readings.cpu().total(),
                cpus,
                memory == null ? 0 : memory.workingSet(),
                memory == null || memory.limit() < 0 ? machineMemory() : Math.min(memory.limit(), machineMemory()),
                traffic[0],
                traffic[1],
                blocks == null ? 0 : blocks.readBytes(),
                blocks == null ? 0 : blocks.writtenBytes(),
                pids == null ? 0 : pids.current(),
                pids == null ? -1 : pids.limit(),
                pressure(readings));
    }

    private static List<Stats.Pressure> pressure(CgroupReadings readings) {
        List<Stats.Pressure> pressure = new ArrayList<>();
        for (CgroupReadings.Pressure each : readings.pressure()) {
            pressure.add(new Stats.Pressure(
                    each.resource(),
                    each.some() == null ? 0 : each.some().avg10(),
                    each.full() == null ? 0 : each.full().avg10()));
        }
        return pressure;
    }

    /** None of a process that has ended meanwhile: its pid may be another's. */
    private static long[] traffic(ContainerState state, int pid) throws IOException {
        String table = "";
        try {
            table = Files.readString(
                    Path.of("/proc/".concat(Integer.toString(pid)).concat("/net/dev")));
        } catch (FileSystemException e) {
            // it has none any more
        }
        return traffic(ContainerProcess.pid(state) == pid ? table : "");
    }

    /** The bytes that all links but the loopback have received and sent, as the process sees them: {@code proc_pid_net(5)}. */
    static long[] traffic(String table) {
        long[] sums = new long[2];
        for (String line : table.split("\n")) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).trim().equals("lo")) {
                continue; // the heads of the columns have none
            }
            String[] numbers = line.substring(colon + 1).trim().split(" +");
            sums[0] += Long.parseLong(numbers[RECEIVED]);
            sums[1] += Long.parseLong(numbers[SENT]);
        }
        return sums;
    }

    /** {@code proc_meminfo(5)}. */
    static long machineMemory() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith("MemTotal:")) {
                return KIB
                        * Long.parseLong(line.substring("MemTotal:".length(), line.lastIndexOf(' '))
                                .trim());
            }
        }
        return 0;
    }
}
