package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.CAPGET;
import static dev.jocker.runtime.syscall.SystemCall.CAPSET;
import static dev.jocker.runtime.syscall.SystemCall.SETFSGID;
import static dev.jocker.runtime.syscall.SystemCall.SETFSUID;

import dev.jocker.bindings.capability_h;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Whose new files are, {@code setfsuid(2)}. A file system that belongs to a user namespace takes files of its own users only (EOVERFLOW
 * else). It is a matter of one thread, so what is to be done as somebody else is done by a thread born for it.
 */
public final class FileCredentials {
    // struct __user_cap_header_struct, and two of struct __user_cap_data_struct, capget(2).
    private static final int HEADER_BYTES = 8;
    private static final int DATA_BYTES = 24;

    private FileCredentials() {}

    /** Does {@code work} with these file system ids and all capabilities that this process has, and waits for it. */
    public static <T> T as(int uid, int gid, Callable<T> work) throws IOException {
        var task = new FutureTask<T>(() -> {
            change(uid, gid);
            return work.call();
        });
        Thread thread = Thread.ofPlatform().name("file credentials").start(task);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // it is at work on files: it is not left alone
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return switch (task.state()) {
            case SUCCESS -> task.resultNow();
            default -> throw rethrown(task.exceptionNow());
        };
    }

    private static IOException rethrown(Throwable thrown) {
        return switch (thrown) {
            case IOException io -> io;
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> new IOException(thrown);
        };
    }

    /** A change from root takes the capabilities over files out of the effective set: they are put back. */
    private static void change(int uid, int gid) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block header = memory.block(HEADER_BYTES);
            header.bytes().putInt(0, capability_h._LINUX_CAPABILITY_VERSION_3());
            NativeMemory.Block data = memory.block(DATA_BYTES);
            Downcall.call(CAPGET, header, data);
            Downcall.call(SETFSGID, Argument.number(Integer.toUnsignedLong(gid)));
            Downcall.call(SETFSUID, Argument.number(Integer.toUnsignedLong(uid)));
            Downcall.call(CAPSET, header, data);
        }
    }
}
