package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.SystemCall;
import java.util.List;

/** One step of a {@link Program}: a CALL, a BRANCH, or a {@link Label} that others go to. */
public sealed interface Instruction {

    /** What an error of a CALL does. */
    sealed interface Failure {
        /** The program has failed: on to its failure handler, or back to the caller. */
        record Fail() implements Failure {}

        /** Nothing: the result, {@code -errno}, is stored, and the next instruction runs. */
        record Ignore() implements Failure {}

        /** The program goes on at {@code label}; the result is stored. */
        record GoTo(Label label) implements Failure {}

        /**
         * The program has failed; but after a success that returned 0, in a new process that is, it goes on at {@code child}. There
         * the result is neither stored nor traced: parent and child may share memory, and run at the same time.
         */
        record Fork(Label child) implements Failure {}
    }

    /** Where a CALL's result goes: {@code width} bytes at {@code offset} of {@code datum}. */
    record Result(Datum datum, int offset, Width width) {}

    /**
     * Makes a system call.
     *
     * @param reason why this call is made, in one line for a reader; not null
     * @param call which
     * @param operands at most six
     * @param result where its result goes, or null
     * @param failure what an error does
     */
    record Call(String reason, SystemCall call, List<Operand> operands, Result result, Failure failure)
            implements Instruction {
        private static final int MAX_OPERANDS = 6;

        public Call {
            if (operands.size() > MAX_OPERANDS) {
                throw new IllegalArgumentException(call + " with " + operands.size() + " operands; six is the most");
            }
            operands = List.copyOf(operands);
            if (result != null && (result.offset < 0 || result.offset + result.width.bytes() > result.datum.size())) {
                throw new IllegalArgumentException("the result of " + call + " does not fit into " + result.datum);
            }
        }

        public static Call of(String reason, SystemCall call, Operand... operands) {
            return new Call(reason, call, List.of(operands), null, new Failure.Fail());
        }

        /** This call, with its whole result kept in {@code cell}. */
        public Call into(Datum cell) {
            return into(cell, 0, Width.WIDE);
        }

        /** This call, with its result kept at {@code offset} of {@code datum}. */
        public Call into(Datum datum, int offset, Width width) {
            return new Call(reason, call, operands, new Result(datum, offset, width), failure);
        }

        /** This call, errors of which do not matter. */
        public Call ignoringErrors() {
            return new Call(reason, call, operands, result, new Failure.Ignore());
        }

        /** This call, which makes a process: that one goes on at {@code child}. */
        public Call forkingTo(Label child) {
            return new Call(reason, call, operands, result, new Failure.Fork(child));
        }

        /** This call, after an error of which the program goes on at {@code label}. */
        public Call onErrorGoTo(Label label) {
            return new Call(reason, call, operands, result, new Failure.GoTo(label));
        }
    }

    /** Goes to {@code target} if {@code operand condition constant} holds. */
    record Branch(String reason, Operand operand, Condition condition, Operand constant, Label target)
            implements Instruction {
        /** Goes to {@code target} whatever happens. */
        public static Branch always(String reason, Label target) {
            return new Branch(reason, Operand.of(0), Condition.EQUAL, Operand.of(0), target);
        }
    }

    /** Ends the program and gives control back to who ran it. Makes sense only in the JVM. */
    record Return() implements Instruction {}

    /** A place in a program, known by identity. */
    final class Label implements Instruction {
        private final String name;

        private Label(String name) {
            this.name = name;
        }

        /** A new label; {@code name} is for readers. */
        public static Label named(String name) {
            return new Label(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
