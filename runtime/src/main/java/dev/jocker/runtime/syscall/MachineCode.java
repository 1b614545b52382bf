package dev.jocker.runtime.syscall;

import static dev.jocker.bindings.mman_h.MAP_ANONYMOUS;
import static dev.jocker.bindings.mman_h.MAP_PRIVATE;
import static dev.jocker.bindings.mman_h.PROT_EXEC;
import static dev.jocker.bindings.mman_h.PROT_READ;
import static dev.jocker.bindings.mman_h.PROT_WRITE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The few hundred bytes of machine code that everything native goes through, mapped executable once for each JVM.
 *
 * <p>They have two functions of one shape, a number and six words to a word: {@code syscall}, which makes any system call and
 * returns what the kernel returned ({@code -errno} included, so no thread-local errno is involved), and {@code run}, which runs a
 * system-call program. One shape means one downcall handle to link, which is the dearest thing in a cold start.
 *
 * <p>The source is {@code src/main/asm/interpreter-<architecture>.s}; its bytes are kept as text in {@link X86_64Code}.
 */
public final class MachineCode {
    private static final int PAGE = 4096;
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private static final byte[] BYTES = bytesOf(Architecture.current());
    private static final MemorySegment MAPPED = map();
    private static final MemorySegment SYSCALL = MAPPED.asSlice(X86_64Code.SYSCALL);
    private static final MemorySegment RUN = MAPPED.asSlice(X86_64Code.RUN);

    private MachineCode() {}

    /** The bytes, for a sealed image. A copy. */
    public static byte[] bytes() {
        return BYTES.clone();
    }

    /** Where in {@link #bytes()} a sealed image begins. */
    public static int start() {
        return X86_64Code.START;
    }

    /**
     * Runs the program at {@code address}.
     *
     * @return 0, or {@code -errno} of the instruction that failed
     */
    public static long run(long address) {
        return invoke(RUN, address, 0, 0, 0, 0, 0, 0);
    }

    static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        return invoke(SYSCALL, number, a, b, c, d, e, f);
    }

    private static long invoke(MemorySegment function, long n, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, n, a, b, c, d, e, f);
        } catch (Throwable impossible) { // a native function throws nothing; what is left is an error of the JVM
            throw new AssertionError(impossible);
        }
    }

    private static byte[] bytesOf(Architecture architecture) {
        if (architecture != Architecture.X86_64) {
            throw new UnsupportedOperationException(
                    "Jocker runs on x86-64 only so far, and this JVM says it is on " + System.getProperty("os.arch"));
        }
        String text = X86_64Code.BYTES;
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(text.charAt(2 * i), 16);
            bytes[i] = (byte) (high << 4 | Character.digit(text.charAt(2 * i + 1), 16));
        }
        return bytes;
    }

    /** Writable first, then executable, never both: hardened kernels refuse a mapping that is both. */
    private static MemorySegment map() {
        MemorySegment libc = Linker.nativeLinker()
                .defaultLookup()
                .find("syscall")
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no syscall(2)"));
        long address = invoke(
                libc,
                SystemCall.MMAP.number(),
                0,
                PAGE,
                PROT_READ() | PROT_WRITE(),
                MAP_PRIVATE() | MAP_ANONYMOUS(),
                -1,
                0);
        if (address == -1) {
            throw new UnsupportedOperationException("no memory for Jocker's machine code: mmap(2) failed");
        }
        MemorySegment page = MemorySegment.ofAddress(address).reinterpret(PAGE);
        page.asByteBuffer().put(BYTES);
        if (invoke(libc, SystemCall.MPROTECT.number(), address, PAGE, PROT_READ() | PROT_EXEC(), 0, 0, 0) == -1) {
            throw new UnsupportedOperationException(
                    "this host forbids making memory executable (mprotect(2) failed), which Jocker cannot do without");
        }
        return page;
    }
}
