package dev.jocker.bindings;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

/** A C program made from the generated classes: it compiles if the compiler agrees with every number in them. */
final class CompilerQuestions {

    private final StringBuilder source = new StringBuilder();
    private int count;

    private CompilerQuestions() {}

    static CompilerQuestions about(Subject subject, String architecture) throws ReflectiveOperationException {
        CompilerQuestions questions = new CompilerQuestions();
        questions.source.append("#include \"").append(subject.header()).append("\"\n#include <stddef.h>\n");
        for (Map.Entry<String, String> type : subject.types().entrySet()) {
            Class<?> generated = subject.typeClass(architecture, type.getKey());
            if (generated != null) {
                questions.askLayout(type.getValue(), layoutOf(generated));
            }
        }
        for (Method constant : subject.constantMethods(architecture)) {
            questions.askConstant(constant.getName(), constant.invoke(null));
        }
        return questions;
    }

    static GroupLayout layoutOf(Class<?> generated) throws ReflectiveOperationException {
        return (GroupLayout) generated.getMethod("layout").invoke(null);
    }

    /** Where each field lies that has a name in C: {@code data.pid} for one inside another. */
    static Map<String, Long> offsets(GroupLayout layout) {
        Map<String, Long> offsets = new TreeMap<>();
        fields(layout, "", 0, (name, offset, member) -> offsets.put(name, offset));
        return offsets;
    }

    String source() {
        return source.toString();
    }

    int count() {
        return count;
    }

    private void askLayout(String type, GroupLayout layout) {
        ask("sizeof(" + type + ") == " + layout.byteSize(), type);
        fields(layout, "", 0, (name, offset, member) -> {
            ask("offsetof(" + type + ", " + name + ") == " + offset, type + " " + name);
            // An array without a length has no size in C.
            if (member.byteSize() != 0) {
                ask("sizeof(((" + type + " *)0)->" + name + ") == " + member.byteSize(), type + " " + name);
            }
        });
    }

    private void askConstant(String name, Object value) {
        switch (value) {
            case Byte number -> ask("(signed char)(" + name + ") == (signed char)" + number, name);
            case Short number -> ask("(short)(" + name + ") == (short)" + number, name);
            case Integer number -> ask("(int)(" + name + ") == (int)0x" + Integer.toHexString(number) + "U", name);
            case Long number -> ask("(long)(" + name + ") == (long)0x" + Long.toHexString(number) + "UL", name);
            case MemorySegment address ->
                ask("(long)(" + name + ") == (long)0x" + Long.toHexString(address.address()) + "UL", name);
            default -> throw new IllegalArgumentException(name + " is a " + value.getClass());
        }
    }

    private void ask(String condition, String what) {
        source.append("_Static_assert(")
                .append(condition)
                .append(", \"")
                .append(what)
                .append(": ")
                .append(condition)
                .append("\");\n");
        count++;
    }

    private interface Visitor {
        void field(String name, long offset, MemoryLayout member);
    }

    private static void fields(GroupLayout group, String prefix, long base, Visitor visitor) {
        long offset = base;
        for (MemoryLayout member : group.memberLayouts()) {
            String name = member.name().orElse("");
            if (name.startsWith("$anon$")) {
                fields((GroupLayout) member, prefix, offset, visitor);
            } else if (!(member instanceof PaddingLayout)) {
                visitor.field(prefix + name, offset, member);
                if (member instanceof GroupLayout inner) {
                    fields(inner, prefix + name + ".", offset, visitor);
                } else if (member instanceof SequenceLayout array
                        && array.elementCount() > 0
                        && array.elementLayout() instanceof GroupLayout inner) {
                    fields(inner, prefix + name + "[0].", offset, visitor);
                }
            }
            if (group instanceof StructLayout) {
                offset += member.byteSize();
            }
        }
    }
}
