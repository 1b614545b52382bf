package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.Capability.CAP_AUDIT_WRITE;
import static dev.jocker.runtime.security.Capability.CAP_CHOWN;
import static dev.jocker.runtime.security.Capability.CAP_DAC_OVERRIDE;
import static dev.jocker.runtime.security.Capability.CAP_FOWNER;
import static dev.jocker.runtime.security.Capability.CAP_FSETID;
import static dev.jocker.runtime.security.Capability.CAP_KILL;
import static dev.jocker.runtime.security.Capability.CAP_MKNOD;
import static dev.jocker.runtime.security.Capability.CAP_NET_BIND_SERVICE;
import static dev.jocker.runtime.security.Capability.CAP_NET_RAW;
import static dev.jocker.runtime.security.Capability.CAP_SETFCAP;
import static dev.jocker.runtime.security.Capability.CAP_SETGID;
import static dev.jocker.runtime.security.Capability.CAP_SETPCAP;
import static dev.jocker.runtime.security.Capability.CAP_SETUID;
import static dev.jocker.runtime.security.Capability.CAP_SYS_CHROOT;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of capabilities. Bits of a newer kernel's capabilities, which {@link Capability} has no names for, are kept.
 *
 * @param bits the bit {@code 1 << n} stands for capability number n
 */
public record CapabilitySet(long bits) {
    public static final CapabilitySet EMPTY = new CapabilitySet(0);

    /** What docker leaves a container that asks for nothing else: {@code 00000000a80425fb}. */
    public static final CapabilitySet DEFAULT = of(
            CAP_CHOWN,
            CAP_DAC_OVERRIDE,
            CAP_FSETID,
            CAP_FOWNER,
            CAP_MKNOD,
            CAP_NET_RAW,
            CAP_SETGID,
            CAP_SETUID,
            CAP_SETFCAP,
            CAP_SETPCAP,
            CAP_NET_BIND_SERVICE,
            CAP_SYS_CHROOT,
            CAP_KILL,
            CAP_AUDIT_WRITE);

    private static final String ALL = "ALL";
    private static final String BOUNDING_LINE = "\nCapBnd:\t";
    private static final int HEX_DIGITS = 16;

    public static CapabilitySet of(Capability... capabilities) {
        long bits = 0;
        for (Capability each : capabilities) {
            bits |= bit(each);
        }
        return new CapabilitySet(bits);
    }

    /** The capabilities of those names, as a {@code config.json} lists them. The specification wants unknown ones passed over. */
    public static CapabilitySet named(List<String> names) {
        long bits = 0;
        for (String name : names) {
            Capability capability = Capability.orNull(name);
            if (capability != null) {
                bits |= bit(capability);
            }
        }
        return new CapabilitySet(bits);
    }

    /**
     * This process's bounding set: all that a child may keep, unless it gets a user namespace of its own. What
     * {@code --privileged} and {@code --cap-add ALL} mean.
     */
    public static CapabilitySet ofThisProcess() throws IOException {
        return parseStatus(contents("/proc/self/status"));
    }

    /** All that the running kernel knows: the bounding set of a process in a new user namespace. */
    public static CapabilitySet ofKernel() throws IOException {
        int number = Integer.parseInt(contents("/proc/sys/kernel/cap_last_cap").strip());
        return new CapabilitySet(-1L >>> (Long.SIZE - 1 - number));
    }

    /** The bounding set that a {@code /proc/PID/status} shows. */
    static CapabilitySet parseStatus(String status) throws IOException {
        int start = status.indexOf(BOUNDING_LINE);
        if (start < 0 || start + BOUNDING_LINE.length() + HEX_DIGITS > status.length()) {
            throw new IOException("no CapBnd in /proc/self/status");
        }
        start += BOUNDING_LINE.length();
        return new CapabilitySet(Long.parseUnsignedLong(status, start, start + HEX_DIGITS, HEX_DIGITS));
    }

    /**
     * This set as {@code --cap-add} and {@code --cap-drop} change it. As in docker, adding wins over dropping the same one;
     * with {@code --cap-add ALL} what is dropped is taken from all; with {@code --cap-drop ALL} only what is added is left.
     *
     * @param add names, or ALL; case and prefix do not matter
     * @param drop likewise
     * @param available what ALL means, and what may be asked for: {@link #ofThisProcess} mostly
     * @throws IllegalArgumentException if a name is unknown, or is not in {@code available}
     */
    public CapabilitySet adjusted(List<String> add, List<String> drop, CapabilitySet available) {
        CapabilitySet added = asked(add, available);
        CapabilitySet dropped = asked(drop, available);
        if (namesAll(add)) {
            return available.without(dropped);
        }
        if (namesAll(drop)) {
            return added;
        }
        return without(dropped).with(added);
    }

    public boolean has(Capability capability) {
        return (bits & bit(capability)) != 0;
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    public CapabilitySet with(CapabilitySet others) {
        return new CapabilitySet(bits | others.bits);
    }

    public CapabilitySet without(CapabilitySet others) {
        return new CapabilitySet(bits & ~others.bits);
    }

    /** What is in both. */
    public CapabilitySet and(CapabilitySet others) {
        return new CapabilitySet(bits & others.bits);
    }

    /** The names as a {@code config.json} lists them, by number. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (Capability each : Capability.values()) {
            if (has(each)) {
                names.add(each.name());
            }
        }
        return names;
    }

    /** Sixteen hexadecimal digits, as in {@code /proc/PID/status}. */
    @Override
    public String toString() {
        String hex = Long.toHexString(bits);
        return "0".repeat(HEX_DIGITS - hex.length()).concat(hex);
    }

    /**
     * Not {@code Files.readString}: that begins with one byte, after which a number of {@code /proc/sys} is at its end. And this
     * is quicker in a JVM that has just started.
     */
    private static String contents(String file) throws IOException {
        try (var in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static CapabilitySet asked(List<String> names, CapabilitySet available) {
        long bits = 0;
        for (String name : names) {
            if (!ALL.equalsIgnoreCase(name)) {
                Capability capability = Capability.named(name);
                if (!available.has(capability)) {
                    throw new IllegalArgumentException(capability
                            + " is not available: this kernel does not have it, or this process may not give it");
                }
                bits |= bit(capability);
            }
        }
        return new CapabilitySet(bits);
    }

    private static boolean namesAll(List<String> names) {
        for (String name : names) {
            if (ALL.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static long bit(Capability capability) {
        return 1L << capability.number();
    }
}
