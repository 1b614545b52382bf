package dev.jocker.runtime.security;

import static dev.jocker.runtime.syscall.SystemCall.SECCOMP;

import dev.jocker.bindings.seccomp_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;

/**
 * A filter for system calls that the kernel can load ({@code seccomp(2)}): classic BPF over {@code struct seccomp_data}. It applies
 * to the process that loads it and to all its children, and nothing takes it away again.
 */
public final class SeccompFilter {
    /**
     * What runc does when a profile has no flags: leave speculation alone. Before Linux 5.16 a filter without this flag turned
     * on costly mitigations.
     */
    public static final Flags<SeccompFlag> DEFAULT_FLAGS = Flags.of(SeccompFlag.SECCOMP_FILTER_FLAG_SPEC_ALLOW);

    // struct sock_fprog { u16 len; struct sock_filter *filter; }
    static final int PROGRAM_BYTES = 16;
    static final int FILTER_OFFSET = 8;

    private final byte[] bytes;
    private final Flags<SeccompFlag> flags;

    SeccompFilter(byte[] bytes, Flags<SeccompFlag> flags) {
        this.bytes = bytes;
        this.flags = flags;
    }

    /** The number of instructions, eight bytes each. */
    public int length() {
        return bytes.length / BpfCode.INSTRUCTION_BYTES;
    }

    /** An array of {@code struct sock_filter}. */
    byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Loads the filter. Needs CAP_SYS_ADMIN in the process's user namespace, or no_new_privs; all later calls of the process have
     * to pass it. {@link Confinement} knows where these belong.
     */
    public List<Instruction> instructions() {
        Datum program = Datum.structure("filter program", PROGRAM_BYTES)
                .set16(0, length())
                .address(FILTER_OFFSET, Datum.of("filter", bytes));
        return List.of(Instruction.Call.of(
                "filter system calls",
                SECCOMP,
                Operand.named(seccomp_h.SECCOMP_SET_MODE_FILTER(), "SECCOMP_SET_MODE_FILTER"),
                Operand.of(flags),
                Operand.address(program)));
    }
}
