package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.FCHMOD;
import static dev.jocker.runtime.syscall.SystemCall.FCHMODAT;
import static dev.jocker.runtime.syscall.SystemCall.FCHOWNAT;
import static dev.jocker.runtime.syscall.SystemCall.UTIMENSAT;

import dev.jocker.bindings.fcntl_h;

/** Changes owners, permissions and times of files. The umask has no say here. */
public final class FileAttributes {
    private static final Argument NO_FOLLOW = Argument.named(fcntl_h.AT_SYMLINK_NOFOLLOW(), "AT_SYMLINK_NOFOLLOW");

    private static final Argument EMPTY_PATH = Argument.named(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH");
    private static final Argument CURRENT = Argument.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");

    private FileAttributes() {}

    /** Sets owner and group of an entry, {@code fchownat(2)}; of the link itself if it is one. Clears setuid and setgid. */
    public static void fchownat(Fd directory, String name, int uid, int gid) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(
                    FCHOWNAT,
                    directory,
                    FileNames.argument(memory, name),
                    Argument.number(Integer.toUnsignedLong(uid)),
                    Argument.number(Integer.toUnsignedLong(gid)),
                    NO_FOLLOW);
        }
    }

    /** Sets the permissions of an open file, {@code fchmod(2)}. Not for a descriptor that was opened with O_PATH. */
    public static void fchmod(Fd file, int mode) throws SyscallException {
        Downcall.call(FCHMOD, file, Argument.mode(mode));
    }

    /** Sets the permissions of an entry, {@code fchmodat(2)}, which <em>follows</em> a symbolic link: know what the entry is. */
    public static void fchmodat(Fd directory, String name, int mode) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(FCHMODAT, directory, FileNames.argument(memory, name), Argument.mode(mode));
        }
    }

    /** Sets the times of last access and modification of an entry, {@code utimensat(2)}; of the link itself if it is one. */
    public static void utimensat(Fd directory, String name, long seconds, int nanoseconds) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block times = memory.block(4L * Long.BYTES);
            times.bytes().putLong(seconds).putLong(nanoseconds).putLong(seconds).putLong(nanoseconds);
            Argument shown = Argument.named(times.address(), "{" + seconds + "s " + nanoseconds + "ns}");
            Downcall.call(UTIMENSAT, directory, FileNames.argument(memory, name), shown, NO_FOLLOW);
        }
    }

    /** Sets owner and group of what is open, as a path too. */
    public static void chown(Fd file, int uid, int gid) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(
                    FCHOWNAT,
                    file,
                    memory.string(""),
                    Argument.number(Integer.toUnsignedLong(uid)),
                    Argument.number(Integer.toUnsignedLong(gid)),
                    EMPTY_PATH);
        }
    }

    /** Sets the permissions of what is open, as a path too; through {@code /proc}, since fchmod(2) wants more. Not for a symbolic link. */
    public static void chmod(Fd file, int mode) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Downcall.call(FCHMODAT, CURRENT, memory.string("/proc/self/fd/" + file.number()), Argument.mode(mode));
        }
    }

    /** Sets the times of what is open, as a path too. Not for a symbolic link. */
    public static void setTimes(Fd file, long seconds, int nanoseconds) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block times = memory.block(4L * Long.BYTES);
            times.bytes().putLong(seconds).putLong(nanoseconds).putLong(seconds).putLong(nanoseconds);
            Argument shown = Argument.named(times.address(), "{" + seconds + "s " + nanoseconds + "ns}");
            Downcall.call(UTIMENSAT, CURRENT, memory.string("/proc/self/fd/" + file.number()), shown, Argument.NULL);
        }
    }
}
