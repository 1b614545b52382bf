package dev.jocker.runtime.program;

import static dev.jocker.runtime.syscall.SealFlag.F_SEAL_GROW;
import static dev.jocker.runtime.syscall.SealFlag.F_SEAL_SEAL;
import static dev.jocker.runtime.syscall.SealFlag.F_SEAL_SHRINK;
import static dev.jocker.runtime.syscall.SealFlag.F_SEAL_WRITE;

import dev.jocker.bindings.elf_h;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.MachineCode;
import dev.jocker.runtime.syscall.MemfdFlag;
import dev.jocker.runtime.syscall.OpenFlag;
import dev.jocker.runtime.syscall.SealFlag;
import dev.jocker.runtime.syscall.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program as a file that the kernel executes: an ELF header, the interpreter, the program and its data, nothing else. It is
 * sealed, so that what a container sees as {@code /proc/PID/exe} cannot be written by anybody (CVE-2019-5736).
 *
 * <pre>
 *  0x000  ELF header, three program headers     ┐ mapped read and execute at 0x400000
 *  0x0f0  the interpreter                       ┘
 *  0x400  the program, to the end of the file   ─ mapped read and write at 0x10000400, then its zero bytes
 * </pre>
 *
 * <p>The addresses are fixed, so that pointers inside the program's data are known when it is built.
 */
public final class SealedImage {
    static final int PROGRAM_OFFSET = 0x400;
    static final long PROGRAM_ADDRESS = 0x10000000L + PROGRAM_OFFSET; // as in the interpreter's source

    static final long CODE_ADDRESS = 0x400000;
    static final int CODE_OFFSET = 0xf0;
    private static final int PAGE = 0x10000; // the largest that AArch64 has
    private static final int EHDR_BYTES = 64;
    private static final int PHDR_BYTES = 56;
    private static final int PHDR_COUNT = 3;

    private SealedImage() {}

    /** The bytes of the image. */
    public static byte[] bytes(Program program) {
        byte[] code = MachineCode.bytes();
        if (CODE_OFFSET + code.length > PROGRAM_OFFSET) {
            throw new AssertionError("the interpreter has outgrown its place");
        }
        Encoding encoding = new Encoding(program);
        ByteBuffer file =
                ByteBuffer.allocate(PROGRAM_OFFSET + encoding.fileBytes()).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(file);
        putSegment(file, elf_h.PT_LOAD(), elf_h.PF_R() | elf_h.PF_X(), 0, CODE_ADDRESS, PROGRAM_OFFSET, PROGRAM_OFFSET);
        putSegment(
                file,
                elf_h.PT_LOAD(),
                elf_h.PF_R() | elf_h.PF_W(),
                PROGRAM_OFFSET,
                PROGRAM_ADDRESS,
                encoding.fileBytes(),
                encoding.memoryBytes());
        // Without this the kernel would make the stack, and all else that is readable, executable.
        putSegment(file, elf_h.PT_GNU_STACK(), elf_h.PF_R() | elf_h.PF_W(), 0, 0, 0, 0);
        file.put(CODE_OFFSET, code);
        file.put(PROGRAM_OFFSET, encoding.bytes(PROGRAM_ADDRESS), 0, encoding.fileBytes());
        return file.array();
    }

    /**
     * Makes the image: a sealed memory file, or, where the host forbids executing those ({@code vm.memfd_noexec=2}), a file
     * without a name that is open for reading only.
     */
    public static Fd seal(Program program) throws IOException {
        byte[] bytes = bytes(program);
        Fd file;
        try {
            file = executableMemoryFile(program.name());
        } catch (SyscallException e) {
            if (e.errno() != Errno.EACCES) {
                throw e;
            }
            return unlinkedFile(bytes);
        }
        try {
            Descriptors.write(file, bytes);
            Descriptors.seal(file, seals());
            return file;
        } catch (SyscallException e) {
            file.close();
            throw e;
        }
    }

    /** No change of its bytes, nor of its seals. */
    public static Flags<SealFlag> seals() {
        return Flags.of(F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE);
    }

    private static Fd executableMemoryFile(String name) throws SyscallException {
        try {
            return Descriptors.memoryFile(name, Flags.of(MemfdFlag.MFD_ALLOW_SEALING, MemfdFlag.MFD_EXEC));
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
            return Descriptors.memoryFile(name, Flags.of(MemfdFlag.MFD_ALLOW_SEALING)); // before Linux 6.3
        }
    }

    /** Reopened for reading before it is unlinked: the kernel does not execute what is open for writing (ETXTBSY). */
    static Fd unlinkedFile(byte[] bytes) throws IOException {
        Path path = Files.createTempFile("jocker", "");
        try {
            Files.write(path, bytes);
            if (!path.toFile().setExecutable(true, false) || !path.toFile().setReadable(true, false)) {
                throw new IOException("cannot make " + path + " executable");
            }
            return Descriptors.open(path, Flags.none(OpenFlag.class));
        } finally {
            Files.delete(path);
        }
    }

    private static void putHeader(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F'});
        file.put((byte) elf_h.ELFCLASS64()).put((byte) elf_h.ELFDATA2LSB()).put((byte) elf_h.EV_CURRENT());
        file.position(elf_h.EI_NIDENT());
        file.putShort((short) elf_h.ET_EXEC()).putShort((short) machine()).putInt(elf_h.EV_CURRENT());
        file.putLong(CODE_ADDRESS + CODE_OFFSET + MachineCode.start());
        file.putLong(EHDR_BYTES).putLong(0).putInt(0);
        file.putShort((short) EHDR_BYTES).putShort((short) PHDR_BYTES).putShort((short) PHDR_COUNT);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void putSegment(
            ByteBuffer file, int type, int flags, long offset, long address, long fileBytes, long memoryBytes) {
        file.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
        file.putLong(fileBytes).putLong(memoryBytes).putLong(PAGE);
    }

    private static int machine() {
        return Architecture.current() == Architecture.X86_64 ? elf_h.EM_X86_64() : elf_h.EM_AARCH64();
    }
}
