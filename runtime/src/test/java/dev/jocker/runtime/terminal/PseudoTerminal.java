package dev.jocker.runtime.terminal;

import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.SyscallException;
import dev.jocker.runtime.syscall.Terminals;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A real pseudo-terminal for a test: {@code master} is the side of whoever shows it, {@code peer} that of the program.
 */
record PseudoTerminal(Fd master, Fd peer) implements AutoCloseable {
    static PseudoTerminal open() throws SyscallException {
        Fd master = Terminals.openMaster(Path.of("/dev/ptmx"));
        return new PseudoTerminal(master, Terminals.openPeer(master));
    }

    /** One that changes nothing of what goes through it. */
    static PseudoTerminal openRaw() throws SyscallException {
        PseudoTerminal terminal = open();
        Terminals.setAttributes(
                terminal.peer, Terminals.attributes(terminal.peer).raw());
        return terminal;
    }

    @Override
    public void close() {
        peer.close();
        master.close();
    }

    /** Reads until there are {@code count} bytes, or the end. */
    static byte[] read(Fd fd, int count) throws SyscallException {
        var bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            ByteBuffer buffer = Descriptors.buffer(Math.min(64 * 1024, count - bytes.size()));
            if (Descriptors.read(fd, buffer) == 0) {
                break;
            }
            byte[] some = new byte[buffer.flip().remaining()];
            buffer.get(some);
            bytes.writeBytes(some);
        }
        return bytes.toByteArray();
    }
}
