package dev.jocker.runtime.container;

import dev.jocker.runtime.docker.DockerResources;
import dev.jocker.runtime.docker.HostFacts;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.RootPlan;
import dev.jocker.runtime.monitor.Control;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.oci.Resources;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.oci.SpecWriter;
import dev.jocker.runtime.options.Limits;
import dev.jocker.runtime.options.RestartPolicy;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.record.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Changes a container's limits and its restart policy: on the disk, and where it is up, in the kernel and with its monitor. */
final class Updating {
    private final Kept container;

    Updating(Kept container) {
        this.container = container;
    }

    UpdateResult update(Limits change, RestartPolicy policy) throws IOException {
        try (LockFile _ = container.lock()) {
            ContainerRecord record = container.record();
            Limits completed = completed(record, change);
            Resources resources = resources(completed);
            if (record.autoRemove() && policy != null && policy.kind() != RestartPolicy.Kind.NO) {
                throw new ContainerException.WrongState("container "
                        .concat(record.name())
                        .concat(" is removed at its end (--rm): it cannot have a restart policy"));
            }
            // On the disk first: should we be killed, what is written down is what the next start makes.
            ContainerRecord before = container.record();
            Spec spec = record.foreground() ? null : container.spec();
            LimitsJson.put(completed, record.hostConfig());
            if (policy != null) {
                record.hostConfig().put("RestartPolicy", DockerRecord.restartPolicy(policy));
            }
            write(
                    record,
                    spec == null
                            ? null
                            : spec.with(
                                    spec.linux().with(limited(merge(spec.linux().resources(), resources)))));
            try {
                apply(record, resources, policy);
            } catch (IOException | RuntimeException e) {
                write(before, spec);
                throw e;
            }
            container.tell(Kind.UPDATE, record, null);
        }
        return new UpdateResult(List.of());
    }

    private Limits completed(ContainerRecord record, Limits change) {
        try {
            return LimitChange.of(
                    record.hostConfig(), change, container.host().hierarchies().limitsSwap());
        } catch (ContainerException.WrongState e) {
            throw new ContainerException.WrongState("cannot update container "
                    .concat(record.name())
                    .concat(": ")
                    .concat(e.getMessage()));
        }
    }

    private Resources resources(Limits change) throws IOException {
        Path directory = container.path();
        HostFacts.Builder facts = HostFacts.of(container.id(), RootPlan.merged(directory))
                .limitsSwap(container.host().hierarchies().limitsSwap());
        DeviceFacts.addTo(facts, change);
        return DockerResources.ofUpdate(change, facts.build());
    }

    private void write(ContainerRecord record, Spec spec) throws IOException {
        if (spec == null) {
            record.writeLightly(container.path());
            return;
        }
        WholeFile.write(container.path().resolve(Creation.SPEC), SpecWriter.write(spec));
        record.write(container.path());
    }

    private void apply(ContainerRecord record, Resources resources, RestartPolicy policy) throws IOException {
        ContainerStatus status = container.state(record).status();
        if (!status.isUp() && status != ContainerStatus.RESTARTING) {
            return; // the next start makes its groups
        }
        ControlGroups.update(container.groups(), container.host().hierarchies(), resources);
        if (policy != null) {
            Control wanted = Starting.control(record);
            Control.restart(container.path(), wanted.policy(), wanted.maximum());
        }
    }

    /** What {@code change} says, else what there was; rules for devices stay. */
    static Resources merge(Resources old, Resources change) {
        return new Resources(
                old.devices(),
                memory(old.memory(), change.memory()),
                cpu(old.cpu(), change.cpu()),
                or(change.pids(), old.pids()),
                blockIo(old.blockIO(), change.blockIO()),
                old.hugepageLimits(),
                old.network(),
                old.rdma(),
                old.unified());
    }

    private static Resources.Memory memory(Resources.Memory old, Resources.Memory change) {
        if (old == null || change == null) {
            return or(change, old);
        }
        return new Resources.Memory(
                or(change.limit(), old.limit()),
                or(change.reservation(), old.reservation()),
                or(change.swap(), old.swap()),
                old.kernel(),
                old.kernelTCP(),
                or(change.swappiness(), old.swappiness()),
                or(change.disableOOMKiller(), old.disableOOMKiller()),
                old.useHierarchy(),
                old.checkBeforeUpdate());
    }

    private static Resources.Cpu cpu(Resources.Cpu old, Resources.Cpu change) {
        if (old == null || change == null) {
            return or(change, old);
        }
        return new Resources.Cpu(
                or(change.shares(), old.shares()),
                or(change.quota(), old.quota()),
                old.burst(),
                or(change.period(), old.period()),
                old.realtimeRuntime(),
                old.realtimePeriod(),
                or(change.cpus(), old.cpus()),
                or(change.mems(), old.mems()),
                old.idle());
    }

    private static Resources.BlockIo blockIo(Resources.BlockIo old, Resources.BlockIo change) {
        if (old == null || change == null) {
            return or(change, old);
        }
        return new Resources.BlockIo(
                or(change.weight(), old.weight()),
                old.leafWeight(),
                orFilled(change.weightDevice(), old.weightDevice()),
                orFilled(change.throttleReadBpsDevice(), old.throttleReadBpsDevice()),
                orFilled(change.throttleWriteBpsDevice(), old.throttleWriteBpsDevice()),
                orFilled(change.throttleReadIOPSDevice(), old.throttleReadIOPSDevice()),
                orFilled(change.throttleWriteIOPSDevice(), old.throttleWriteIOPSDevice()));
    }

    /** Without limits that are none: the next start need not write them, nor have a controller for them. */
    private static Resources limited(Resources resources) {
        Resources.Memory memory = resources.memory();
        Resources.Cpu cpu = resources.cpu();
        return new Resources(
                resources.devices(),
                memory == null ? null : limited(memory),
                cpu == null ? null : limited(cpu),
                resources.pids(),
                resources.blockIO(),
                resources.hugepageLimits(),
                resources.network(),
                resources.rdma(),
                resources.unified());
    }

    private static Resources.Memory limited(Resources.Memory memory) {
        Long limit = positive(memory.limit());
        return new Resources.Memory(
                limit,
                positive(memory.reservation()),
                limit == null ? positive(memory.swap()) : memory.swap(),
                memory.kernel(),
                memory.kernelTCP(),
                memory.swappiness(),
                memory.disableOOMKiller(),
                memory.useHierarchy(),
                memory.checkBeforeUpdate());
    }

    private static Resources.Cpu limited(Resources.Cpu cpu) {
        return new Resources.Cpu(
                cpu.shares(),
                positive(cpu.quota()),
                cpu.burst(),
                cpu.period(),
                cpu.realtimeRuntime(),
                cpu.realtimePeriod(),
                cpu.cpus(),
                cpu.mems(),
                cpu.idle());
    }

    private static Long positive(Long limit) {
        return limit != null && limit < 0 ? null : limit;
    }

    private static <T> T or(T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    private static <T> List<T> orFilled(List<T> wanted, List<T> otherwise) {
        return wanted.isEmpty() ? otherwise : wanted;
    }
}
