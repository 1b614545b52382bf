package dev.jocker.runtime.program;

import dev.jocker.runtime.syscall.Argument;
import java.util.List;

/** What an instruction works on: a constant, the address of a {@link Datum}, or what is in one when the instruction runs. */
public sealed interface Operand {
    /** A null pointer, or nothing. */
    Operand NULL = new Constant(Argument.NULL);

    /** A number that is known when the program is built. */
    record Constant(Argument value) implements Operand {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** The address of the byte {@code offset} of {@code datum}. */
    record Address(Datum datum, int offset) implements Operand {
        @Override
        public String toString() {
            return offset == 0 ? datum.toString() : datum + "+" + offset;
        }
    }

    /** What stands at {@code offset} of {@code datum}: 8 bytes, or 4 bytes with sign. */
    record Contents(Datum datum, int offset, Width width) implements Operand {
        @Override
        public String toString() {
            return "<" + datum + (offset == 0 ? "" : "+" + offset) + ">";
        }
    }

    static Operand of(Argument value) {
        return new Constant(value);
    }

    static Operand of(long value) {
        return new Constant(Argument.number(value));
    }

    /** A number that prints as {@code name}: a constant of a header. */
    static Operand named(long value, String name) {
        return new Constant(Argument.named(value, name));
    }

    static Operand mode(int mode) {
        return new Constant(Argument.mode(mode));
    }

    /** The address of a C string. */
    static Operand string(String value) {
        return new Address(Datum.string(value), 0);
    }

    /** The address of a null-terminated array of C strings. */
    static Operand strings(List<String> values) {
        return new Address(Datum.strings(values), 0);
    }

    static Operand address(Datum datum) {
        return new Address(datum, 0);
    }

    /** All 8 bytes of a cell. */
    static Operand contents(Datum cell) {
        return new Contents(cell, 0, Width.WIDE);
    }

    /** The {@code int} at {@code offset} of {@code datum}. */
    static Operand contents32(Datum datum, int offset) {
        return new Contents(datum, offset, Width.NARROW);
    }
}
