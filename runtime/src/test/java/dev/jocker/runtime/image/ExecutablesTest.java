package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.elf_h;
import dev.jocker.runtime.syscall.Architecture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutablesTest {
    private static final int X86_64 = elf_h.EM_X86_64();
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

    @TempDir
    Path root;

    private RootView view;

    @BeforeEach
    void oneLayer() {
        view = RootView.of(List.of(root));
    }

    @Test
    void goodProgramsHaveNothingWrong() throws IOException {
        program("/static", elf(X86_64, null));
        program("/dynamic", elf(X86_64, LOADER));
        program(LOADER, elf(X86_64, null));
        program("/script", text("#! /static -x y\necho"));
        program("/nested", text("#!/script\n"));
        program("/i386", elf32(elf_h.EM_386()));

        for (String path : List.of("/static", "/dynamic", "/script", "/nested", "/i386")) {
            assertThat(Executables.diagnose(view, path, Architecture.X86_64))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        says("/nothing", "/nothing: not found in the container's root", 127);
    }

    @Test
    void saysWhatIsNoProgram() throws IOException {
        Files.createDirectory(root.resolve("dir"));
        says("/dir", "/dir: is a directory", 126);

        program("/plain", text("#!/bin/sh\n"));
        Files.setPosixFilePermissions(root.resolve("plain"), PosixFilePermissions.fromString("rw-r--r--"));
        says("/plain", "/plain: is not executable: chmod +x it, or name it to its interpreter", 126);

        program("/empty", new byte[0]);
        says("/empty", "/empty: is an empty file", 126);

        program("/words", text("echo hello\n"));
        says("/words", "/words: is neither a program nor a script that begins with #!", 126);

        program("/object", elf(X86_64, null));
        Files.write(root.resolve("object"), patched(elf(X86_64, null), 16, elf_h.ET_REL()));
        says("/object", "/object: is an ELF file, but not a program, or not all of one", 126);

        program("/stub", text("\u007fELF"));
        says("/stub", "/stub: is an ELF file, but not a program, or not all of one", 126);
    }

    @Test
    void saysWhichInterpreterIsMissing() throws IOException {
        program("/script", text("#!/usr/bin/python3 -u\n"));
        says(
                "/script",
                "/script: its first line asks for the interpreter /usr/bin/python3, which is not in the container's root",
                127);

        program("/bare", text("#!\n"));
        says("/bare", "/bare: its first line, #!, names no interpreter", 127);
    }

    @Test
    void knowsTheLineEndsOfDos() throws IOException {
        program("/bin/sh", elf(X86_64, null));
        program("/dos", text("#!/bin/sh\r\necho hello\r\n"));

        says(
                "/dos",
                "/dos: its first line ends in a carriage return, so its interpreter is \"/bin/sh\\r\", which does not exist:"
                        + " convert it with dos2unix",
                127);
    }

    @Test
    void saysWhatIsWrongWithAnInterpreter() throws IOException {
        program("/sh", elf(elf_h.EM_AARCH64(), null));
        program("/script", text("#!/sh\n"));

        says(
                "/script",
                "/script: its interpreter cannot be executed: /sh: is a program for aarch64, and this machine is x86_64",
                126);
    }

    @Test
    void scriptsThatInterpretEachOtherEnd() throws IOException {
        program("/a", text("#!/b\n"));
        program("/b", text("#!/a\n"));

        assertThat(Executables.diagnose(view, "/a", Architecture.X86_64)).isEmpty();
    }

    @Test
    void saysWhichLoaderIsMissing() throws IOException {
        program("/tool", elf(X86_64, LOADER));

        says(
                "/tool",
                "/tool: needs the loader " + LOADER
                        + ", which is not in the container's root (linked for another C library?)",
                127);
    }

    @Test
    void namesBothArchitectures() throws IOException {
        program("/arm", elf(elf_h.EM_AARCH64(), "/lib/ld-linux-aarch64.so.1"));
        says("/arm", "/arm: is a program for aarch64, and this machine is x86_64", 126);

        program("/riscv", elf(elf_h.EM_RISCV(), null));
        says("/riscv", "/riscv: is a program for riscv64, and this machine is x86_64", 126);

        program("/x86", elf(X86_64, null));
        assertThat(Executables.diagnose(view, "/x86", Architecture.AARCH64))
                .hasValueSatisfying(f -> assertThat(f.text()).endsWith("x86_64, and this machine is aarch64"));
    }

    @Test
    void aHeaderThatPointsBeyondTheFileIsHarmless() throws IOException {
        byte[] elf = elf(X86_64, LOADER);
        for (int at = 16; at < elf.length; at++) {
            byte[] damaged = elf.clone();
            damaged[at] = (byte) 0xFF;
            program("/damaged", damaged);
            Executables.diagnose(view, "/damaged", Architecture.X86_64); // whatever it says, it returns
            program("/short", Arrays.copyOf(elf, at));
            Executables.diagnose(view, "/short", Architecture.X86_64);
        }
    }

    @Test
    void looksUpAsAShellDoes() throws IOException {
        program("/usr/bin/tool", elf(X86_64, null));
        program("/opt/tool", text("not this one"));
        Files.setPosixFilePermissions(root.resolve("opt/tool"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(Executables.locate(view, "tool", "/opt:relative::/usr/bin:/bin"))
                .contains("/usr/bin/tool");
        assertThat(Executables.locate(view, "tool", "/opt")).contains("/opt/tool");
        assertThat(Executables.locate(view, "none", "/opt:/usr/bin")).isEmpty();
        assertThat(Executables.locate(view, "", "/opt")).isEmpty();
        assertThat(Executables.locate(view, "./x", "/opt")).contains("./x");
    }

    @Test
    void constantsAreTheHeaders() {
        assertThat(ElfHeader.EM_386).isEqualTo(elf_h.EM_386());
        assertThat(ElfHeader.EM_X86_64).isEqualTo(elf_h.EM_X86_64());
        assertThat(ElfHeader.EM_ARM).isEqualTo(elf_h.EM_ARM());
        assertThat(ElfHeader.EM_AARCH64).isEqualTo(elf_h.EM_AARCH64());
        assertThat(ElfHeader.EM_RISCV).isEqualTo(elf_h.EM_RISCV());
        assertThat(ElfHeader.EM_PPC64).isEqualTo(elf_h.EM_PPC64());
        assertThat(ElfHeader.EM_S390).isEqualTo(elf_h.EM_S390());
        assertThat(ElfHeader.EM_LOONGARCH).isEqualTo(elf_h.EM_LOONGARCH());
        assertThat(ElfHeader.ET_EXEC).isEqualTo(elf_h.ET_EXEC());
        assertThat(ElfHeader.ET_DYN).isEqualTo(elf_h.ET_DYN());
        assertThat(ElfHeader.PT_INTERP).isEqualTo(elf_h.PT_INTERP());
        assertThat(ElfHeader.EI_CLASS).isEqualTo(elf_h.EI_CLASS());
        assertThat(ElfHeader.EI_DATA).isEqualTo(elf_h.EI_DATA());
        assertThat(ElfHeader.ELFCLASS32).isEqualTo(elf_h.ELFCLASS32());
        assertThat(ElfHeader.ELFCLASS64).isEqualTo(elf_h.ELFCLASS64());
        assertThat(ElfHeader.ELFDATA2MSB).isEqualTo(elf_h.ELFDATA2MSB());
    }

    private void says(String path, String text, int status) throws IOException {
        ExecFailure failure =
                Executables.diagnose(view, path, Architecture.X86_64).orElseThrow();
        assertThat(failure.text()).isEqualTo(text);
        assertThat(failure.exitStatus()).isEqualTo(status);
    }

    private void program(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A 64-bit little-endian program with at most one program header. */
    private static byte[] elf(int machine, String interpreter) {
        ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
        elf.putShort(16, (short) 3)
                .putShort(18, (short) machine)
                .putLong(32, 64)
                .putShort(54, (short) 56);
        if (interpreter != null) {
            elf.putShort(56, (short) 1).putInt(64, 3).putLong(72, 128).putLong(96, interpreter.length() + 1L);
            elf.position(128).put(text(interpreter));
        }
        return elf.array();
    }

    private static byte[] elf32(int machine) {
        byte[] elf = elf(machine, null);
        elf[4] = 1;
        return elf;
    }

    private static byte[] patched(byte[] elf, int at, int value) {
        elf[at] = (byte) value;
        return elf;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
