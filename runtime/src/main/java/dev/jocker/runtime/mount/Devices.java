package dev.jocker.runtime.mount;

import dev.jocker.bindings.stat_h;
import dev.jocker.runtime.syscall.Argument;

/** Device numbers and the nodes that the OCI runtime specification wants in every {@code /dev}. */
public final class Devices {
    /** A character device and its name, its number, its mode with the type. */
    public record Node(String path, int mode, long number) {}

    private Devices() {}

    /** The six nodes of every container, config-linux.md "Default Devices" (ptmx and console aside). */
    public static Node[] standard() {
        return new Node[] {
            character("/dev/null", 1, 3),
            character("/dev/zero", 1, 5),
            character("/dev/full", 1, 7),
            character("/dev/random", 1, 8),
            character("/dev/urandom", 1, 9),
            character("/dev/tty", 5, 0)
        };
    }

    private static Node character(String path, int major, int minor) {
        return new Node(path, stat_h.S_IFCHR() | 0666, number(major, minor));
    }

    /**
     * The mode bits of a kind of device in the letters of {@code mknod(1)}: c and u a character device, b a block device, p a fifo.
     *
     * @throws IllegalArgumentException for any other letter
     */
    public static int typeOf(String letter) {
        return switch (letter) {
            case "c", "u" -> stat_h.S_IFCHR();
            case "b" -> stat_h.S_IFBLK();
            case "p" -> stat_h.S_IFIFO();
            default -> throw new IllegalArgumentException("a device is c, u, b or p, not " + letter);
        };
    }

    /** A device number as the kernel encodes it, {@code makedev(3)}. */
    public static long number(int major, int minor) {
        return (major & 0xfffff000L) << 32 | (major & 0xfffL) << 8 | (minor & 0xffffff00L) << 12 | minor & 0xffL;
    }

    public static int major(long number) {
        return (int) (number >>> 32 & 0xfffff000L | number >>> 8 & 0xfff);
    }

    public static int minor(long number) {
        return (int) (number >>> 12 & 0xffffff00L | number & 0xff);
    }

    /** A node's mode for readers: {@code S_IFCHR|0666}. */
    static Argument mode(int mode) {
        int type = mode & stat_h.S_IFMT();
        String name = type == stat_h.S_IFCHR() ? "S_IFCHR" : type == stat_h.S_IFBLK() ? "S_IFBLK" : "S_IFIFO";
        return Argument.named(mode, name + "|0" + Integer.toOctalString(mode & 07777));
    }

    /** A device number for readers: {@code makedev(1, 3)}. */
    static Argument number(long device) {
        return Argument.named(device, "makedev(" + major(device) + ", " + minor(device) + ")");
    }
}
