package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.container.BrokenStep.Case;
import dev.jocker.runtime.launch.Faults;
import dev.jocker.runtime.launch.StepFailure;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.NetworkOption;
import dev.jocker.runtime.options.PortMapping;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.options.RunOptionsBuilder;
import dev.jocker.runtime.options.Ulimit;
import dev.jocker.runtime.options.UserChoice;
import dev.jocker.runtime.options.VolumeMount;
import dev.jocker.runtime.process.LaunchThread;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Namespaces;
import dev.jocker.testing.HostSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where starts are made to fail: directories of their own, and control groups whose parent nobody else has. */
public final class FaultRoom implements AutoCloseable {
    private final Path directory;
    private final Path root;
    private final Directories directories;
    private final String parent = "jocker-faults-" + ProcessHandle.current().pid();

    FaultRoom(Path directory) throws IOException {
        this.directory = directory;
        this.root = Busybox.rootIn(directory.resolve("root"));
        this.directories = new Directories(directory.resolve("data"), directory.resolve("run"));
        Files.createDirectory(directory.resolve("source"));
        LaunchThread.call(() -> null); // it is born here and now, and not in a namespace of one test
    }

    /** Containers that differ in what their programs have to do. */
    enum Kind {
        PLAIN(1),
        USER_NAMESPACE(3),
        EVERYTHING(4),
        NETWORK(6),
        HOST_NAMESPACES(3);

        private final int stride;

        Kind(int stride) {
            this.stride = stride;
        }

        /** Of so many cases one is taken where time is short. */
        int stride() {
            return stride;
        }
    }

    RunOptionsBuilder options(Kind kind) throws IOException {
        RunOptionsBuilder options =
                RunOptions.rootfs(root).cgroupParent("/" + parent).command("sleep", "100");
        return switch (kind) {
            case PLAIN -> options;
            case USER_NAMESPACE -> options.userNamespace(NamespaceChoice.PRIVATE);
            case EVERYTHING ->
                options.terminal(true)
                        .init(true)
                        .readOnly(true)
                        .volume(VolumeMount.Bind.of(directory.resolve("source").toString(), "/a/volume"))
                        .sysctl("net.ipv4.ip_forward=1")
                        .ulimit(Ulimit.parse("nofile=100"))
                        .user(UserChoice.parse("7:8"))
                        .workingDirectory("/bin")
                        .oomScoreAdjust(5);
            case NETWORK -> options.network(NetworkOption.parse("bridge")).publish(PortMapping.parse("18642:80"));
            case HOST_NAMESPACES ->
                options.network(NamespaceChoice.HOST).pid(NamespaceChoice.HOST).ipc(NamespaceChoice.HOST);
        };
    }

    /** Does it where the links and rules of such a container may be: in a network namespace of its own. */
    void inItsPlace(Kind kind, Namespaces.Work<Void> work) throws IOException {
        if (kind == Kind.NETWORK) {
            try (var namespace = NetworkNamespace.create()) {
                namespace.inside(work);
            }
        } else {
            work.run();
        }
    }

    Path directory() {
        return directory;
    }

    Directories directories() {
        return directories;
    }

    String parent() {
        return parent;
    }

    Containers containers(Faults faults) throws IOException {
        return Containers.in(directories, faults);
    }

    HostSnapshot snapshot() throws IOException {
        return HostSnapshot.withOwn(directory, parent);
    }

    /** The message names the call, and the error. */
    public static void assertNames(Exception e, Case each) {
        String message = e.getMessage();
        if (e instanceof StepFailure) {
            assertThat(withoutId(message))
                    .as(each.toString())
                    .startsWith(withoutId(StepFailure.brief(each.call())) + ": " + each.errno());
        }
        assertThat(message).as(each.toString()).doesNotContain("\n");
        // It may say what can be done about it instead.
        assertThat(message + e.getCause())
                .as(each.toString())
                .contains(each.call().call() + "(")
                .contains(Errno.describe(each.errno().number()));
    }

    /** Each start has another. */
    private static String withoutId(String text) {
        return text.replaceAll("[0-9a-f]{12,64}", "ID");
    }

    /** Removes what a test that failed has left, and the control groups' parent, which stays when containers go. */
    @Override
    public void close() throws IOException {
        Containers containers = containers(Faults.NONE);
        containers.prune(PruneRequest.LEFTOVERS);
        for (Container each : containers.list()) {
            each.remove(RemoveRequest.FORCED);
        }
        try (DirectoryStream<Path> trees = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
            for (Path tree : trees) {
                try (var paths = Files.walk(tree)) {
                    for (Path path : paths.filter(each -> each.endsWith(parent)).toList()) {
                        Files.deleteIfExists(path);
                    }
                }
            }
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
