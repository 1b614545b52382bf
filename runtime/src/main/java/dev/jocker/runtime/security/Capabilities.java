package dev.jocker.runtime.security;

import static dev.jocker.runtime.syscall.SystemCall.CAPSET;
import static dev.jocker.runtime.syscall.SystemCall.PRCTL;

import dev.jocker.bindings.capability_h;
import dev.jocker.bindings.prctl_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import java.util.ArrayList;
import java.util.List;

/**
 * The five capability sets of a process, as the OCI runtime specification names them; {@code capabilities(7)}, {@code capset(2)}.
 *
 * <p>They come into force in two steps, with the change of user between them: dropping from the bounding set wants CAP_SETPCAP,
 * which a change from root to another user takes away.
 *
 * @param bounding what the process and its children can ever have
 * @param effective what counts now; within {@code permitted}, or {@code capset(2)} fails
 * @param permitted what may become effective
 * @param inheritable what an executable's file capabilities may pass on
 * @param ambient what survives the exec of a plain executable by a user other than root
 */
public record Capabilities(
        CapabilitySet bounding,
        CapabilitySet effective,
        CapabilitySet permitted,
        CapabilitySet inheritable,
        CapabilitySet ambient) {
    // struct __user_cap_header_struct { u32 version; int pid; }, then two of
    // struct __user_cap_data_struct { u32 effective, permitted, inheritable; }: low halves first.
    static final int HEADER_BYTES = 8;
    static final int DATA_BYTES = 12;

    private static final int PERMITTED = 4;
    private static final int INHERITABLE = 8;

    /**
     * The sets of a container's process as docker (20.10.14 and newer) fills them: nothing is inheritable or ambient. For root
     * the rest is {@code granted}. Any other user loses permitted and effective capabilities at the exec, so they are empty
     * from the beginning.
     */
    public static Capabilities forUser(int uid, CapabilitySet granted) {
        CapabilitySet own = uid == 0 ? granted : CapabilitySet.EMPTY;
        return new Capabilities(granted, own, own, CapabilitySet.EMPTY, CapabilitySet.EMPTY);
    }

    /** The sets that a {@code config.json} lists. */
    public static Capabilities of(dev.jocker.runtime.oci.Capabilities listed) {
        return new Capabilities(
                CapabilitySet.named(listed.bounding()),
                CapabilitySet.named(listed.effective()),
                CapabilitySet.named(listed.permitted()),
                CapabilitySet.named(listed.inheritable()),
                CapabilitySet.named(listed.ambient()));
    }

    /** These sets without what is not in {@code known}: a {@code config.json} may name capabilities that the kernel lacks. */
    public Capabilities within(CapabilitySet known) {
        return new Capabilities(
                bounding.and(known),
                effective.and(known),
                permitted.and(known),
                inheritable.and(known),
                ambient.and(known));
    }

    /**
     * What has to be done as root, before {@link Credentials} change: shrink the bounding set, and ask for the permitted set to
     * outlive the change where something of it is wanted.
     *
     * @param present the bounding set that the child starts with: {@link CapabilitySet#ofThisProcess}, or
     *     {@link CapabilitySet#ofKernel} in a new user namespace. Only what is in it is dropped, since the kernel refuses
     *     numbers that it does not know
     * @param credentials what comes next
     */
    public List<Instruction> beforeCredentials(CapabilitySet present, Credentials credentials) {
        var steps = new ArrayList<Instruction>();
        for (long rest = present.without(bounding).bits(); rest != 0; rest &= rest - 1) {
            Argument dropped = named(Long.numberOfTrailingZeros(rest));
            steps.add(Instruction.Call.of(
                    "drop ".concat(dropped.toString()).concat(" for good"),
                    PRCTL,
                    option(prctl_h.PR_CAPBSET_DROP(), "PR_CAPBSET_DROP"),
                    Operand.of(dropped)));
        }
        if (credentials.uid() != 0 && !permitted.isEmpty()) {
            // Not cleared again: execve(2) does that.
            steps.add(Instruction.Call.of(
                    "keep capabilities while the user changes",
                    PRCTL,
                    option(prctl_h.PR_SET_KEEPCAPS(), "PR_SET_KEEPCAPS"),
                    Operand.of(1)));
        }
        return steps;
    }

    /**
     * What comes after {@link Credentials}: the other four sets. Ambient capabilities go where permitted or inheritable ones go,
     * so those of before need no clearing of their own as long as nothing is inheritable; those that are not both permitted
     * and inheritable cannot be raised and are left out.
     */
    public List<Instruction> afterCredentials() {
        var steps = new ArrayList<Instruction>();
        steps.add(Instruction.Call.of(
                "set the capabilities", CAPSET, Operand.address(header()), Operand.address(data())));
        Operand operation = option(prctl_h.PR_CAP_AMBIENT(), "PR_CAP_AMBIENT");
        Operand none = Operand.of(0);
        if (!inheritable.isEmpty()) {
            Operand clear = option(prctl_h.PR_CAP_AMBIENT_CLEAR_ALL(), "PR_CAP_AMBIENT_CLEAR_ALL");
            steps.add(Instruction.Call.of(
                    "forget ambient capabilities of before", PRCTL, operation, clear, none, none, none));
        }
        Operand raise = option(prctl_h.PR_CAP_AMBIENT_RAISE(), "PR_CAP_AMBIENT_RAISE");
        long raised = ambient.and(permitted).and(inheritable).bits();
        for (long rest = raised; rest != 0; rest &= rest - 1) {
            Argument capability = named(Long.numberOfTrailingZeros(rest));
            steps.add(Instruction.Call.of(
                    "keep ".concat(capability.toString()).concat(" at exec"),
                    PRCTL,
                    operation,
                    raise,
                    Operand.of(capability),
                    none,
                    none));
        }
        return steps;
    }

    private static Datum header() {
        return Datum.structure("capability header", HEADER_BYTES).set32(0, capability_h._LINUX_CAPABILITY_VERSION_3());
    }

    private Datum data() {
        Datum data = Datum.structure("capability sets", 2 * DATA_BYTES);
        for (int half = 0; half < 2; half++) {
            int base = half * DATA_BYTES;
            int shift = half * Integer.SIZE;
            data.set32(base, (int) (effective.bits() >>> shift))
                    .set32(base + PERMITTED, (int) (permitted.bits() >>> shift))
                    .set32(base + INHERITABLE, (int) (inheritable.bits() >>> shift));
        }
        return data;
    }

    private static Operand option(int value, String name) {
        return Operand.named(value, name);
    }

    /** The capability, or the bare number where a newer kernel has more of them. */
    private static Argument named(int number) {
        Capability[] known = Capability.values();
        return number < known.length ? known[number] : Argument.number(number);
    }
}
