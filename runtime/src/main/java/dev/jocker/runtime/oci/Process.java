package dev.jocker.runtime.oci;

import java.util.List;

/**
 * The container's first process.
 *
 * @param terminal whether it gets a pseudo-terminal
 * @param consoleSize the terminal's size at the start; null: unset
 * @param user who it is; null is read as user 0
 * @param args the program and its arguments
 * @param env {@code KEY=VALUE} each
 * @param cwd absolute
 * @param capabilities null: it keeps what it has
 * @param rlimits resource limits
 * @param noNewPrivileges {@code prctl(2)}, PR_SET_NO_NEW_PRIVS
 * @param apparmorProfile null: none
 * @param oomScoreAdj null: unchanged
 * @param scheduler null: unchanged
 * @param selinuxLabel null: none
 * @param ioPriority null: unchanged
 * @param execCPUAffinity null: unchanged; only for processes that come later
 */
@SuppressWarnings("AvoidCommonTypeNames") // the specification calls it so
public record Process(
        boolean terminal,
        ConsoleSize consoleSize,
        User user,
        List<String> args,
        List<String> env,
        String cwd,
        Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        String apparmorProfile,
        Integer oomScoreAdj,
        Scheduler scheduler,
        String selinuxLabel,
        IoPriority ioPriority,
        CpuAffinity execCPUAffinity) {
    public Process {
        user = user == null ? User.ROOT : user;
        args = Frozen.list(args);
        env = Frozen.list(env);
        rlimits = Frozen.list(rlimits);
    }

    /** Characters of a terminal. */
    public record ConsoleSize(int height, int width) {}

    /**
     * {@code ioprio_set(2)}; the specification calls the first {@code class}.
     *
     * @param priorityClass IOPRIO_CLASS_RT, IOPRIO_CLASS_BE or IOPRIO_CLASS_IDLE
     */
    public record IoPriority(String priorityClass, int priority) {}

    /** Lists of processors such as {@code 0-3,7}: before and after the move into the container's cgroup; null: unchanged. */
    public record CpuAffinity(String initial, String last) {}

    /**
     * {@code sched_setattr(2)}.
     *
     * @param policy SCHED_OTHER, SCHED_FIFO, …
     * @param nice null: 0
     * @param priority null: 0
     * @param flags SCHED_FLAG_RESET_ON_FORK, …
     * @param runtime nanoseconds, SCHED_DEADLINE only; null: 0
     * @param deadline likewise
     * @param period likewise
     */
    public record Scheduler(
            String policy,
            Integer nice,
            Integer priority,
            List<String> flags,
            Long runtime,
            Long deadline,
            Long period) {
        public Scheduler {
            flags = Frozen.list(flags);
        }
    }
}
