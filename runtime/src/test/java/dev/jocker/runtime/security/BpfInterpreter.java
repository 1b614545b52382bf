package dev.jocker.runtime.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Runs a filter as the kernel would, and refuses what its {@code seccomp_check_filter} and {@code bpf_check_classic} refuse. The
 * numbers are written out: this is the other side of what {@link BpfCode} takes from the bindings.
 */
final class BpfInterpreter {
    private static final int DATA_BYTES = 64;

    private final ByteBuffer code;
    private final int length;
    private int executed;

    BpfInterpreter(SeccompFilter filter) {
        this.code = ByteBuffer.wrap(filter.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        this.length = filter.bytes().length / 8;
        check();
    }

    /** What the filter returns. */
    int run(int auditArchitecture, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(DATA_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(auditArchitecture).putLong(0x7fff_1234_5678L);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        int register = 0;
        int at = 0;
        for (executed = 1; ; executed++) {
            int constant = constant(at);
            switch (opcode(at)) {
                case 0x20 -> register = data.getInt(constant);
                case 0x54 -> register &= constant;
                case 0x06 -> {
                    return constant;
                }
                case 0x05 -> at += constant;
                case 0x15 -> at += skip(at, register == constant);
                case 0x25 -> at += skip(at, Integer.compareUnsigned(register, constant) > 0);
                case 0x35 -> at += skip(at, Integer.compareUnsigned(register, constant) >= 0);
                case 0x45 -> at += skip(at, (register & constant) != 0);
                default -> throw new AssertionError("unknown code at " + at);
            }
            at++;
        }
    }

    /** How many instructions the last {@link #run} took. */
    int executed() {
        return executed;
    }

    private void check() {
        if (length == 0 || length > 4096) {
            throw new AssertionError("length " + length);
        }
        if (opcode(length - 1) != 0x06) {
            throw new AssertionError("does not end with a return");
        }
        for (int at = 0; at < length; at++) {
            boolean valid = switch (opcode(at)) {
                case 0x20 -> constant(at) % 4 == 0 && constant(at) >= 0 && constant(at) < DATA_BYTES;
                case 0x05 -> constant(at) >= 0 && at + 1 + constant(at) < length;
                case 0x15, 0x25, 0x35, 0x45 -> at + 1 + Math.max(skip(at, true), skip(at, false)) < length;
                case 0x06, 0x54 -> true;
                default -> false;
            };
            if (!valid) {
                throw new AssertionError("the kernel would refuse instruction " + at);
            }
        }
    }

    private int opcode(int at) {
        return code.getShort(at * 8);
    }

    private int skip(int at, boolean condition) {
        return Byte.toUnsignedInt(code.get(at * 8 + (condition ? 2 : 3)));
    }

    private int constant(int at) {
        return code.getInt(at * 8 + 4);
    }
}
