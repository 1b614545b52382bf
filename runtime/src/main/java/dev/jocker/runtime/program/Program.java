package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.SystemCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A system-call program: what a child of the JVM, in which no Java may run, has to do, as data. Built without side effects, so
 * that it can be printed before it runs ({@link ProgramText}); made into bytes by {@code Encoding}; run by a few hundred bytes of
 * machine code ({@code interpreter-x86_64.s}).
 *
 * @see Launch how one is started
 */
public final class Program {
    /** The interpreter counts instructions in 16 bits; a trace has a slot for each. */
    static final int MAX_INSTRUCTIONS = 4096;

    /**
     * Where the interpreter notes a failure before it goes to the handler: the index of the instruction, then its result
     * ({@code -errno}), eight bytes each. Handlers send these {@value #FAILED_BYTES} bytes to whoever waits.
     */
    static final int FAILED_BYTES = 16;

    /** More than a program may have: whoever asked for so much can ask for less. */
    public static final class TooLong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        TooLong(String message) {
            super(message);
        }
    }

    private final String name;
    private final List<Instruction> instructions;
    private final Instruction.Label handler;
    private final Datum header;

    private Program(Builder builder) {
        this.name = builder.name;
        this.instructions = List.copyOf(builder.instructions);
        this.handler = builder.handler;
        this.header = builder.header;
        new ProgramCheck(this).check();
    }

    private Program(Program whole, List<Instruction> instructions) {
        this.name = whole.name;
        this.instructions = List.copyOf(instructions);
        this.handler = whole.handler;
        this.header = whole.header;
        new ProgramCheck(this).check();
    }

    /** Begins a program; {@code name} is for readers and for {@code /proc/PID/comm}. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** All steps, labels among them, in the order in which they stand. */
    public List<Instruction> instructions() {
        return instructions;
    }

    /** The steps that the machine sees, without labels. A step's place here is its index in reports and traces. */
    public List<Instruction> steps() {
        var steps = new ArrayList<Instruction>(instructions.size());
        for (Instruction each : instructions) {
            if (!(each instanceof Instruction.Label)) {
                steps.add(each);
            }
        }
        return steps;
    }

    /** This program, in which something goes wrong: to see what a start leaves behind then. */
    public Program withFault(Fault fault) {
        if (!(steps().get(fault.step()) instanceof Instruction.Call call)) {
            throw new IllegalArgumentException("step " + fault.step() + " of the program " + name + " is no call");
        }
        var broken = new ArrayList<>(instructions);
        broken.set(
                place(fault.step()),
                new Instruction.Call(call.reason(), fault.call(), fault.operands(), call.result(), call.failure()));
        return new Program(this, broken);
    }

    /** This program, which waits {@code time} before a step when it first comes there: for something to happen meanwhile. */
    public Program withPause(int step, Duration time) {
        Datum left = Datum.structure("{" + time + "}", 2 * Long.BYTES)
                .set64(0, time.toSeconds())
                .set64(Long.BYTES, time.toNanosPart());
        Operand zero = Operand.of(0);
        // What is left of the time is written back: nothing, the next time.
        Instruction pause = Instruction.Call.of(
                        "wait", SystemCall.PPOLL, Operand.NULL, zero, Operand.address(left), Operand.NULL, zero)
                .ignoringErrors();
        var slow = new ArrayList<>(instructions);
        slow.add(place(step), pause);
        return new Program(this, slow);
    }

    /** The place of a step among all instructions. Not indexOf: equal calls may stand in a program twice. */
    private int place(int step) {
        int place = -1;
        for (int seen = -1; seen < step; seen += instructions.get(place) instanceof Instruction.Label ? 0 : 1) {
            place++;
        }
        return place;
    }

    /** Where a failed step goes, or null: back to the caller. */
    Instruction.Label handler() {
        return handler;
    }

    /** The program's own header as a datum. */
    Datum header() {
        return header;
    }

    /** Collects a program's steps. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final List<Instruction> instructions = new ArrayList<>();
        private final Datum header = Datum.buffer("header", Encoding.HEADER_BYTES);
        private Instruction.Label handler;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a CALL, an error of which fails the program. */
        public Builder call(String reason, SystemCall call, Operand... operands) {
            return append(Instruction.Call.of(reason, call, operands));
        }

        /** Adds a step, or a label. */
        public Builder append(Instruction instruction) {
            instructions.add(instruction);
            return this;
        }

        /** Adds steps in their order. */
        public Builder append(List<? extends Instruction> steps) {
            instructions.addAll(steps);
            return this;
        }

        /** Says where a step that fails goes on. What stands there may not fail itself. */
        public Builder onFailure(Instruction.Label label) {
            handler = label;
            return this;
        }

        /** The address of the failure report: index of the failed step and {@code -errno}, eight bytes each. */
        public Operand failureReport() {
            return new Operand.Address(header, Encoding.FAILED_INDEX);
        }

        /** What the failed step returned, {@code -errno}; 0 as long as none has failed. */
        public Operand failedResult() {
            return new Operand.Contents(header, Encoding.FAILED_INDEX + Long.BYTES, Width.WIDE);
        }

        /** Forgets a failure that was dealt with: {@code zero} is a call that returns 0. */
        public Instruction.Call clearingFailure(Instruction.Call zero) {
            return zero.into(header, Encoding.FAILED_INDEX + Long.BYTES, Width.WIDE);
        }

        /** The length of the failure report. */
        public Operand failureReportLength() {
            return Operand.of(FAILED_BYTES);
        }

        /** Where the trace's address has to be written for the interpreter to begin tracing: the result of an {@code mmap}. */
        public Instruction.Call intoTrace(Instruction.Call mmap) {
            return mmap.into(header, Encoding.TRACE, Width.WIDE);
        }

        /**
         * The finished program.
         *
         * @throws IllegalArgumentException if it cannot be run: a label that does not stand in it, an empty program, a last step
         *     that runs off the end, a handler that can fail, a load or store outside its datum
         * @throws TooLong if it has more than 4,096 steps
         */
        public Program build() {
            return new Program(this);
        }
    }

    static Set<Instruction.Label> labelsOf(List<Instruction> instructions) {
        Set<Instruction.Label> labels = new HashSet<>();
        for (Instruction each : instructions) {
            if (each instanceof Instruction.Label label && !labels.add(label)) {
                throw new IllegalArgumentException("the label " + label + " stands twice");
            }
        }
        return labels;
    }
}
