package dev.jocker.runtime.security;

import static dev.jocker.runtime.syscall.SystemCall.SETGROUPS;
import static dev.jocker.runtime.syscall.SystemCall.SETRESGID;
import static dev.jocker.runtime.syscall.SystemCall.SETRESUID;
import static dev.jocker.runtime.syscall.SystemCall.UMASK;

import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a container's process is; {@code credentials(7)}. Numbers are those of the container's user namespace.
 *
 * @param uid user
 * @param gid primary group
 * @param additionalGids the other groups; those of this process are not kept
 * @param umask what new files are denied
 */
public record Credentials(int uid, int gid, List<Integer> additionalGids, int umask) {
    /** What runc gives a process that asks for no other: 022. */
    public static final int DEFAULT_UMASK = 0022;

    public static final Credentials ROOT = new Credentials(0, 0, List.of(), DEFAULT_UMASK);

    public Credentials {
        additionalGids = List.copyOf(additionalGids);
    }

    /** Sets the umask, the groups, the group and last the user, who may not set the others any more. */
    public List<Instruction> instructions() {
        var steps = new ArrayList<Instruction>();
        steps.add(Instruction.Call.of("set the file mode creation mask", UMASK, Operand.mode(umask)));
        steps.add(setgroups());
        addUserAndGroup(steps);
        return steps;
    }

    /**
     * The same in a user namespace whose {@code /proc/PID/setgroups} says {@code deny}, which is the rule when an ordinary user
     * made it: there the groups stay what they are.
     */
    public List<Instruction> instructionsWhereSetgroupsIsDenied() {
        var steps = new ArrayList<Instruction>();
        steps.add(Instruction.Call.of("set the file mode creation mask", UMASK, Operand.mode(umask)));
        addUserAndGroup(steps);
        return steps;
    }

    private Instruction setgroups() {
        int count = additionalGids.size();
        if (count == 0) {
            return Instruction.Call.of("leave all groups", SETGROUPS, Operand.of(0), Operand.NULL);
        }
        Datum list = Datum.structure("groups", count * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            list.set32(i * Integer.BYTES, additionalGids.get(i));
        }
        return Instruction.Call.of("join the user's groups", SETGROUPS, Operand.of(count), Operand.address(list));
    }

    private void addUserAndGroup(List<Instruction> steps) {
        Operand group = Operand.of(Integer.toUnsignedLong(gid));
        Operand user = Operand.of(Integer.toUnsignedLong(uid));
        steps.add(Instruction.Call.of("become the group", SETRESGID, group, group, group));
        steps.add(Instruction.Call.of("become the user", SETRESUID, user, user, user));
    }
}
