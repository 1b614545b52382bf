package dev.jocker.cli.bench;

import dev.jocker.runtime.container.Explanation;
import dev.jocker.runtime.program.Condition;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.program.Program;
import dev.jocker.runtime.program.ProgramText;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.CloneFlag;
import dev.jocker.runtime.syscall.SystemCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A child's program as C source, for the harness {@code floor.c}: each datum a static array, each CALL a call of {@code syscall(2)},
 * each BRANCH an {@code if} with a {@code goto}. What only Jocker needs, the calls on the channel, is left out.
 */
final class FloorSource {
    private static final int OPERANDS = 6;
    private static final int BYTES_IN_A_LINE = 24;

    private final Explanation start;
    private final Explanation.Preparation preparation;
    private final IdentityHashMap<Datum, String> data = new IdentityHashMap<>();
    private final List<Datum> ordered = new ArrayList<>();
    private final IdentityHashMap<Instruction, String> labels = new IdentityHashMap<>();
    private final IdentityHashMap<Argument, Integer> trees = new IdentityHashMap<>();
    private final StringBuilder child = new StringBuilder();

    private FloorSource(Explanation start) {
        this.start = start;
        this.preparation = start.preparation();
    }

    /**
     * The whole source.
     *
     * @param harness {@code floor.c}, with its markers
     * @param start what a start would do
     */
    static String of(String harness, Explanation start) {
        var source = new FloorSource(start);
        source.writeChild(start.child());
        return harness.replace("//// data", source.dataText()).replace("//// child", source.child);
    }

    private void writeChild(Program program) {
        for (Explanation.Tree tree : preparation.trees()) {
            trees.put(tree.handle(), trees.size());
        }
        for (Instruction each : program.instructions()) {
            if (each instanceof Instruction.Label) {
                labels.put(each, "l" + labels.size());
            }
        }
        child.append("static void child(void) {\n    int64_t r;\n");
        int step = 0;
        for (Instruction each : program.instructions()) {
            switch (each) {
                case Instruction.Label label ->
                    child.append(labels.get(label))
                            .append(":; // ")
                            .append(comment(label.toString()))
                            .append('\n');
                case Instruction.Call call -> write(call, step++);
                case Instruction.Branch branch -> write(branch, step++);
                case Instruction.Return ignored -> {
                    step++;
                    child.append("    _exit(0);\n");
                }
            }
        }
        child.append("    _exit(0);\n}\n");
    }

    private void write(Instruction.Call call, int step) {
        child.append("    // ")
                .append(step)
                .append(": ")
                .append(comment(ProgramText.of(call)))
                .append('\n');
        if (isOnChannel(call)) {
            child.append("    // left out: it is on the channel\n");
            return;
        }
        child.append("    r = call(").append(call.call().number());
        for (int i = 0; i < OPERANDS; i++) {
            child.append(", ")
                    .append(i < call.operands().size() ? text(call.operands().get(i)) : "0");
        }
        child.append(");\n");
        if (call.result() != null) {
            child.append("    ")
                    .append(cell(
                            call.result().datum(),
                            call.result().offset(),
                            call.result().width()))
                    .append(" = r;\n");
        }
        switch (call.failure()) {
            case Instruction.Failure.Fail() ->
                child.append("    check(").append(step).append(", r);\n");
            case Instruction.Failure.Fork(var label) -> {
                child.append("    check(").append(step).append(", r);\n");
                child.append("    if (r == 0) goto ").append(labels.get(label)).append(";\n");
            }
            case Instruction.Failure.Ignore() -> {}
            case Instruction.Failure.GoTo(var label) ->
                child.append("    if ((uint64_t) r >= -4095UL) goto ")
                        .append(labels.get(label))
                        .append(";\n");
        }
    }

    private void write(Instruction.Branch branch, int step) {
        child.append("    // ")
                .append(step)
                .append(": ")
                .append(comment(ProgramText.of(branch)))
                .append('\n');
        String left = text(branch.operand());
        String right = text(branch.constant());
        child.append("    if (")
                .append(condition(branch.condition(), left, right))
                .append(") goto ")
                .append(labels.get(branch.target()))
                .append(";\n");
    }

    private static String condition(Condition condition, String left, String right) {
        return switch (condition) {
            case EQUAL, NOT_EQUAL, LESS, AT_LEAST -> left + " " + condition + " " + right;
            case ANY_BIT -> "(" + left + " & " + right + ") != 0";
            case NO_BIT -> "(" + left + " & " + right + ") == 0";
        };
    }

    /** Whether it works on the channel itself, or on a structure that names it. */
    private boolean isOnChannel(Instruction.Call call) {
        for (Operand operand : call.operands()) {
            boolean is = switch (operand) {
                case Operand.Constant(var value) -> preparation.ours().contains(value);
                case Operand.Address(var datum, int ignored) -> mentionsChannel(datum);
                case Operand.Contents(var datum, int ignored, var width) -> mentionsChannel(datum);
            };
            if (is) {
                return true;
            }
        }
        return false;
    }

    private boolean mentionsChannel(Datum datum) {
        for (Datum.Late late : datum.lateWords()) {
            if (preparation.ours().contains(late.word())) {
                return true;
            }
        }
        return false;
    }

    private String text(Operand operand) {
        return switch (operand) {
            case Operand.Constant(var value) -> {
                Integer tree = trees.get(value);
                yield tree == null ? literal(value.word()) : "inherited[" + tree + "]";
            }
            case Operand.Address(var datum, int offset) ->
                "(int64_t) (uintptr_t) (" + name(datum) + " + " + offset + ")";
            case Operand.Contents(var datum, int offset, var width) -> cell(datum, offset, width);
        };
    }

    private static String literal(long value) {
        return value == Long.MIN_VALUE ? "INT64_MIN" : value + "L";
    }

    private String cell(Datum datum, int offset, Width width) {
        String type = width == Width.NARROW ? "int32_t" : "int64_t";
        return "*(" + type + " *) (" + name(datum) + " + " + offset + ")";
    }

    private String name(Datum datum) {
        String name = data.get(datum);
        if (name == null) {
            name = "d" + data.size();
            data.put(datum, name);
            ordered.add(datum);
        }
        return name;
    }

    /**
     * As the launch has them, but for CLONE_INTO_CGROUP, since C has no control group, and CLONE_VM: C's child may have its memory to itself, being small. With CLONE_VFORK, by which C
     * learns of the exec; the launch waits for the end of the channel.
     */
    private static long cloneFlags(Program launch) {
        for (Instruction each : launch.instructions()) {
            if (each instanceof Instruction.Call call
                    && call.call() == SystemCall.CLONE3
                    && call.operands().getFirst() instanceof Operand.Address(var arguments, int ignored)) {
                long flags = arguments.contents().order(ByteOrder.nativeOrder()).getLong(0);
                long without = CloneFlag.CLONE_VM.bits() | CloneFlag.CLONE_INTO_CGROUP.bits();
                return flags & ~without | CloneFlag.CLONE_VFORK.bits();
            }
        }
        throw new IllegalArgumentException("a launch that does not clone");
    }

    private String dataText() {
        for (int i = 0; i < ordered.size(); i++) { // which grows: data lead to other data
            for (Datum.Pointer pointer : ordered.get(i).pointers()) {
                name(pointer.target());
            }
        }
        var text = new StringBuilder("#define CLONE_FLAGS 0x");
        text.append(Long.toHexString(cloneFlags(start.launch()))).append("ULL\n\n");
        listPlaces(text);
        text.append("static const struct tree trees[] = {\n");
        for (Explanation.Tree tree : preparation.trees()) {
            text.append("    {").append(quoted(tree.source().toString()));
            text.append(tree.recursive() ? ", 1},\n" : ", 0},\n");
        }
        text.append("    {0, 0}\n};\nstatic const int tree_count = ")
                .append(preparation.trees().size())
                .append(";\n\n");
        for (Datum datum : ordered) {
            define(datum, text);
        }
        text.append("\nstatic void link_data(void) {\n");
        for (Datum datum : ordered) {
            for (Datum.Pointer pointer : datum.pointers()) {
                text.append("    *(uint64_t *) (")
                        .append(name(datum))
                        .append(" + ")
                        .append(pointer.offset());
                text.append(") = (uint64_t) (uintptr_t) (").append(name(pointer.target()));
                text.append(" + ").append(pointer.addend()).append(");\n");
            }
        }
        return text.append("}\n").toString();
    }

    /** The directories that each start makes anew, the container's own first, and the files in them that it mounts. */
    private void listPlaces(StringBuilder text) {
        Path directory = preparation.directory();
        List<Path> places = new ArrayList<>();
        places.add(directory);
        places.addAll(preparation.places());
        List<Path> files = new ArrayList<>();
        for (Explanation.Tree tree : preparation.trees()) {
            if (tree.source()
                    .startsWith(directory)) { // its own /etc/hosts and the like; what is in them does not matter
                files.add(tree.source());
                if (!places.contains(tree.source().getParent())) {
                    places.add(tree.source().getParent());
                }
            }
        }
        list("places", places, text);
        list("files", files, text);
    }

    private static void list(String name, List<Path> paths, StringBuilder text) {
        text.append("static const char *").append(name).append("[] = {\n");
        for (Path path : paths) {
            text.append("    ").append(quoted(path.toString())).append(",\n");
        }
        text.append("    0\n};\n\n");
    }

    private void define(Datum datum, StringBuilder text) {
        // A branch may ask what a call on the channel found, which is left out: then it finds nothing.
        if (!datum.lateWords().isEmpty() && !mentionsChannel(datum)) {
            throw new IllegalArgumentException(datum + " names a descriptor that C does not have");
        }
        text.append("static unsigned char ").append(name(datum)).append('[');
        text.append(Math.max(datum.size(), 1)).append("] __attribute__((aligned(8)))");
        if (!datum.isZero()) {
            ByteBuffer bytes = datum.contents();
            text.append(" = {");
            for (int i = 0; i < datum.size(); i++) {
                text.append(i % BYTES_IN_A_LINE == 0 ? "\n    " : "")
                        .append(bytes.get(i) & 0xff)
                        .append(',');
            }
            text.append('}');
        }
        text.append("; // ").append(comment(datum.toString())).append('\n');
    }

    /** Every byte that is not a plain character in octal, which, unlike hexadecimal, ends by itself. */
    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each < 0x7f && each != '"' && each != '\\' && each != '?') {
                text.append((char) each);
            } else {
                String octal = Integer.toOctalString(each & 0xff);
                text.append('\\').repeat('0', 3 - octal.length()).append(octal);
            }
        }
        return text.append('"').toString();
    }

    /** A line of text that stays a comment: no end of line, nor a backslash that would join the next one. */
    private static String comment(String value) {
        return value.replace('\n', ' ').replace('\\', '/').replace("??/", "");
    }
}
