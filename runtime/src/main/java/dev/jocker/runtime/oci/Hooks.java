package dev.jocker.runtime.oci;

import java.util.List;

/** Programs of the host or the container that are run at points of its life, each list in order. */
public record Hooks(
        List<Hook> prestart,
        List<Hook> createRuntime,
        List<Hook> createContainer,
        List<Hook> startContainer,
        List<Hook> poststart,
        List<Hook> poststop) {
    public Hooks {
        prestart = Frozen.list(prestart);
        createRuntime = Frozen.list(createRuntime);
        createContainer = Frozen.list(createContainer);
        startContainer = Frozen.list(startContainer);
        poststart = Frozen.list(poststart);
        poststop = Frozen.list(poststop);
    }

    /**
     * One program; the container's {@link State} comes on its standard input.
     *
     * @param path absolute
     * @param args with the program's name first, as execv(3)
     * @param env {@code KEY=VALUE} each
     * @param timeout seconds; null: none
     */
    public record Hook(String path, List<String> args, List<String> env, Integer timeout) {
        public Hook {
            args = Frozen.list(args);
            env = Frozen.list(env);
        }
    }
}
