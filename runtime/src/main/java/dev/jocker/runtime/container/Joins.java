package dev.jocker.runtime.container;

import dev.jocker.runtime.launch.Host;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Namespace;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.options.Directories;
import dev.jocker.runtime.options.NamespaceChoice;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.process.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The other containers whose namespaces a container joins ({@code --network container:web}): which ones, is settled when it is made;
 * what their first processes are, at each of its starts.
 */
final class Joins {
    private static final String CONTAINER = "container:";

    private final Directories directories;
    private final Host host;

    Joins(Directories directories, Host host) {
        this.directories = directories;
        this.host = host;
    }

    /** The ids of those that the options name, by what they are called there. */
    Map<String, String> ids(RunOptions.NamespaceChoices choices) throws IOException {
        Map<String, String> ids = new LinkedHashMap<>();
        for (NamespaceChoice choice : List.of(
                choices.network(), choices.pid(), choices.ipc(), choices.uts(), choices.cgroup(), choices.user())) {
            if (choice instanceof NamespaceChoice.Container other) {
                ids.put(other.id(), new ContainerIndex(directories).find(other.id()));
            }
        }
        return ids;
    }

    /** The specification with the namespaces of the others as they are now. */
    Spec resolve(Spec spec, ContainerRecord record) throws IOException {
        List<Namespace> namespaces = new ArrayList<>();
        for (Namespace namespace : spec.linux().namespaces()) {
            String id = other(record.hostConfig(), namespace.type());
            namespaces.add(id == null ? namespace : new Namespace(namespace.type(), file(pid(id), namespace.path())));
        }
        return spec.with(spec.linux().with(namespaces));
    }

    /**
     * To be called when the others' namespaces are open, to be sure that they are theirs: a pid that was its own before and is afterwards was
     * nobody else's in between.
     *
     * @param spec what {@link #resolve} gave
     * @throws ContainerException.WrongState if one is not running any more, or was started again
     */
    void requireSame(Spec spec, ContainerRecord record) throws IOException {
        for (Namespace namespace : spec.linux().namespaces()) {
            String id = other(record.hostConfig(), namespace.type());
            if (id != null && !namespace.path().equals(file(pid(id), namespace.path()))) {
                throw new ContainerException.WrongState(
                        "a container whose namespace is wanted has just been started again: try again");
            }
        }
    }

    private static String other(JsonObject hostConfig, Namespace.Type type) {
        String mode = hostConfig.text(
                switch (type) {
                    case NETWORK -> "NetworkMode";
                    case PID -> "PidMode";
                    case IPC -> "IpcMode";
                    case UTS -> "UTSMode";
                    case CGROUP -> "CgroupnsMode";
                    case USER -> "UsernsMode";
                    case MOUNT, TIME -> "";
                });
        return mode != null && mode.startsWith(CONTAINER) ? mode.substring(CONTAINER.length()) : null;
    }

    /** The first process of a container that has to be up. */
    int pid(String id) throws IOException {
        var other = new Kept(directories, host, id);
        ContainerRecord record = other.record();
        int pid = ContainerProcess.pid(other.state(record));
        if (pid == 0) {
            throw new ContainerException.WrongState(
                    "container ".concat(record.name()).concat(", whose namespace is wanted, is not running"));
        }
        return pid;
    }

    private static String file(int pid, String before) {
        return "/proc/".concat(Integer.toString(pid)).concat(before.substring(before.indexOf("/ns/")));
    }
}
