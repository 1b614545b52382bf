package dev.jocker.runtime.container;

import dev.jocker.runtime.network.PublishedPort;
import dev.jocker.runtime.options.ContainerPort;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container at one moment.
 *
 * @param id 64 hexadecimal digits
 * @param name its name, without docker's slash
 * @param image as it was given: a reference, or a directory
 * @param imageId {@code sha256:…}; empty for a directory and the image {@code host}
 * @param command the words that are executed
 * @param pid of the first process on the host; 0 if it is not {@linkplain ContainerStatus#isUp up}
 * @param exitCode of the last run; 0 if it is up or was never started
 * @param oomKilled whether the kernel killed a process of it for want of memory, this run or, if it is not up, the last
 * @param error why it could not be started, or ended in an unusual way; empty if there is nothing to say
 * @param startedAt null: never
 * @param finishedAt of the last run; null: none has ended
 * @param restartCount how often the restart policy has started it again
 * @param health null: it has no health check
 * @param mounts what is mounted by the user's wish: names of volumes and sources of binds
 * @param autoRemove whether it is removed at its end ({@code --rm})
 * @param foreground whether it lives with the Jocker process that started it: no monitor, no log
 * @param terminal whether it has a pseudo-terminal
 * @param interactive whether its standard input stays open
 * @param network where it is to be found
 */
public record ContainerSnapshot(
        String id,
        String name,
        String image,
        String imageId,
        List<String> command,
        Instant created,
        ContainerStatus status,
        int pid,
        int exitCode,
        boolean oomKilled,
        String error,
        Instant startedAt,
        Instant finishedAt,
        int restartCount,
        Health health,
        Map<String, String> labels,
        List<String> mounts,
        boolean autoRemove,
        boolean foreground,
        boolean terminal,
        boolean interactive,
        Networking network) {
    /**
     * Where it is to be found.
     *
     * @param networks their names; {@code none} and {@code host} are such, too
     * @param published which ports of the host lead to it, by which address; none while it is not up
     * @param exposed ports that could be published
     */
    public record Networking(List<String> networks, List<PublishedPort> published, List<ContainerPort> exposed) {
        /** On no network. */
        public static final Networking NONE = new Networking(List.of(), List.of(), List.of());

        public Networking {
            networks = List.copyOf(networks);
            published = List.copyOf(published);
            exposed = List.copyOf(exposed);
        }
    }

    public ContainerSnapshot {
        command = List.copyOf(command);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        mounts = List.copyOf(mounts);
    }
}
