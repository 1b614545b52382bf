package dev.jocker.runtime.oci;

import java.util.Map;

/**
 * What is known of a container while it exists; hooks get it, and {@code state} prints it.
 *
 * @param ociVersion of the specification
 * @param id the container's
 * @param pid the first process's on the host; null while there is none
 * @param bundle absolute
 * @param annotations the specification's
 */
public record State(
        String ociVersion, String id, Status status, Long pid, String bundle, Map<String, String> annotations) {
    public State {
        annotations = Frozen.map(annotations);
    }

    /** How far it is; paused is runc's addition. */
    public enum Status {
        CREATING("creating"),
        CREATED("created"),
        RUNNING("running"),
        STOPPED("stopped"),
        PAUSED("paused");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }
}
