package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Argument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A start that has not happened.
 *
 * @param spec what is wanted
 * @param launch the program that clones
 * @param child the program that becomes the command
 * @param channel the descriptor, as {@code child} mentions it, by which the child reports a failure
 * @param trees what of the host the child inherits
 */
public record Explanation(Spec spec, Program launch, Program child, Argument channel, List<Tree> trees) {
    /**
     * A detached copy of something of the host, made before the clone: {@code open_tree(2)}, then {@code mount_setattr(2)}.
     *
     * @param handle its descriptor, as the child's program mentions it
     * @param source what is copied
     * @param recursive with the mounts below it
     */
    public record Tree(Argument handle, Path source, boolean recursive) {}

    static List<Tree> trees(List<HostTree> trees) {
        List<Tree> all = new ArrayList<>();
        for (HostTree tree : trees) {
            all.add(new Tree(tree.handle(), tree.source(), tree.options().recursiveBind()));
        }
        return all;
    }
}
