package dev.jocker.runtime.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What the beginning of an ELF file says of who can run it, {@code elf(5)}.
 *
 * @param machine the EM_ number
 * @param bits 32 or 64
 * @param bigEndian the order of the machine's bytes
 * @param executable whether it is of a type that can be executed, ET_EXEC or ET_DYN
 * @param interpreter the loader that PT_INTERP asks for; null if the program is linked statically, or says so beyond the bytes given
 */
record ElfHeader(int machine, int bits, boolean bigEndian, boolean executable, String interpreter) {
    /** How much of a file to read for this: linkers put the interpreter's name right behind the headers. */
    static final int ENOUGH = 16_384;

    // elf.h, as the bindings have it; a test compares.
    static final int EM_386 = 3;
    static final int EM_PPC64 = 21;
    static final int EM_S390 = 22;
    static final int EM_ARM = 40;
    static final int EM_X86_64 = 62;
    static final int EM_AARCH64 = 183;
    static final int EM_RISCV = 243;
    static final int EM_LOONGARCH = 258;
    static final int ET_EXEC = 2;
    static final int ET_DYN = 3;
    static final int PT_INTERP = 3;
    static final int EI_CLASS = 4;
    static final int EI_DATA = 5;
    static final int ELFCLASS32 = 1;
    static final int ELFCLASS64 = 2;
    static final int ELFDATA2MSB = 2;

    private static final int IDENT = 16;
    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final int HEADER_32 = 52;
    private static final int HEADER_64 = 64;

    /** Whether the file says that it is ELF. */
    static boolean isElf(byte[] start) {
        return start.length >= 4 && start[0] == 0x7F && start[1] == 'E' && start[2] == 'L' && start[3] == 'F';
    }

    /**
     * Reads the beginning of a file.
     *
     * @return null if it is not ELF, or broken
     */
    static ElfHeader parse(byte[] start) {
        if (!isElf(start) || start.length < HEADER_32) {
            return null;
        }
        int kind = start[EI_CLASS];
        boolean wide = kind == ELFCLASS64;
        if ((!wide && kind != ELFCLASS32) || (wide && start.length < HEADER_64)) {
            return null;
        }
        boolean bigEndian = start[EI_DATA] == ELFDATA2MSB;
        ByteBuffer bytes = ByteBuffer.wrap(start).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int type = bytes.getShort(TYPE);
        return new ElfHeader(
                Short.toUnsignedInt(bytes.getShort(MACHINE)),
                wide ? 64 : 32,
                bigEndian,
                type == ET_EXEC || type == ET_DYN,
                interpreter(bytes, wide));
    }

    /** The architecture's name as {@code uname -m} has it: {@code x86_64}, {@code riscv64}. */
    String architecture() {
        return switch (machine) {
            case EM_386 -> "i386";
            case EM_X86_64 -> bits == 64 ? "x86_64" : "x32";
            case EM_ARM -> "arm";
            case EM_AARCH64 -> "aarch64";
            case EM_RISCV -> "riscv" + bits;
            case EM_PPC64 -> bigEndian ? "ppc64" : "ppc64le";
            case EM_S390 -> bits == 64 ? "s390x" : "s390";
            case EM_LOONGARCH -> "loongarch" + bits;
            default -> "machine " + machine + " (" + bits + " bits)";
        };
    }

    private static String interpreter(ByteBuffer bytes, boolean wide) {
        long table = wide ? bytes.getLong(IDENT + 16) : Integer.toUnsignedLong(bytes.getInt(IDENT + 12));
        int size = Short.toUnsignedInt(bytes.getShort(wide ? 54 : 42));
        int count = Short.toUnsignedInt(bytes.getShort(wide ? 56 : 44));
        int least = wide ? 56 : 32;
        for (int i = 0; i < count && size >= least; i++) {
            long at = table + (long) i * size;
            if (at < 0 || at + least > bytes.limit()) {
                return null;
            }
            int entry = (int) at;
            if (bytes.getInt(entry) == PT_INTERP) {
                long offset = wide ? bytes.getLong(entry + 8) : Integer.toUnsignedLong(bytes.getInt(entry + 4));
                long length = wide ? bytes.getLong(entry + 32) : Integer.toUnsignedLong(bytes.getInt(entry + 16));
                return text(bytes, offset, length);
            }
        }
        return null;
    }

    private static String text(ByteBuffer bytes, long offset, long length) {
        if (offset < 0 || length <= 1 || offset > bytes.limit() || length > bytes.limit() - offset) {
            return null;
        }
        byte[] text = new byte[(int) length - 1];
        bytes.get((int) offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
