package dev.jocker.runtime.syscall;

import static dev.jocker.runtime.syscall.SystemCall.GETXATTR;
import static dev.jocker.runtime.syscall.SystemCall.LGETXATTR;
import static dev.jocker.runtime.syscall.SystemCall.LISTXATTR;
import static dev.jocker.runtime.syscall.SystemCall.LSETXATTR;
import static dev.jocker.runtime.syscall.SystemCall.SETXATTR;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Extended attributes, {@code xattr(7)}, of any namespace. */
public final class ExtendedAttributes {
    /** The kernel's XATTR_SIZE_MAX. */
    private static final int MAXIMUM = 65_536;

    private static final int USUAL = 256;

    private ExtendedAttributes() {}

    /**
     * The value of an attribute of a file, {@code lgetxattr(2)}; of the link itself if it is one.
     *
     * @return null if the file has no such attribute, or its file system has none
     */
    public static byte[] lgetxattr(String path, String attribute) throws SyscallException {
        try {
            return lgetxattr(path, attribute, USUAL);
        } catch (SyscallException e) {
            return switch (e.errno()) {
                case ENODATA, EOPNOTSUPP -> null;
                case ERANGE -> lgetxattr(path, attribute, MAXIMUM);
                default -> throw e;
            };
        }
    }

    /**
     * Sets an attribute of an entry, of the link itself if it is one. There is no such call relative to a directory before Linux 6.13,
     * so this is {@code lsetxattr(2)} through {@code /proc/self/fd}.
     */
    public static void set(Fd directory, String name, String attribute, byte[] value) throws SyscallException {
        String path = "/proc/self/fd/" + directory.number() + "/" + name;
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block bytes = memory.block(value.length);
            bytes.bytes().put(value);
            Downcall.call(
                    LSETXATTR,
                    FileNames.argument(memory, path),
                    FileNames.argument(memory, attribute),
                    bytes,
                    Argument.number(value.length),
                    Argument.NULL);
        }
    }

    private static byte[] lgetxattr(String path, String attribute, int room) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block value = memory.block(room);
            long length = Downcall.call(
                    LGETXATTR,
                    FileNames.argument(memory, path),
                    FileNames.argument(memory, attribute),
                    value,
                    Argument.number(room));
            byte[] bytes = new byte[(int) length];
            value.bytes().get(bytes);
            return bytes;
        }
    }

    /** The attributes of what is open, as a path too; but for those that this process may not see. Not for a symbolic link. */
    public static Map<String, byte[]> of(Fd file) throws SyscallException {
        Map<String, byte[]> attributes = new LinkedHashMap<>();
        try (var memory = NativeMemory.confined()) {
            Argument path = memory.string("/proc/self/fd/" + file.number());
            NativeMemory.Block list = memory.block(MAXIMUM);
            int length = (int) Downcall.call(LISTXATTR, path, list, Argument.number(MAXIMUM));
            byte[] names = new byte[length];
            list.bytes().get(0, names);
            for (int start = 0; start < length; ) {
                int end = start;
                while (end < length && names[end] != 0) {
                    end++;
                }
                String name = FileNames.decode(Arrays.copyOfRange(names, start, end));
                NativeMemory.Block value = memory.block(MAXIMUM);
                Argument attribute = FileNames.argument(memory, name);
                int size = (int) Downcall.call(GETXATTR, path, attribute, value, Argument.number(MAXIMUM));
                byte[] bytes = new byte[size];
                value.bytes().get(0, bytes);
                attributes.put(name, bytes);
                start = end + 1;
            }
        } catch (SyscallException e) {
            switch (e.errno()) {
                case ENODATA, EOPNOTSUPP -> {} // taken away meanwhile; or there are none in this file system
                default -> throw e;
            }
        }
        return attributes;
    }

    /** Sets an attribute of what is open, as a path too. Not for a symbolic link. */
    public static void set(Fd file, String attribute, byte[] value) throws SyscallException {
        try (var memory = NativeMemory.confined()) {
            NativeMemory.Block bytes = memory.block(Math.max(value.length, 1));
            bytes.bytes().put(value);
            Downcall.call(
                    SETXATTR,
                    memory.string("/proc/self/fd/" + file.number()),
                    FileNames.argument(memory, attribute),
                    bytes,
                    Argument.number(value.length),
                    Argument.NULL);
        }
    }
}
