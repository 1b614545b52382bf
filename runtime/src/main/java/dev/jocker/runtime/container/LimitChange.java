package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.process.ContainerException;

/**
 * What an update makes of the limits that a container has, as its {@code HostConfig} says: a pure function. Limits that depend on each
 * other are completed from there, and what does not go together is refused as docker refuses it.
 */
final class LimitChange {
    private final JsonObject recorded;
    private final Limits change;
    private final boolean limitsSwap;

    private LimitChange(JsonObject recorded, Limits change, boolean limitsSwap) {
        this.recorded = recorded;
        this.change = change;
        this.limitsSwap = limitsSwap;
    }

    /**
     * The change as it is to be made, without what would take away a limit that there is not.
     *
     * @param limitsSwap whether this host can limit memory and swap together
     * @throws ContainerException.WrongState if it does not go with the limits that are there
     */
    static Limits of(JsonObject recorded, Limits change, boolean limitsSwap) {
        return new LimitChange(recorded, change, limitsSwap).complete();
    }

    private Limits complete() {
        processors();
        Long memory = unlessNone("Memory", change.memory());
        Long swap = swap();
        return new Limits(
                memory == null && swap != null ? Long.valueOf(memory()) : memory, // version 2 counts them apart
                swap,
                unlessNone("MemoryReservation", change.memoryReservation()),
                change.memorySwappiness(),
                change.oomKillDisable(),
                unlessNone("NanoCpus", change.nanoCpus()),
                unlessNone("CpuShares", change.cpuShares()),
                unlessNone("CpuPeriod", change.cpuPeriod()),
                unlessNone("CpuQuota", change.cpuQuota()),
                change.cpusetCpus(),
                change.cpusetMems(),
                change.pids(),
                change.blkioWeight(),
                change.blkioWeightDevices(),
                change.readBps(),
                change.writeBps(),
                change.readIops(),
                change.writeIops());
    }

    private Long unlessNone(String name, Long wanted) {
        return wanted != null && wanted == 0 && recorded.number(name) == 0 ? null : wanted;
    }

    /** The limit of memory that there will be, 0: none. */
    private long memory() {
        return change.memory() == null ? recorded.number("Memory") : change.memory();
    }

    /** What is to be written of memory and swap together; null: nothing. */
    private Long swap() {
        long memory = memory();
        long before = recorded.number("MemorySwap");
        Long wanted = change.memorySwap();
        refuse(
                change.memoryReservation() == null
                        ? change.memory() != null && tooLarge(recorded.number("MemoryReservation"), memory)
                        : tooLarge(change.memoryReservation(), memory),
                "Minimum memory limit can not be less than memory reservation limit, see usage");
        if (change.memory() == null && wanted == null) {
            return null;
        }
        if (memory == 0) {
            refuse(
                    wanted != null && wanted > 0,
                    "You should always set the Memory limit when using Memoryswap limit, see usage");
            return wanted != null && wanted < 0 ? wanted : unlessNone("MemorySwap", 0L);
        }
        refuse(
                wanted != null && wanted > 0 && wanted < memory,
                "Minimum memoryswap limit should be larger than memory limit, see usage");
        refuse(
                wanted == null && before > 0 && memory > before,
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
        if (wanted != null && wanted != 0) {
            return wanted;
        }
        if (wanted == null && before != 0) {
            return before;
        }
        return limitsSwap ? Long.valueOf(2 * memory) : null;
    }

    private static boolean tooLarge(long reservation, long memory) {
        return memory > 0 && reservation > memory;
    }

    private void processors() {
        refuse(
                isSet(change.nanoCpus()) && stays("CpuPeriod", change.cpuPeriod()),
                "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
        refuse(
                isSet(change.nanoCpus()) && stays("CpuQuota", change.cpuQuota()),
                "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set");
        refuse(
                isSet(change.cpuPeriod()) && stays("NanoCpus", change.nanoCpus()),
                "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set");
        refuse(
                isSet(change.cpuQuota()) && stays("NanoCpus", change.nanoCpus()),
                "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
    }

    private static boolean isSet(Long value) {
        return value != null && value > 0;
    }

    private boolean stays(String name, Long wanted) {
        return wanted == null && recorded.number(name) > 0;
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ContainerException.WrongState(message);
        }
    }
}
