package dev.jocker.runtime.container;

import dev.jocker.runtime.cgroup.CgroupPlan;
import dev.jocker.runtime.program.Fault;
import dev.jocker.runtime.program.Program;
import java.util.function.UnaryOperator;

/**
 * What goes wrong in each start, on purpose: a test then looks at what is left.
 *
 * @param child in the program of a container's first process; null: nothing
 * @param monitor in its monitor's; null: nothing
 * @param enter in that of a command which enters it; null: nothing
 * @param groups makes of a plan for control groups one that fails; null: nothing
 */
record Faults(Fault child, Fault monitor, Fault enter, UnaryOperator<CgroupPlan> groups) {
    /** Nothing goes wrong. */
    static final Faults NONE = new Faults(null, null, null, null);

    static Faults ofChild(Fault fault) {
        return new Faults(fault, null, null, null);
    }

    static Faults ofMonitor(Fault fault) {
        return new Faults(null, fault, null, null);
    }

    static Faults ofEnter(Fault fault) {
        return new Faults(null, null, fault, null);
    }

    static Faults ofGroups(UnaryOperator<CgroupPlan> groups) {
        return new Faults(null, null, null, groups);
    }

    Program inChild(Program program) {
        return in(program, child);
    }

    Program inMonitor(Program program) {
        return in(program, monitor);
    }

    Program inEnter(Program program) {
        return in(program, enter);
    }

    CgroupPlan inGroups(CgroupPlan plan) {
        return groups == null ? plan : groups.apply(plan);
    }

    private static Program in(Program program, Fault fault) {
        return fault == null ? program : program.withFault(fault);
    }
}
