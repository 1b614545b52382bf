package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.record.LockFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Frees what crashed commands left, and if asked, containers that do not run. */
final class Pruning {
    private final Directories directories;
    private final Host host;
    private final List<String> removed = new ArrayList<>();
    private final List<String> networks = new ArrayList<>();
    private final List<String> leftovers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Pruning(Directories directories, Host host) {
        this.directories = directories;
        this.host = host;
    }

    Pruned prune(PruneRequest request) throws IOException {
        long before = size(directories.containers());
        leftovers.addAll(Sweep.run(directories));
        if (request.containers()) {
            for (String id : new ContainerIndex(directories).newestFirst()) {
                tryRemove(new Kept(directories, host, id), request);
            }
        }
        for (String name : ContainerIndex.names(directories).sweep()) {
            leftovers.add("name ".concat(name));
        }
        for (String first : IdRange.ranges(directories).sweep()) {
            leftovers.add("ids from ".concat(first));
        }
        CgroupPlan.removeParents(host.hierarchies(), CgroupPlan.PARENT);
        networks(request);
        Map<String, Long> volumes =
                request.volumes() ? new ContainerVolumes(directories).prune(request, false) : Map.of();
        long bytes = Math.max(0, before - size(directories.containers()));
        for (long each : volumes.values()) {
            bytes += each;
        }
        return new Pruned(removed, networks, List.copyOf(volumes.keySet()), leftovers, warnings, bytes);
    }

    /** What nobody uses of the kernel's: it is made again when it is wanted. */
    private void networks(PruneRequest request) {
        try {
            for (String id : Connection.sweep(directories, null)) {
                leftovers.add("published ports of ".concat(id));
            }
            var those = new ContainerNetworks(directories, host);
            if (request.networks()) {
                networks.addAll(those.prune(request));
            }
            those.takeDownDefault();
        } catch (IOException e) { // a kernel without packet filter, say
            warnings.add("networks: ".concat(e.getMessage()));
        }
    }

    private void tryRemove(Kept container, PruneRequest request) {
        try {
            removeIfIdle(container, request);
        } catch (IOException e) { // one that resists, or is damaged, does not keep the others
            warnings.add(container.id().substring(0, 12).concat(": ").concat(e.getMessage()));
        }
    }

    private void removeIfIdle(Kept container, PruneRequest request) throws IOException {
        LockFile lock = LockFile.tryTake(directories.commandLock(container.id()));
        if (lock == null) {
            return; // somebody is at it
        }
        try (lock) {
            ContainerRecord record = container.record();
            ContainerStatus status = container.state(record).status();
            boolean idle = status == ContainerStatus.EXITED
                    || status == ContainerStatus.CREATED
                    || status == ContainerStatus.DEAD;
            if (idle && !record.foreground() && isMeant(record, request)) {
                new Removal(container).delete(record, false);
                removed.add(container.id());
            }
        } catch (ContainerException.NotFound e) {
            // another has removed it
        }
    }

    private static boolean isMeant(ContainerRecord record, PruneRequest request) {
        return request.means(record.created(), record.config().textMap("Labels"));
    }

    /** What is there on the disk, as far as it can be seen. */
    private static long size(Path top) throws IOException {
        var sizes = new Sizes();
        if (Files.isDirectory(top)) {
            Files.walkFileTree(top, sizes);
        }
        return sizes.sum;
    }

    private static final class Sizes extends SimpleFileVisitor<Path> {
        private long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // it has gone meanwhile
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
