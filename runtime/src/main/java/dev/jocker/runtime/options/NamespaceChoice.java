package dev.jocker.runtime.options;

import java.nio.file.Path;

/** Which namespace of one kind a container gets; {@code namespaces(7)}. */
public sealed interface NamespaceChoice {

    /** One of its own. */
    record Private() implements NamespaceChoice {}

    /** The host's: no namespace is made. */
    record Host() implements NamespaceChoice {}

    /**
     * Another container's.
     *
     * @param id its name, id, or the beginning of its id
     */
    record Container(String id) implements NamespaceChoice {}

    /**
     * One that a file stands for: {@code ns:/run/netns/blue}, {@code ns:/proc/42/ns/net}.
     *
     * @param path absolute
     */
    record AtPath(Path path) implements NamespaceChoice {}

    /** One of its own and nothing in it: a network with only its loopback link, an IPC namespace without {@code /dev/shm}. */
    record None() implements NamespaceChoice {}

    NamespaceChoice PRIVATE = new Private();
    NamespaceChoice HOST = new Host();
    NamespaceChoice NONE = new None();

    /** Whether the container gets a new namespace of this kind, with whatever in it. */
    default boolean isOwn() {
        return this instanceof Private || this instanceof None;
    }

    /** {@code --network none|host|container:ID|ns:PATH}; {@link NetworkOption} reads what else there is. */
    static NamespaceChoice parseNetwork(String value) {
        if (value.equals("none") || value.equals("private")) {
            return NONE;
        }
        return common("--network", value, "expected none, host, container:ID, ns:PATH or a network's name");
    }

    /** {@code --pid private|host|container:ID|ns:PATH}. */
    static NamespaceChoice parsePid(String value) {
        return own("--pid", value);
    }

    /** {@code --ipc private|shareable|none|host|container:ID|ns:PATH}. */
    static NamespaceChoice parseIpc(String value) {
        if (value.equals("none")) {
            return NONE;
        }
        if (value.equals("private") || value.equals("shareable")) {
            return PRIVATE;
        }
        return common("--ipc", value, "expected private, shareable, none, host, container:ID or ns:PATH");
    }

    /** {@code --uts private|host|container:ID|ns:PATH}. */
    static NamespaceChoice parseUts(String value) {
        return own("--uts", value);
    }

    /** {@code --cgroupns private|host|container:ID|ns:PATH}. */
    static NamespaceChoice parseCgroup(String value) {
        return own("--cgroupns", value);
    }

    /** {@code --userns auto|private|host|container:ID|ns:PATH}; auto: an unprivileged range of ids is picked. */
    static NamespaceChoice parseUser(String value) {
        if (value.equals("auto") || value.equals("private")) {
            return PRIVATE;
        }
        return common("--userns", value, "expected auto, host, container:ID or ns:PATH");
    }

    private static NamespaceChoice own(String option, String value) {
        if (value.equals("private")) {
            return PRIVATE;
        }
        return common(option, value, "expected private, host, container:ID or ns:PATH");
    }

    private static NamespaceChoice common(String option, String value, String expected) {
        if (value.equals("host")) {
            return HOST;
        }
        if (value.startsWith("container:") && value.length() > "container:".length()) {
            return new Container(value.substring("container:".length()));
        }
        if (value.startsWith("ns:/")) {
            return new AtPath(Path.of(value.substring("ns:".length())));
        }
        throw BadOption.value(option, value, expected);
    }
}
