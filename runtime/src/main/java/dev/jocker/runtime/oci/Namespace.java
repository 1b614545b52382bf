package dev.jocker.runtime.oci;

/**
 * A namespace that the container has or joins, {@code namespaces(7)}.
 *
 * @param type its kind
 * @param path the file of an existing one, absolute; null: a new one
 */
public record Namespace(Type type, String path) {
    /** A new one. */
    public Namespace(Type type) {
        this(type, null);
    }

    /** The kinds; the specification writes them in small letters. */
    public enum Type {
        PID("pid"),
        NETWORK("network"),
        MOUNT("mount"),
        IPC("ipc"),
        UTS("uts"),
        USER("user"),
        CGROUP("cgroup"),
        TIME("time");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
