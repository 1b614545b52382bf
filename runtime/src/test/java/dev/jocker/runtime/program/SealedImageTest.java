package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.elf64_hdr;
import dev.jocker.bindings.elf64_phdr;
import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.mman_h;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.MachineCode;
import dev.jocker.runtime.syscall.SystemCall;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class SealedImageTest {
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;

    private final Datum buffer = Datum.buffer("buffer", 5000);
    private final Program program = Program.named("test-image")
            .append(Call.of("", SystemCall.EXIT_GROUP, Operand.of(7), Operand.address(buffer)))
            .build();
    private final byte[] bytes = SealedImage.bytes(program);
    private final MemorySegment elf = MemorySegment.ofArray(bytes);

    @Test
    void headersAreAsLongAsTheBindingsSay() {
        assertThat(new long[] {elf64_hdr.sizeof(), elf64_phdr.sizeof()}).containsExactly(HEADER, SEGMENT);
    }

    @Test
    void beginsAsAnElfExecutableOfThisMachine() {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(header.getInt(0)).isEqualTo(0x464c457f); // "\x7fELF"
        assertThat(header.get(4)).isEqualTo((byte) 2); // 64 bits
        assertThat(header.get(5)).isEqualTo((byte) 1); // little-endian
        assertThat(header.getShort(16)).isEqualTo((short) 2); // ET_EXEC
        assertThat(header.getShort(18))
                .isEqualTo((short) (System.getProperty("os.arch").equals("amd64") ? 62 : 183));
        assertThat(header.getLong(32)).isEqualTo(HEADER); // program headers
        assertThat(header.getShort(54)).isEqualTo((short) SEGMENT);
        assertThat(header.getShort(56)).isEqualTo((short) 3);
    }

    @Test
    void startsInTheInterpreter() {
        long entry = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
        int offset = (int) (entry - SealedImage.CODE_ADDRESS);

        assertThat(offset).isEqualTo(SealedImage.CODE_OFFSET + MachineCode.start());
        byte[] code = MachineCode.bytes();
        byte[] placed = new byte[code.length];
        ByteBuffer.wrap(bytes).get(SealedImage.CODE_OFFSET, placed);
        assertThat(placed).isEqualTo(code);
    }

    @Test
    void mapsCodeThatCannotBeWrittenAndDataThatCannotBeExecuted() {
        assertThat(segment(0)).containsExactly(1, 4 | 1, 0, SealedImage.CODE_ADDRESS, 0x400, 0x400);
        assertThat(segment(1)[1]).isEqualTo(4 | 2);
        assertThat(segment(2)[0]).isEqualTo(0x6474e551); // PT_GNU_STACK
        assertThat(segment(2)[1]).isEqualTo(4 | 2);
    }

    @Test
    void mapsTheProgramWithRoomForItsBuffers() {
        long[] data = segment(1);
        long file = new Encoding(program).fileBytes();

        assertThat(data).containsExactly(1, 6, 0x400, SealedImage.PROGRAM_ADDRESS, file, file + 5000);
        assertThat(data[2] + data[4]).isEqualTo(bytes.length);
    }

    /** The kernel maps whole pages: offset and address have to be the same within one, of whatever size. */
    @Test
    void offsetsAndAddressesAgreeWithinAPage() {
        for (int i = 0; i < 2; i++) {
            assertThat((segment(i)[3] - segment(i)[2]) % 0x10000).isZero();
        }
    }

    @Test
    void cannotBeChanged() throws IOException {
        try (Fd image = SealedImage.seal(program)) {
            long seals =
                    fcntl_h.F_SEAL_SEAL() | fcntl_h.F_SEAL_SHRINK() | fcntl_h.F_SEAL_GROW() | fcntl_h.F_SEAL_WRITE();
            assertThat(result(SystemCall.FCNTL, Operand.of(image), Operand.of(fcntl_h.F_GET_SEALS())) & seals)
                    .isEqualTo(seals);
            long eperm = -Errno.EPERM.number();
            assertThat(result(SystemCall.WRITE, Operand.of(image), Operand.string("x"), Operand.of(1)))
                    .isEqualTo(eperm);
            assertThat(result(SystemCall.FTRUNCATE, Operand.of(image), Operand.of(0)))
                    .isEqualTo(eperm);
            assertThat(result(SystemCall.FTRUNCATE, Operand.of(image), Operand.of(1 << 20)))
                    .isEqualTo(eperm);
            assertThat(result(
                            SystemCall.MMAP,
                            Operand.NULL,
                            Operand.of(4096),
                            Operand.of(mman_h.PROT_READ() | mman_h.PROT_WRITE()),
                            Operand.of(mman_h.MAP_SHARED()),
                            Operand.of(image),
                            Operand.of(0)))
                    .isEqualTo(eperm);
            assertThat(result(
                            SystemCall.FCNTL,
                            Operand.of(image),
                            Operand.of(fcntl_h.F_ADD_SEALS()),
                            Operand.of(fcntl_h.F_SEAL_FUTURE_WRITE())))
                    .isEqualTo(eperm);
        }
    }

    @Test
    void isClosedOnExec() throws IOException {
        try (Fd image = SealedImage.seal(program);
                Fd file = SealedImage.unlinkedFile(bytes)) {
            for (Fd each : new Fd[] {image, file}) {
                assertThat(result(SystemCall.FCNTL, Operand.of(each), Operand.of(fcntl_h.F_GETFD())))
                        .isEqualTo(fcntl_h.FD_CLOEXEC());
            }
        }
    }

    /** p_type, p_flags, p_offset, p_vaddr, p_filesz, p_memsz */
    private long[] segment(int index) {
        MemorySegment header = elf.asSlice(HEADER + (long) index * SEGMENT, SEGMENT);
        ByteBuffer fields = header.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new long[] {
            fields.getInt(0),
            fields.getInt(4),
            fields.getLong(8),
            fields.getLong(16),
            fields.getLong(32),
            fields.getLong(40)
        };
    }

    private static long result(SystemCall call, Operand... operands) {
        Datum result = Datum.cell("result");
        Program asking = Program.named("asking")
                .append(Call.of("", call, operands).into(result).ignoringErrors())
                .append(new Return())
                .build();
        try (var mapped = new MappedProgram(asking)) {
            mapped.run();
            return mapped.cell(result);
        }
    }
}
