package dev.jocker.runtime.oci;

import java.util.List;
import java.util.Map;

/**
 * How an image wants to be run: the {@code config} member of the OCI image specification's configuration, whose names are
 * in capitals there ({@code Env}, {@code WorkingDir}).
 *
 * @param user {@code name|uid[:group|gid]}; null or empty: root
 * @param exposedPorts {@code 80/tcp}, …; in JSON the keys of an object
 * @param env {@code KEY=VALUE} each
 * @param entrypoint empty: none
 * @param cmd the default command, or arguments of the entrypoint
 * @param volumes paths; in JSON the keys of an object
 * @param workingDir null or empty: {@code /}
 * @param labels free for all
 * @param stopSignal null: SIGTERM
 * @param health how it is found out whether it does well, or null
 */
public record ImageConfig(
        String user,
        List<String> exposedPorts,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        List<String> volumes,
        String workingDir,
        Map<String, String> labels,
        String stopSignal,
        ImageHealth health) {
    /** An image that says nothing, as a directory does. */
    public static final ImageConfig EMPTY = new ImageConfig(null, null, null, null, null, null, null, null, null);

    /** One that says nothing of health. */
    public ImageConfig(
            String user,
            List<String> exposedPorts,
            List<String> env,
            List<String> entrypoint,
            List<String> cmd,
            List<String> volumes,
            String workingDir,
            Map<String, String> labels,
            String stopSignal) {
        this(user, exposedPorts, env, entrypoint, cmd, volumes, workingDir, labels, stopSignal, null);
    }

    public ImageConfig {
        exposedPorts = Frozen.list(exposedPorts);
        env = Frozen.list(env);
        entrypoint = Frozen.list(entrypoint);
        cmd = Frozen.list(cmd);
        volumes = Frozen.list(volumes);
        labels = Frozen.map(labels);
    }
}
