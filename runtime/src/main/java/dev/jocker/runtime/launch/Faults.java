package dev.jocker.runtime.launch;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.program.Program;

/** What goes wrong on purpose: a test puts faults into what each start is about to carry out, and looks at what is left then. */
public interface Faults {
    /** Nothing goes wrong. */
    Faults NONE = new Faults() {};

    /** What is carried out in place of the program of a container's first process. */
    default Program inChild(Program program) {
        return program;
    }

    /** What is carried out in place of its monitor's program. */
    default Program inMonitor(Program program) {
        return program;
    }

    /** What is carried out in place of the program that runs its health checks. */
    default Program inHealth(Program program) {
        return program;
    }

    /** What is carried out in place of the program that enters a container. */
    default Program inEnter(Program program) {
        return program;
    }

    /** What is carried out in place of a plan for control groups. */
    default CgroupPlan inGroups(CgroupPlan plan) {
        return plan;
    }
}
