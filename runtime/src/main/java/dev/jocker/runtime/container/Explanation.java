package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupStep;
import dev.jocker.runtime.launch.ChildProgram;
import dev.jocker.runtime.launch.DetachedStart;
import dev.jocker.runtime.launch.Handle;
import dev.jocker.runtime.launch.HostTree;
import dev.jocker.runtime.launch.Plan;
import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.syscall.Argument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A start that has not happened.
 *
 * @param spec what is wanted
 * @param launch the program that clones
 * @param monitor what it clones, which starts the child and watches it; null in the foreground, where the launch starts the child
 * @param child the program that becomes the command
 * @param preparation what has to be there for the child
 */
public record Explanation(Spec spec, Program launch, Program monitor, Program child, Preparation preparation) {
    /**
     * What is made on the host before the clone.
     *
     * @param directory the container's own
     * @param places directories in it, parents first
     * @param groups how its control groups come to be: lines that a shell would understand, mostly
     * @param network how its networks come to be, beside the child: lines again
     * @param trees what of the host the child inherits, the container's own files for {@code /etc} among them
     * @param ours descriptors between the child and jocker, as its program mentions them: the files by which it enters its control
     *     groups, the channel by which it reports a failure, and the page that tells of the exec
     */
    public record Preparation(
            Path directory,
            List<Path> places,
            List<String> groups,
            List<String> network,
            List<Tree> trees,
            List<Argument> ours) {}

    /**
     * A detached copy of something of the host: {@code open_tree(2)}, then {@code mount_setattr(2)}.
     *
     * @param handle its descriptor, as the child's program mentions it
     * @param source what is copied
     * @param recursive with the mounts below it
     */
    public record Tree(Argument handle, Path source, boolean recursive) {}

    /** Of a start under a monitor. */
    static Explanation of(Plan plan, DetachedStart start) throws IOException {
        DetachedStart.Programs programs = start.programs();
        Preparation preparation = new Preparation(
                plan.directory(),
                plan.root().places(),
                groups(plan),
                network(plan),
                List.of(),
                List.of()); // the rest is the monitor's
        return new Explanation(plan.spec(), start.launchProgram(), programs.monitor(), programs.child(), preparation);
    }

    static Explanation of(Plan plan, Program launch) {
        var channel = new Handle("channel");
        var watch = plan.canBeWatched() ? new Handle("exec page") : null;
        List<Tree> trees = new ArrayList<>();
        for (HostTree tree : plan.mounts().trees()) {
            trees.add(new Tree(tree.handle(), tree.source(), tree.options().recursiveBind()));
        }
        List<Argument> ours = new ArrayList<>(plan.entry().inherited());
        ours.add(channel);
        if (watch != null) {
            ours.add(watch);
        }
        if (plan.network() != null) {
            ours.add(plan.network().namespace());
            ours.add(plan.network().ready());
        }
        return new Explanation(
                plan.spec(),
                launch,
                null,
                ChildProgram.of(plan, channel, null, watch),
                new Preparation(plan.directory(), plan.root().places(), groups(plan), network(plan), trees, ours));
    }

    private static List<String> network(Plan plan) {
        return plan.network() == null ? List.of() : plan.network().lines();
    }

    private static List<String> groups(Plan plan) {
        List<String> groups = new ArrayList<>();
        for (CgroupStep step : plan.cgroup().steps()) {
            groups.add(step.toString());
        }
        return groups;
    }
}
