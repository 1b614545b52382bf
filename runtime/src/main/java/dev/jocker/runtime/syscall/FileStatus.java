package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.STATX;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.stat_h;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code statx(2)} says of a file.
 *
 * @param mode type and permissions
 * @param links how many names it has
 * @param size in bytes
 * @param device of the file system that it is in
 * @param deviceMajor of the device that the file is, 0 if it is none
 * @param seconds of the last modification, since 1970
 * @param nanoseconds beyond them
 */
public record FileStatus(
        int mode,
        int links,
        int uid,
        int gid,
        long size,
        long inode,
        long device,
        int deviceMajor,
        int deviceMinor,
        long seconds,
        int nanoseconds) {
    private static final Argument AT_FDCWD = Argument.named(fcntl_h.AT_FDCWD(), "AT_FDCWD");
    private static final Argument NO_FOLLOW = Argument.named(fcntl_h.AT_SYMLINK_NOFOLLOW(), "AT_SYMLINK_NOFOLLOW");
    private static final Argument EMPTY_PATH = Argument.named(fcntl_h.AT_EMPTY_PATH(), "AT_EMPTY_PATH");
    private static final Argument BASIC = Argument.named(stat_h.STATX_BASIC_STATS(), "STATX_BASIC_STATS");

    // Where the fields of struct statx are; a test compares with the bindings, whose layouts a cold start need not pay
    // for.
    static final int STATX_BYTES = 256;
    static final int STATFS_BYTES = 120;
    static final int STX_NLINK = 16;
    static final int STX_UID = 20;
    static final int STX_GID = 24;
    static final int STX_MODE = 28;
    static final int STX_INO = 32;
    static final int STX_SIZE = 40;
    static final int STX_MTIME = 112;
    static final int STX_RDEV_MAJOR = 128;
    static final int STX_RDEV_MINOR = 132;
    static final int STX_DEV_MAJOR = 136;
    static final int STX_DEV_MINOR = 140;
    static final int TV_NSEC = 8;

    private static final int PERMISSIONS = 07777;
    private static final int ANY_EXECUTE = 0111;

    /** The open file. */
    public static FileStatus of(Fd file) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block status = memory.block(STATX_BYTES);
            Downcall.call(STATX, file, memory.string(""), EMPTY_PATH, BASIC, status);
            return read(status.bytes());
        }
    }

    /** The entry itself, not what it leads to if it is a symbolic link. */
    public static FileStatus of(Fd directory, String name) throws SyscallException {
        return of((Argument) directory, name);
    }

    /** The file itself, not what it leads to if it is a symbolic link. */
    public static FileStatus of(String path) throws SyscallException {
        return of(AT_FDCWD, path);
    }

    /** The file itself, not what it leads to if it is a symbolic link. */
    public static FileStatus of(Path path) throws SyscallException {
        return of(AT_FDCWD, path.toString());
    }

    /** The file itself, or null if there is none: no entry, no name that one can have, or something on the way that is no directory. */
    public static FileStatus ofExisting(String path) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            Argument name = FileNames.argument(memory, path);
            NativeMemory.Block status = memory.block(STATX_BYTES);
            // Not by an exception: that something is missing is an everyday answer here, and many are asked for in a
            // cold start.
            long result = Downcall.tryCall(
                    STATX, AT_FDCWD.word(), name.word(), NO_FOLLOW.word(), BASIC.word(), status.word(), 0);
            if (!Downcall.isError(result)) {
                return read(status.bytes());
            }
            return switch (Errno.of((int) -result)) {
                case ENOENT, ENOTDIR, ENAMETOOLONG -> null;
                default ->
                    throw new SyscallException(STATX, List.of(AT_FDCWD, name, NO_FOLLOW, BASIC, status), (int) -result);
            };
        }
    }

    public boolean isDirectory() {
        return type() == stat_h.S_IFDIR();
    }

    public boolean isRegular() {
        return type() == stat_h.S_IFREG();
    }

    public boolean isSymbolicLink() {
        return type() == stat_h.S_IFLNK();
    }

    /** Whether it is a node of a device, a block device or a character device. */
    public boolean isDevice() {
        return isBlockDevice() || type() == stat_h.S_IFCHR();
    }

    public boolean isBlockDevice() {
        return type() == stat_h.S_IFBLK();
    }

    /** Whether this is how overlayfs says "deleted here": a character device 0:0. */
    public boolean isWhiteout() {
        return type() == stat_h.S_IFCHR() && deviceMajor == 0 && deviceMinor == 0;
    }

    /** Whether somebody may execute it. */
    public boolean isExecutable() {
        return (mode & ANY_EXECUTE) != 0;
    }

    /** The mode without the type. */
    public int permissions() {
        return mode & PERMISSIONS;
    }

    public boolean isFifo() {
        return type() == stat_h.S_IFIFO();
    }

    public boolean isSocket() {
        return type() == stat_h.S_IFSOCK();
    }

    public boolean isCharacterDevice() {
        return type() == stat_h.S_IFCHR();
    }

    /** Which file system an open file is in, {@code fstatfs(2)}: PROC_SUPER_MAGIC and the like. */
    public static long fileSystem(Fd file) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block status = memory.block(STATFS_BYTES);
            Downcall.call(SystemCall.FSTATFS, file, status);
            return status.bytes().getLong(0);
        }
    }

    private int type() {
        return mode & stat_h.S_IFMT();
    }

    private static FileStatus of(Argument directory, String name) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block status = memory.block(STATX_BYTES);
            Downcall.call(STATX, directory, FileNames.argument(memory, name), NO_FOLLOW, BASIC, status);
            return read(status.bytes());
        }
    }

    private static FileStatus read(ByteBuffer bytes) {
        return new FileStatus(
                Short.toUnsignedInt(bytes.getShort(STX_MODE)),
                bytes.getInt(STX_NLINK),
                bytes.getInt(STX_UID),
                bytes.getInt(STX_GID),
                bytes.getLong(STX_SIZE),
                bytes.getLong(STX_INO),
                (long) bytes.getInt(STX_DEV_MAJOR) << Integer.SIZE
                        | Integer.toUnsignedLong(bytes.getInt(STX_DEV_MINOR)),
                bytes.getInt(STX_RDEV_MAJOR),
                bytes.getInt(STX_RDEV_MINOR),
                bytes.getLong(STX_MTIME),
                bytes.getInt(STX_MTIME + TV_NSEC));
    }
}
