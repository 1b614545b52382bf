package dev.jocker.runtime.security;

import static dev.jocker.runtime.syscall.SystemCall.PRCTL;

import dev.jocker.bindings.prctl_h;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;

/**
 * The promise that no exec will give more than the process has: set-user-ID bits and file capabilities stop working, for it and
 * its children, for good ({@code PR_SET_NO_NEW_PRIVS(2const)}).
 */
public final class NoNewPrivileges {
    private NoNewPrivileges() {}

    public static Instruction instruction() {
        return Instruction.Call.of(
                "gain no privileges at exec",
                PRCTL,
                Operand.named(prctl_h.PR_SET_NO_NEW_PRIVS(), "PR_SET_NO_NEW_PRIVS"),
                Operand.of(1),
                Operand.of(0),
                Operand.of(0),
                Operand.of(0));
    }
}
