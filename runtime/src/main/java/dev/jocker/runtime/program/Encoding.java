package dev.jocker.runtime.program;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Failure;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program as the interpreter reads it: header, instructions, data. The numbers below are those of
 * {@code interpreter-x86_64.s}; a program is the same on every architecture but for the numbers of its system calls.
 *
 * <pre>
 *  header        0  u32 offset of the first step      instruction  0  u8  operation: 0 CALL, 1 BRANCH, 2 RETURN
 *                4  u32 offset of the handler                      1  u8  failure rule, or condition
 *                8  u64 address of the trace                       2  u16 number of the system call
 *               16  u64 failed: index                              4  u16 kinds of operands, their count from bit 12
 *               24  s64 failed: result                             6  u16 index
 *                                                                  8  u32 offset of the result, 0: none
 *                                                                 12  u32 offset to go to
 *                                                                 16  u64 operands
 * </pre>
 */
final class Encoding {
    static final int TRACE = 8;
    static final int FAILED_INDEX = 16;
    static final int HEADER_BYTES = 32;

    private static final int ENTRY = 0;
    private static final int HANDLER = 4;
    private static final int INSTRUCTION_BYTES = 16;
    private static final int NARROW = 0x80;
    private static final int COUNT_SHIFT = 12;

    private final Program program;
    private final List<Instruction> steps;
    private final IdentityHashMap<Label, Integer> labels = new IdentityHashMap<>();
    private final IdentityHashMap<Datum, Integer> places = new IdentityHashMap<>();
    private final Map<ByteBuffer, Integer> texts = new HashMap<>();
    private final List<Datum> data = new ArrayList<>();
    private final int fileBytes;
    private final int memoryBytes;

    /** Gives every instruction and datum its place. */
    Encoding(Program program) {
        this.program = program;
        this.steps = program.steps();
        int end = placeInstructions();
        collectData();
        places.put(program.header(), 0);
        this.fileBytes = placeContents(end);
        this.memoryBytes = placeBuffers(fileBytes);
    }

    /** The program's length without what is zero. */
    int fileBytes() {
        return fileBytes;
    }

    /** The memory that the program needs. What {@link #bytes} does not give is zero. */
    int memoryBytes() {
        return memoryBytes;
    }

    /** Where {@code datum} is, from the program's base. */
    int placeOf(Datum datum) {
        Integer place = places.get(datum);
        if (place == null) {
            throw new IllegalArgumentException(datum + " is not in the program " + program.name());
        }
        return place;
    }

    /** The bytes of the program when its base is {@code base}: {@link #fileBytes} of them. */
    ByteBuffer bytes(long base) {
        ByteBuffer out = ByteBuffer.allocate(fileBytes).order(ByteOrder.nativeOrder());
        out.putInt(ENTRY, HEADER_BYTES);
        out.putInt(HANDLER, program.handler() == null ? 0 : labels.get(program.handler()));
        out.position(HEADER_BYTES);
        for (int index = 0; index < steps.size(); index++) {
            write(out, index, steps.get(index));
        }
        for (Datum datum : data) {
            if (!datum.isZero()) {
                int place = places.get(datum);
                out.put(place, datum.contents(), 0, datum.size());
                for (Datum.Late late : datum.lateWords()) {
                    out.putInt(place + late.offset(), (int) late.word().word());
                }
                for (Datum.Pointer pointer : datum.pointers()) {
                    out.putLong(place + pointer.offset(), base + placeOf(pointer.target()) + pointer.addend());
                }
            }
        }
        return out.clear();
    }

    private int placeInstructions() {
        int place = HEADER_BYTES;
        for (Instruction each : program.instructions()) {
            switch (each) {
                case Label label -> labels.put(label, place);
                case Call call ->
                    place += INSTRUCTION_BYTES + Long.BYTES * call.operands().size();
                case Branch ignored -> place += INSTRUCTION_BYTES + Long.BYTES * 2;
                case Return ignored -> place += INSTRUCTION_BYTES;
            }
        }
        return place;
    }

    private void collectData() {
        for (Instruction step : steps) {
            if (step instanceof Call call) {
                for (Operand operand : call.operands()) {
                    collect(operand);
                }
                if (call.result() != null) {
                    collect(call.result().datum());
                }
            } else if (step instanceof Branch branch) {
                collect(branch.operand());
                collect(branch.constant());
            }
        }
    }

    private void collect(Operand operand) {
        switch (operand) {
            case Operand.Constant ignored -> {}
            case Operand.Address(Datum datum, int ignored) -> collect(datum);
            case Operand.Contents(Datum datum, int ignored, Width ignored2) -> collect(datum);
        }
    }

    private void collect(Datum datum) {
        if (datum == program.header() || places.putIfAbsent(datum, 0) != null) {
            return;
        }
        data.add(datum);
        for (Datum.Pointer pointer : datum.pointers()) {
            collect(pointer.target());
        }
    }

    /** Equal strings share one place. Structures come first, for they want to be aligned. */
    private int placeContents(int start) {
        int place = align(start);
        for (Datum datum : data) {
            if (!datum.isZero() && !datum.isText()) {
                places.put(datum, place);
                place = align(place + datum.size());
            }
        }
        for (Datum datum : data) {
            if (datum.isText()) {
                Integer same = texts.putIfAbsent(datum.contents(), place);
                places.put(datum, same == null ? place : same);
                place += same == null ? datum.size() : 0;
            }
        }
        return place;
    }

    private int placeBuffers(int start) {
        int place = align(start);
        for (Datum datum : data) {
            if (datum.isZero()) {
                places.put(datum, place);
                place = align(place + datum.size());
            }
        }
        return place;
    }

    private void write(ByteBuffer out, int index, Instruction step) {
        switch (step) {
            case Call call -> {
                int rule = ruleOf(call.failure());
                int result = 0;
                if (call.result() != null) {
                    result = placeOf(call.result().datum()) + call.result().offset();
                    rule |= call.result().width() == Width.NARROW ? NARROW : 0;
                }
                Label label = ProgramCheck.targetOf(call);
                int target = label == null ? 0 : labels.get(label);
                write(out, 0, rule, call.call().number(), call.operands(), index, result, target);
            }
            case Branch branch -> {
                List<Operand> operands = List.of(branch.operand(), branch.constant());
                write(out, 1, branch.condition().code(), 0, operands, index, 0, labels.get(branch.target()));
            }
            case Return ignored -> write(out, 2, 0, 0, List.of(), index, 0, 0);
            case Label ignored -> throw new AssertionError("labels are not steps");
        }
    }

    private void write(
            ByteBuffer out,
            int operation,
            int rule,
            int number,
            List<Operand> operands,
            int index,
            int result,
            int target) {
        int kinds = operands.size() << COUNT_SHIFT;
        for (int i = 0; i < operands.size(); i++) {
            kinds |= kindOf(operands.get(i)) << 2 * i;
        }
        out.put((byte) operation).put((byte) rule).putShort((short) number);
        out.putShort((short) kinds).putShort((short) index).putInt(result).putInt(target);
        for (Operand operand : operands) {
            out.putLong(wordOf(operand));
        }
    }

    private static int ruleOf(Failure failure) {
        return switch (failure) {
            case Failure.Fail() -> 0;
            case Failure.Ignore() -> 1;
            case Failure.GoTo(Label ignored) -> 2;
            case Failure.Fork(Label ignored) -> 3;
        };
    }

    private static int kindOf(Operand operand) {
        return switch (operand) {
            case Operand.Constant ignored -> 0;
            case Operand.Address ignored -> 1;
            case Operand.Contents contents -> contents.width() == Width.NARROW ? 2 : 3;
        };
    }

    private long wordOf(Operand operand) {
        return switch (operand) {
            case Operand.Constant(var value) -> value.word();
            case Operand.Address(Datum datum, int offset) -> placeOf(datum) + offset;
            case Operand.Contents(Datum datum, int offset, Width ignored) -> placeOf(datum) + offset;
        };
    }

    private static int align(int place) {
        return (place + Long.BYTES - 1) & -Long.BYTES;
    }
}
