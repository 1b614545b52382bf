package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jocker.runtime.program.Instruction.Branch;
import dev.jocker.runtime.program.Instruction.Call;
import dev.jocker.runtime.program.Instruction.Label;
import dev.jocker.runtime.program.Instruction.Return;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Argument;
import dev.jocker.runtime.syscall.SystemCall;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EncodingTest {
    /** Bytes that no other field of these programs has, so that a field at a wrong place shows. */
    private static final long BASE = 0x11_0000;

    @Test
    void writesHeaderInstructionsAndData() {
        Label end = Label.named("end");
        Datum cell = Datum.cell("cell");
        Program program = Program.named("p")
                .append(Call.of("", SystemCall.CLOSE, Operand.of(-1), Operand.address(cell))
                        .into(cell, 4, Width.NARROW)
                        .onErrorGoTo(end))
                .append(new Branch("", Operand.contents32(cell, 4), Condition.AT_LEAST, Operand.contents(cell), end))
                .append(end)
                .append(new Return())
                .onFailure(end)
                .build();
        String close = hex16(SystemCall.CLOSE.number(Architecture.current()));

        assertThat(hex(new Encoding(program).bytes(BASE))).isEqualTo(plain("""
                20000000 60000000                      entry, handler
                0000000000000000                       trace
                0000000000000000 0000000000000000      failed: index, result

                00 82 %s 0420 0000 74000000 60000000   CALL, GOTO and narrow, number, 2 operands: constant, address
                ffffffffffffffff 7000000000000000
                01 03 0000 0e20 0100 00000000 60000000 BRANCH, not less, 2 operands: 32 bits, 64 bits
                7400000000000000 7000000000000000
                02 00 0000 0000 0200 00000000 00000000 RETURN

                0000000000000000                       cell
                """.formatted(close)));
    }

    @Test
    void takesRoomForBuffersInMemoryOnly() {
        Datum buffer = Datum.buffer("buffer", 1000);
        Encoding with = new Encoding(reading(buffer));

        assertThat(with.memoryBytes() - with.fileBytes()).isEqualTo(1000);
        assertThat(with.placeOf(buffer)).isGreaterThanOrEqualTo(with.fileBytes());
        assertThat(with.placeOf(buffer) % 8).isZero();
    }

    @Test
    void keepsEqualStringsOnce() {
        Datum one = Datum.string("a long enough text");
        Datum same = Datum.string("a long enough text");
        Datum other = Datum.string("another long text");
        Encoding encoding = new Encoding(reading(one, same, other));

        assertThat(encoding.placeOf(one)).isEqualTo(encoding.placeOf(same)).isNotEqualTo(encoding.placeOf(other));
    }

    @Test
    void keepsEqualStructuresApart() {
        Datum one = Datum.cell("one");
        Datum same = Datum.cell("same");
        Encoding encoding = new Encoding(reading(one, same));

        assertThat(encoding.placeOf(one)).isNotEqualTo(encoding.placeOf(same));
    }

    @Test
    void pointersHoldAddresses() {
        Datum text = Datum.string("text");
        Datum structure = Datum.structure("structure", 24).address(8, text, 2);
        Encoding encoding = new Encoding(reading(structure));
        ByteBuffer bytes = encoding.bytes(BASE).order(java.nio.ByteOrder.nativeOrder());

        assertThat(bytes.getLong(encoding.placeOf(structure) + 8)).isEqualTo(BASE + encoding.placeOf(text) + 2);
        assertThat(bytes.get(encoding.placeOf(text) + 2)).isEqualTo((byte) 'x');
    }

    @Test
    void dataThatPointAtEachOtherArePlacedOnce() {
        Datum one = Datum.structure("one", 8);
        Datum two = Datum.structure("two", 8).address(0, one);
        one.address(0, two);
        Encoding encoding = new Encoding(reading(one));
        ByteBuffer bytes = encoding.bytes(BASE).order(java.nio.ByteOrder.nativeOrder());

        assertThat(bytes.getLong(encoding.placeOf(one))).isEqualTo(BASE + encoding.placeOf(two));
        assertThat(bytes.getLong(encoding.placeOf(two))).isEqualTo(BASE + encoding.placeOf(one));
    }

    @Test
    void argumentVectorsEndWithANullPointer() {
        Datum vector = Datum.strings(List.of("a", "b"));
        Encoding encoding = new Encoding(reading(vector));
        ByteBuffer bytes = encoding.bytes(BASE).order(java.nio.ByteOrder.nativeOrder());
        int place = encoding.placeOf(vector);

        assertThat(vector.size()).isEqualTo(24);
        assertThat(bytes.get((int) (bytes.getLong(place) - BASE))).isEqualTo((byte) 'a');
        assertThat(bytes.get((int) (bytes.getLong(place + 8) - BASE))).isEqualTo((byte) 'b');
        assertThat(bytes.getLong(place + 16)).isZero();
    }

    @Test
    void wordsThatAreKnownLateAreAskedForWhenTheProgramIsEncoded() {
        long[] number = {5};
        Argument late = new Argument() {
            @Override
            public long word() {
                return number[0];
            }
        };
        Datum polled = Datum.structure("polled", 8).set32(4, late);
        Encoding encoding = new Encoding(reading(polled));
        number[0] = 7;

        assertThat(encoding.bytes(BASE).order(java.nio.ByteOrder.nativeOrder()).getInt(encoding.placeOf(polled) + 4))
                .isEqualTo(7);
    }

    @Test
    void textIsEncodedAsUtf8() {
        Datum text = Datum.string("ä€");

        assertThat(hex(text.contents())).isEqualTo("c3a4e282ac00");
    }

    @Test
    void aDatumOfAnotherProgramHasNoPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encoding(reading()).placeOf(Datum.cell("stranger")))
                .withMessage("stranger is not in the program reading");
    }

    private static Program reading(Datum... data) {
        Program.Builder program = Program.named("reading");
        for (Datum datum : data) {
            program.append(Call.of("", SystemCall.GETPID, Operand.address(datum)));
        }
        return program.append(new Return()).build();
    }

    private static String hex(ByteBuffer bytes) {
        byte[] all = new byte[bytes.capacity()];
        bytes.get(0, all);
        return HexFormat.of().formatHex(all);
    }

    private static String hex16(int number) {
        return HexFormat.of().toHexDigits((byte) number) + HexFormat.of().toHexDigits((byte) (number >> 8));
    }

    /** Takes the words off, which begin where a word is no hexadecimal number. */
    private static String plain(String commented) {
        var hex = new StringBuilder();
        for (String line : commented.split("\n", -1)) {
            for (String word : line.trim().split("\\s+", -1)) {
                if (!word.matches("([0-9a-f]{2})+")) {
                    break;
                }
                hex.append(word);
            }
        }
        return hex.toString();
    }
}
