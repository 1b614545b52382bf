package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.Hierarchies;
import dev.jocker.runtime.launch.Connection;
import dev.jocker.runtime.launch.ControlGroups;
import dev.jocker.runtime.launch.NetworkNote;
import dev.jocker.runtime.monitor.Journal.Kind;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Processes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes away what nobody owns any more. Each new container's making begins with it, so it is quick where there is nothing. */
final class Sweep {
    private static final int SIGKILL = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Directories directories;
    private final List<String> freed = new ArrayList<>();

    private Sweep(Directories directories) {
        this.directories = directories;
    }

    /**
     * Ends and deletes what containers left behind whose owner has died. What cannot be deleted now is left for the next time: it is
     * not the fault of the container that is to be made.
     *
     * @return what was freed, one line each
     */
    static List<String> run(Directories directories) {
        var sweep = new Sweep(directories);
        sweep.containers();
        sweep.locks();
        sweep.words(ContainerIndex.names(directories), "name ");
        sweep.words(IdRange.ranges(directories), "ids from ");
        return sweep.freed;
    }

    private void containers() {
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(directories.containers())) {
            for (Path container : containers) {
                String id = container.getFileName().toString();
                if (id.length() == ContainerIndex.ID_LENGTH && mayBeLeft(container)) {
                    tryContainer(container, id);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // nothing has been made yet, or who makes something will say what is wrong there
        }
    }

    private static boolean mayBeLeft(Path container) {
        return !Files.exists(container.resolve(ContainerRecord.FILE)) || ContainerDirectory.isFleeting(container);
    }

    private void tryContainer(Path container, String id) {
        try {
            container(container, id);
        } catch (IOException | RuntimeException e) {
            // one that resists does not keep the others
        }
    }

    private void container(Path container, String id) throws IOException {
        Files.createDirectories(directories.locks());
        LockFile lock = LockFile.tryTake(directories.lock(id));
        if (lock == null) {
            return;
        }
        LockFile command = LockFile.tryTake(directories.commandLock(id));
        if (command == null) {
            lock.close();
            return;
        }
        try (command) {
            var left = new ContainerDirectory(directories, id, lock);
            boolean free = false;
            try {
                free = mayBeLeft(container) && endsAll(container); // it is for sure now that nobody is at it
            } finally {
                if (!free) {
                    left.leave();
                }
            }
            if (free) {
                NetworkNote note = NetworkNote.readable(container);
                try (left) {
                    tellEnd(container);
                }
                Connection.left(directories, id, note);
                freed.add("container ".concat(id));
            }
        }
    }

    /** Ends the processes that are left. If they resist, what is noted of them stays. */
    private static boolean endsAll(Path container) throws IOException {
        endProcess(container);
        ControlGroups.noted(container, Hierarchies.ofHost()).remove(PATIENCE);
        return true;
    }

    /** One that was to go with its end, and whose monitor could not see to that. */
    private void tellEnd(Path container) {
        try {
            ContainerRecord record = ContainerRecord.read(container);
            if (record != null) {
                new EventJournal(directories).append(Kind.DESTROY, record, null);
            }
        } catch (IOException e) {
            // then nobody is told
        }
    }

    private void words(Reservations reservations, String what) {
        try {
            for (String word : reservations.sweepOrphans()) {
                freed.add(what.concat(word));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // another time
        }
    }

    /** Its processes end with its owner (PR_SET_PDEATHSIG), but for a command that is set-user-id, which the kernel spares. */
    private static void endProcess(Path container) throws IOException {
        ProcessMark noted = ContainerDirectory.notedProcess(container);
        if (noted == null) {
            return;
        }
        try (Fd pidfd = noted.open()) {
            if (pidfd != null) {
                Processes.signal(pidfd, SIGKILL);
                Descriptors.poll(pidfd, Descriptors.pollIn(), PATIENCE.toMillis());
            }
        }
    }

    /** A lock is made before its directory: who was killed between leaves it alone, and so does a deletion by hand. */
    private void locks() {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directories.locks())) {
            for (Path path : locks) {
                String name = path.getFileName().toString();
                int dot = name.indexOf('.');
                String id = dot < 0 ? name : name.substring(0, dot);
                LockFile lock = Files.exists(directories.container(id)) ? null : LockFile.tryTake(path);
                if (lock != null) {
                    lock.close();
                    freed.add("lock ".concat(name));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // nothing has been made yet
        }
    }
}
