package dev.jocker.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.syscall.MachineCode;
import dev.jocker.testing.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The bytes that Jocker runs are those of the source that people read. After a change of it: {@code .ci/interpreter}. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the assembler of this machine makes other code")
final class InterpreterBytesTest {
    @TempDir
    Path directory;

    @Test
    void theBytesAreThoseOfTheSource() throws Exception {
        Path source = Witness.checkout().resolve("runtime/src/main/asm/interpreter-x86_64.s");
        Path object = directory.resolve("interpreter.o");
        run(Witness.require("as").toString(), "-o", object.toString(), source.toString());

        assertThat(HexFormat.of().formatHex(MachineCode.bytes())).isEqualTo(text(object));
    }

    @Test
    void theEntryPointIsWhereTheSourceHasIt() throws Exception {
        Path listing = directory.resolve("listing");
        Path source = Witness.checkout().resolve("runtime/src/main/asm/interpreter-x86_64.s");
        run(
                Witness.require("as").toString(),
                "-o",
                directory.resolve("o").toString(),
                "-as=" + listing,
                source.toString());

        // The listing's table of symbols: file:line, section:offset, name.
        assertThat(Files.readString(listing)).containsPattern("\\.text:0*%x start\\b".formatted(MachineCode.start()));
    }

    /** The section .text of a 64-bit ELF object, elf(5). */
    private static String text(Path object) throws IOException {
        var elf = java.nio.ByteBuffer.wrap(Files.readAllBytes(object)).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int sections = (int) elf.getLong(0x28);
        int size = elf.getShort(0x3a);
        int names = (int) elf.getLong(sections + size * elf.getShort(0x3e) + 0x18);
        for (int i = 0; i < elf.getShort(0x3c); i++) {
            int header = sections + i * size;
            int name = names + elf.getInt(header);
            byte[] wanted = ".text\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            byte[] found = new byte[wanted.length];
            elf.get(name, found);
            if (java.util.Arrays.equals(wanted, found)) {
                byte[] code = new byte[(int) elf.getLong(header + 0x20)];
                elf.get((int) elf.getLong(header + 0x18), code);
                return HexFormat.of().formatHex(code);
            }
        }
        throw new AssertionError("no section .text");
    }

    private void run(String... command) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
