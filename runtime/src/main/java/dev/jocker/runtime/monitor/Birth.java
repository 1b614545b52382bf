package dev.jocker.runtime.monitor;

import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Launch;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * How a monitor makes its container's first process, at each start anew.
 *
 * @param imageBytes how long the child's image is, which stands in the file {@value #IMAGE} of the container's directory
 * @param steps what the monitor does before the clone: it opens what the child inherits, under numbers from {@link
 *     MonitorDescriptors#CHILD} + 1 on, which it closes after the clone
 * @param flags namespaces to make, CLONE_NEW*
 * @param inherited what the child keeps open, beside its channel {@link MonitorDescriptors#CHILD}
 * @param joins namespaces that it is born into
 * @param cgroup a directory of the version 2 hierarchy that it is born into, or null
 */
public record Birth(
        int imageBytes,
        List<Instruction> steps,
        Flags<CloneFlag> flags,
        List<Argument> inherited,
        List<Launch.Join> joins,
        String cgroup) {
    /** The child's image, in the container's directory: a restart needs it, and there it takes no memory. */
    public static final String IMAGE = "child";

    public Birth {
        steps = List.copyOf(steps);
        inherited = List.copyOf(inherited);
        joins = List.copyOf(joins);
    }
}
