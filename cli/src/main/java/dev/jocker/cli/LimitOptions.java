package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Options;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.runtime.options.ByteSize;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.Limits.DeviceLimit;
import dev.jocker.runtime.options.LimitsBuilder;

/** The options that say how much of the machine a container may use, and the {@link Limits} they make. */
final class LimitOptions {
    private final Text memory;
    private final Text memorySwap;
    private final Text memoryReservation;
    private final Text memorySwappiness;
    private final Switch oomKillDisable;
    private final Text cpus;
    private final Text cpuShares;
    private final Text cpuPeriod;
    private final Text cpuQuota;
    private final Text cpusetCpus;
    private final Text cpusetMems;
    private final Text pids;
    private final Text blkioWeight;
    private final Texts blkioWeightDevices;
    private final Texts readBps;
    private final Texts writeBps;
    private final Texts readIops;
    private final Texts writeIops;

    LimitOptions(Options options) {
        options.section("Limits");
        memory = options.text("SIZE", "Memory", "-m", "--memory");
        memorySwap = options.text(
                "SIZE", "Memory and swap together, -1 for any; twice the memory if not given", "--memory-swap");
        memoryReservation = options.text("SIZE", "Memory that is left to it when it is short", "--memory-reservation");
        memorySwappiness = options.text("PERCENT", "How soon it is swapped out, 0 to 100", "--memory-swappiness");
        oomKillDisable = options.flag("At the limit of memory wait, do not be killed", "--oom-kill-disable");
        cpus = options.text("NUMBER", "Processors, with a fraction", "--cpus");
        cpuShares = options.text(
                "NUMBER", "Part of the time when processors are short; others have 1024", "-c", "--cpu-shares");
        cpuPeriod = options.text("MICROSECONDS", "Period of --cpu-quota", "--cpu-period");
        cpuQuota = options.text("MICROSECONDS", "Time in each period", "--cpu-quota");
        cpusetCpus = options.text("LIST", "Processors that it may use: 0-2,4", "--cpuset-cpus");
        cpusetMems = options.text("LIST", "Memory nodes that it may use", "--cpuset-mems");
        pids = options.text("NUMBER", "Processes and threads; -1 for any number", "--pids-limit");
        blkioWeight = options.text("WEIGHT", "Part of block I/O, 10 to 1000", "--blkio-weight");
        blkioWeightDevices = options.texts("DEVICE:WEIGHT", "Part of one device's I/O", "--blkio-weight-device");
        readBps = options.texts("DEVICE:SIZE", "Bytes a second from a device", "--device-read-bps");
        writeBps = options.texts("DEVICE:SIZE", "Bytes a second to a device", "--device-write-bps");
        readIops = options.texts("DEVICE:NUMBER", "Reads a second from a device", "--device-read-iops");
        writeIops = options.texts("DEVICE:NUMBER", "Writes a second to a device", "--device-write-iops");
    }

    /**
     * What the parsed options say.
     *
     * @throws IllegalArgumentException if a value is wrong, or they do not go together
     */
    Limits limits() {
        LimitsBuilder builder = Limits.builder();
        memory(builder);
        processors(builder);
        if (pids.given()) {
            builder.pids(number("--pids-limit", pids));
        }
        blockIo(builder);
        return builder.build();
    }

    private void memory(LimitsBuilder builder) {
        if (memory.given()) {
            builder.memory(ByteSize.parse("--memory", memory.value()));
        }
        if (memorySwap.given()) {
            boolean unlimited = memorySwap.value().equals("-1");
            builder.memorySwap(unlimited ? -1 : ByteSize.parse("--memory-swap", memorySwap.value()));
        }
        if (memoryReservation.given()) {
            builder.memoryReservation(ByteSize.parse("--memory-reservation", memoryReservation.value()));
        }
        if (memorySwappiness.given()) {
            long percent = number("--memory-swappiness", memorySwappiness);
            if (percent < -1 || percent > 100) {
                throw new OptionException(
                        "--memory-swappiness \"" + memorySwappiness.value() + "\": the valid range is 0 to 100");
            }
            builder.memorySwappiness((int) percent);
        }
        builder.oomKillDisable(oomKillDisable.on());
    }

    private void processors(LimitsBuilder builder) {
        if (cpus.given()) {
            builder.cpus(cpus.value());
        }
        if (cpuShares.given()) {
            builder.cpuShares(number("--cpu-shares", cpuShares));
        }
        if (cpuPeriod.given()) {
            builder.cpuPeriod(number("--cpu-period", cpuPeriod));
        }
        if (cpuQuota.given()) {
            builder.cpuQuota(number("--cpu-quota", cpuQuota));
        }
        if (cpusetCpus.given()) {
            builder.cpusetCpus(cpusetCpus.value());
        }
        if (cpusetMems.given()) {
            builder.cpusetMems(cpusetMems.value());
        }
    }

    private void blockIo(LimitsBuilder builder) {
        if (blkioWeight.given()) {
            builder.blkioWeight(Math.clamp(number("--blkio-weight", blkioWeight), 0, 10_000));
        }
        for (String each : blkioWeightDevices.values()) {
            builder.blkioWeightDevice(DeviceLimit.parseNumber("--blkio-weight-device", each));
        }
        for (String each : readBps.values()) {
            builder.readBps(DeviceLimit.parseBytes("--device-read-bps", each));
        }
        for (String each : writeBps.values()) {
            builder.writeBps(DeviceLimit.parseBytes("--device-write-bps", each));
        }
        for (String each : readIops.values()) {
            builder.readIops(DeviceLimit.parseNumber("--device-read-iops", each));
        }
        for (String each : writeIops.values()) {
            builder.writeIops(DeviceLimit.parseNumber("--device-write-iops", each));
        }
    }

    private static long number(String option, Text text) {
        try {
            return Long.parseLong(text.value());
        } catch (NumberFormatException e) {
            throw new OptionException(option + " \"" + text.value() + "\": expected a number", e);
        }
    }
}
