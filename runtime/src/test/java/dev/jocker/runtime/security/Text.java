package dev.jocker.runtime.security;

import dev.jocker.runtime.program.Instruction;
import java.util.List;

/** Instructions as a reader sees them. */
final class Text {
    private Text() {}

    static List<String> of(List<Instruction> instructions) {
        return instructions.stream().map(Text::of).toList();
    }

    static String of(Instruction instruction) {
        var call = (Instruction.Call) instruction;
        var operands = call.operands().stream().map(Object::toString).toList();
        return call.call() + "(" + String.join(", ", operands) + ")";
    }
}
