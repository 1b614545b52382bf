package dev.jocker.runtime.netlink;

import java.io.IOException;

/** Whole datagrams to and from the kernel. The one place where a test can be the kernel. */
interface Wire extends AutoCloseable {
    /** Sends a datagram; the kernel has worked through it when this returns. */
    void send(byte[] datagram) throws IOException;

    /** The next datagram from the kernel, whatever its size. Blocks until there is one. */
    Bytes receive() throws IOException;

    @Override
    default void close() {}
}
