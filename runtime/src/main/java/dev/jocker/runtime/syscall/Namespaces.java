package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.IOCTL;
import static dev.jocker.runtime.syscall.SystemCall.SETNS;
import static dev.jocker.runtime.syscall.SystemCall.UNSHARE;

import dev.jocker.bindings.nsfs_h;
import java.io.IOException;

/**
 * Does work in other namespaces, {@code setns(2)} and {@code unshare(2)}. Both change one thread and there is no way back, so the
 * thread is born for the work and ends with it; never one of a pool, never a virtual one. A socket that is opened there stays there.
 */
public final class Namespaces {
    private Namespaces() {}

    /** What is done there. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Does the work in a namespace that exists, {@code setns(2)}, and waits for it.
     *
     * @param namespace it stays the caller's
     * @param kind what it must be, CLONE_NEW*; the kernel refuses another kind with EINVAL
     */
    public static <T> T inside(Fd namespace, CloneFlag kind, Work<T> work) throws IOException {
        return elsewhere(() -> {
            Downcall.call(SETNS, namespace, Flags.of(kind));
            return work.run();
        });
    }

    /** Does the work in new namespaces, {@code unshare(2)}, and waits for it. They end with it, unless something keeps them. */
    public static <T> T unshared(Flags<CloneFlag> kinds, Work<T> work) throws IOException {
        return elsewhere(() -> {
            Downcall.call(UNSHARE, kinds);
            return work.run();
        });
    }

    /**
     * Which CLONE_NEW* flag makes namespaces of this kind, {@code ioctl_nsfs(2)} NS_GET_NSTYPE.
     *
     * @param file open, not only O_PATH
     * @return its bits; 0 if the file stands for no namespace
     */
    public static long kindOf(Fd file) throws SyscallException {
        try {
            return Downcall.call(IOCTL, file, Argument.named(nsfs_h.NS_GET_NSTYPE(), "NS_GET_NSTYPE"));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOTTY) {
                return 0;
            }
            throw e;
        }
    }

    private static <T> T elsewhere(Work<T> work) throws IOException {
        var visitor = new Visitor<>(work);
        Thread thread = Thread.ofPlatform().name("jocker-namespace").unstarted(visitor);
        thread.start();
        awaitEnd(thread);
        return visitor.result();
    }

    /** Waits without giving up: whoever left early would leave descriptors behind. An interrupt is kept for later. */
    private static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work, and what came of it; read after the thread has ended. */
    private static final class Visitor<T> implements Runnable {
        private final Work<T> work;
        private T result;
        private Throwable failure;

        Visitor(Work<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            try {
                result = work.run();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
        }

        T result() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure != null) {
                throw (Error) failure;
            }
            return result;
        }
    }
}
