package dev.jocker.cli.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A root directory with a {@code /bin/true} that needs no library, made without anything from elsewhere. It has the files that a
 * container mounts over, as images have them: else each start would make them.
 */
final class BenchRoot {
    private static final String[] DIRECTORIES = {"bin", "dev", "etc", "proc", "sys", "tmp"};
    private static final String[] FILES = {"hostname", "hosts", "resolv.conf"};
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS_AT = 32;
    private static final int PROGRAM_HEADERS_COUNT = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_INTERP = 3;
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;
    private static final long ADDRESS = 0x400000;

    private BenchRoot() {}

    /** Makes {@code root} and returns it. */
    static Path make(Path root) throws IOException {
        Files.createDirectory(root);
        for (String directory : DIRECTORIES) {
            Files.createDirectory(root.resolve(directory));
        }
        for (String file : FILES) {
            Files.createFile(root.resolve("etc").resolve(file));
        }
        Path command = root.resolve("bin/true");
        Path busybox = staticBusybox(System.getenv("PATH"));
        if (busybox != null) {
            Files.copy(busybox, command); // by its name it knows which of its commands to be
        } else {
            Files.write(command, exitingElf(System.getProperty("os.arch")));
        }
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return root;
    }

    private static Path staticBusybox(String path) throws IOException {
        if (path == null) {
            return null;
        }
        for (String directory : path.split(":")) {
            Path file = Path.of(directory, "busybox");
            if (Files.isExecutable(file) && isStatic(Files.readAllBytes(file))) {
                return file;
            }
        }
        return null;
    }

    /** Whether it is a 64-bit ELF file of this machine's byte order that asks for no interpreter. */
    static boolean isStatic(byte[] file) {
        if (file.length < ELF_HEADER || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[4] != 2) {
            return false;
        }
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long headers = elf.getLong(PROGRAM_HEADERS_AT);
        int count = elf.getShort(PROGRAM_HEADERS_COUNT);
        if (headers < 0 || headers + (long) count * PROGRAM_HEADER > file.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (elf.getInt((int) headers + i * PROGRAM_HEADER) == PT_INTERP) {
                return false;
            }
        }
        return true;
    }

    /** A whole program: {@code exit_group(0)}. */
    static byte[] exitingElf(String architecture) {
        boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
        int[] code = x86
                ? new int[] {0xb8, 0xe7, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05} // mov eax, 231; xor edi, edi; syscall
                : new int[] {0xc8, 0x0b, 0x80, 0xd2, 0, 0, 0x80, 0xd2, 1, 0, 0, 0xd4}; // mov x8, 94; mov x0, 0; svc 0
        int start = ELF_HEADER + PROGRAM_HEADER;
        ByteBuffer elf = ByteBuffer.allocate(start + code.length).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        elf.putShort((short) 2).putShort((short) (x86 ? EM_X86_64 : EM_AARCH64)).putInt(1);
        elf.putLong(ADDRESS + start).putLong(ELF_HEADER).putLong(0).putInt(0);
        elf.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
        elf.position(ELF_HEADER);
        elf.putInt(PT_LOAD).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
        elf.putLong(elf.capacity()).putLong(elf.capacity()).putLong(0x10000);
        for (int each : code) {
            elf.put((byte) each);
        }
        return elf.array();
    }
}
