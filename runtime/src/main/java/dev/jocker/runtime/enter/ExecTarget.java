package dev.jocker.runtime.enter;

import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.syscall.Fd;
import java.nio.file.Path;
import java.util.List;

/**
 * A running container, as one who enters it has to know it.
 *
 * @param pid of its first process, on the host
 * @param pidfd of the same process, opened when {@code pid} was surely its own; stays the caller's to close
 * @param spec what it was started from
 * @param cgroups its directories in the control group hierarchies
 * @param groupAdd further groups that it was started with, names or numbers
 */
public record ExecTarget(int pid, Fd pidfd, Spec spec, List<Path> cgroups, List<String> groupAdd) {
    public ExecTarget {
        cgroups = List.copyOf(cgroups);
        groupAdd = List.copyOf(groupAdd);
    }
}
