package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.MMAP;
import static dev.jocker.runtime.syscall.SystemCall.MPROTECT;
import static dev.jocker.runtime.syscall.SystemCall.RT_SIGACTION;

import dev.jocker.bindings.mman_h;
import dev.jocker.bindings.signal_h;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Signals of this process as bytes in a pipe: the handler is a few bytes of machine code that writes the signal's
 * number, and a thread reads them when it likes ({@code signal-safety(7)}, "the self-pipe trick").
 *
 * <p>It is not the JDK's {@code sun.misc.Signal}: the compiler warns of that in a way that no option turns off, and
 * the JVM keeps SIGQUIT from it. The price: while a signal is taken, the JVM does not hear of it. Take none that the
 * JVM needs for itself (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGUSR2).
 *
 * <p>There is one pipe for the process and it stays: a handler may still run on some thread after its signal was given
 * back, and must not write into a number that has become another file's.
 */
public final class SignalPipe {
    private static final int PAGE = 4096;
    private static final int SET_BYTES = 8; // sigset_t of the kernel
    private static final int SIGNALS = 64;
    private static final long SIG_IGN = 1; // (__sighandler_t) 1: jextract makes nothing of a cast

    // struct sigaction of the kernel on x86-64; TerminalLayoutsTest compares with bindings.
    static final int ACTION_BYTES = 32;
    static final int HANDLER = 0;
    static final int FLAGS = 8;
    static final int RESTORER = 16;

    private static final int WRITE_NUMBER = 1; // as the machine code below is for x86-64 only
    private static final int RT_SIGRETURN_NUMBER = 15;
    private static final int RESTORER_START = 32;

    private static SignalPipe ofProcess;

    private final Descriptors.Pipe pipe;
    private final long code;
    private final byte[][] before = new byte[SIGNALS + 1][];
    private final ByteBuffer received = Descriptors.buffer(1);

    private SignalPipe() throws SyscallException {
        pipe = Descriptors.pipe();
        Terminals.setNonBlocking(pipe.writeEnd()); // a handler must not wait; 65536 unread signals are enough
        code = map(code(pipe.writeEnd().number()));
    }

    /**
     * The pipe.
     *
     * @throws UnsupportedOperationException on an architecture that the handler is not written for
     */
    public static synchronized SignalPipe ofProcess() throws SyscallException {
        if (ofProcess == null) {
            if (Architecture.current() != Architecture.X86_64) {
                throw new UnsupportedOperationException("no signal handler for this architecture yet");
            }
            ofProcess = new SignalPipe();
        }
        return ofProcess;
    }

    /**
     * Takes a signal, {@code rt_sigaction(2)}. One that is ignored stays so: {@code nohup(1)} wants it.
     *
     * @return whether it now comes through the pipe
     */
    public synchronized boolean take(int signal) throws SyscallException {
        if (before[signal] != null) {
            return true;
        }
        byte[] current = exchange(signal, null);
        if (ByteBuffer.wrap(current).order(ByteOrder.nativeOrder()).getLong(HANDLER) == SIG_IGN) {
            return false;
        }
        ByteBuffer action = ByteBuffer.allocate(ACTION_BYTES).order(ByteOrder.nativeOrder());
        action.putLong(HANDLER, code);
        // RESTART, so that calls of the JVM's and of its libraries go on as if nothing had been.
        action.putLong(FLAGS, (long) signal_h.SA_RESTART() | dev.jocker.bindings.x86_64.signal_h.SA_RESTORER());
        action.putLong(RESTORER, code + RESTORER_START);
        before[signal] = exchange(signal, action.array());
        return true;
    }

    /** Gives a signal back to whom it belonged. One that was not taken is no error. */
    public synchronized void giveBack(int signal) throws SyscallException {
        if (before[signal] != null) {
            exchange(signal, before[signal]);
            before[signal] = null;
        }
    }

    /** Waits for the next signal; for one thread. Returns its number. */
    public int next() throws SyscallException {
        received.clear();
        Descriptors.read(pipe.readEnd(), received);
        return received.get(0);
    }

    /** Sets an action, or only asks where it is null. Returns what was before. */
    private static byte[] exchange(int signal, byte[] action) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block old = memory.block(ACTION_BYTES);
            Argument wanted = Argument.NULL;
            if (action != null) {
                NativeMemory.Block block = memory.block(ACTION_BYTES);
                block.bytes().put(0, action);
                wanted = block;
            }
            Downcall.call(RT_SIGACTION, Argument.number(signal), wanted, old, Argument.number(SET_BYTES));
            byte[] bytes = new byte[ACTION_BYTES];
            old.bytes().get(0, bytes);
            return bytes;
        }
    }

    /** The handler, and at RESTORER_START what the kernel makes it return to. */
    private static byte[] code(int descriptor) {
        ByteBuffer text = ByteBuffer.allocate(RESTORER_START + 7).order(ByteOrder.LITTLE_ENDIAN);
        text.put((byte)
                0x57); //                                  push %rdi          the signal's number, as a byte in memory
        text.put((byte) 0xb8).putInt(WRITE_NUMBER); //             mov  $1, %eax
        text.put((byte) 0xbf).putInt(descriptor); //               mov  $descriptor, %edi
        text.put(new byte[] {0x48, (byte) 0x89, (byte) 0xe6}); //  mov  %rsp, %rsi
        text.put((byte) 0xba).putInt(1); //                        mov  $1, %edx
        text.put(new byte[] {0x0f, 0x05}); //                      syscall
        text.put(new byte[] {0x5f, (byte) 0xc3}); //               pop  %rdi; ret
        text.position(RESTORER_START);
        text.put((byte) 0xb8).putInt(RT_SIGRETURN_NUMBER); //      mov  $15, %eax
        text.put(new byte[] {0x0f, 0x05}); //                      syscall
        return text.array();
    }

    /** Writable first, then executable, never both, as in {@link MachineCode}. Stays mapped, as the pipe stays open. */
    private static long map(byte[] bytes) throws SyscallException {
        Argument size = Argument.number(PAGE);
        long address = Downcall.call(
                MMAP,
                Argument.NULL,
                size,
                Argument.named(mman_h.PROT_READ() | mman_h.PROT_WRITE(), "PROT_READ|PROT_WRITE"),
                Argument.named(mman_h.MAP_PRIVATE() | mman_h.MAP_ANONYMOUS(), "MAP_PRIVATE|MAP_ANONYMOUS"),
                Argument.number(-1),
                Argument.number(0));
        MemorySegment.ofAddress(address).reinterpret(PAGE).asByteBuffer().put(bytes);
        Downcall.call(
                MPROTECT,
                Argument.named(address, "signal handler"),
                size,
                Argument.named(mman_h.PROT_READ() | mman_h.PROT_EXEC(), "PROT_READ|PROT_EXEC"));
        return address;
    }
}
