package dev.jocker.runtime.oci;

import java.util.List;
import java.util.Map;

/**
 * What to start: the {@code config.json} of the OCI runtime specification 1.3, for Linux. Components have the
 * specification's names and order. In these records a list or map is never null (absent is empty); anything else that the
 * specification calls optional is null where it is absent. What other platforms have, {@code intelRdt} and
 * {@code memoryPolicy} are not here and are passed over when read.
 *
 * @param ociVersion the version of the specification that it follows, {@link #VERSION} in what is made here
 * @param process null: nothing can be started (only {@code create} without {@code start})
 * @param root null only in what is not for Linux
 * @param hostname null: the UTS namespace's own
 * @param domainname null: likewise
 * @param mounts in the order in which they are made
 * @param hooks null: none
 * @param annotations free for all
 * @param linux null: no namespaces at all
 */
public record Spec(
        String ociVersion,
        Process process,
        Root root,
        String hostname,
        String domainname,
        List<Mount> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        Linux linux) {
    /** The version that is written. */
    public static final String VERSION = "1.2.1";

    public Spec {
        mounts = Frozen.list(mounts);
        annotations = Frozen.map(annotations);
    }

    /** The same with another process. */
    public Spec with(Process other) {
        return new Spec(ociVersion, other, root, hostname, domainname, mounts, hooks, annotations, linux);
    }

    /** The same with another part for Linux. */
    public Spec with(Linux other) {
        return new Spec(ociVersion, process, root, hostname, domainname, mounts, hooks, annotations, other);
    }
}
