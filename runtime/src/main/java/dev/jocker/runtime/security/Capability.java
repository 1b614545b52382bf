package dev.jocker.runtime.security;

import dev.jocker.bindings.capability_h;
import dev.jocker.runtime.syscall.Argument;
import java.util.Locale;

/** A part of the superuser's power ({@code capabilities(7)}), spelled as the header spells it. */
public enum Capability implements Argument {
    CAP_CHOWN(capability_h.CAP_CHOWN()),
    CAP_DAC_OVERRIDE(capability_h.CAP_DAC_OVERRIDE()),
    CAP_DAC_READ_SEARCH(capability_h.CAP_DAC_READ_SEARCH()),
    CAP_FOWNER(capability_h.CAP_FOWNER()),
    CAP_FSETID(capability_h.CAP_FSETID()),
    CAP_KILL(capability_h.CAP_KILL()),
    CAP_SETGID(capability_h.CAP_SETGID()),
    CAP_SETUID(capability_h.CAP_SETUID()),
    CAP_SETPCAP(capability_h.CAP_SETPCAP()),
    CAP_LINUX_IMMUTABLE(capability_h.CAP_LINUX_IMMUTABLE()),
    CAP_NET_BIND_SERVICE(capability_h.CAP_NET_BIND_SERVICE()),
    CAP_NET_BROADCAST(capability_h.CAP_NET_BROADCAST()),
    CAP_NET_ADMIN(capability_h.CAP_NET_ADMIN()),
    CAP_NET_RAW(capability_h.CAP_NET_RAW()),
    CAP_IPC_LOCK(capability_h.CAP_IPC_LOCK()),
    CAP_IPC_OWNER(capability_h.CAP_IPC_OWNER()),
    CAP_SYS_MODULE(capability_h.CAP_SYS_MODULE()),
    CAP_SYS_RAWIO(capability_h.CAP_SYS_RAWIO()),
    CAP_SYS_CHROOT(capability_h.CAP_SYS_CHROOT()),
    CAP_SYS_PTRACE(capability_h.CAP_SYS_PTRACE()),
    CAP_SYS_PACCT(capability_h.CAP_SYS_PACCT()),
    CAP_SYS_ADMIN(capability_h.CAP_SYS_ADMIN()),
    CAP_SYS_BOOT(capability_h.CAP_SYS_BOOT()),
    CAP_SYS_NICE(capability_h.CAP_SYS_NICE()),
    CAP_SYS_RESOURCE(capability_h.CAP_SYS_RESOURCE()),
    CAP_SYS_TIME(capability_h.CAP_SYS_TIME()),
    CAP_SYS_TTY_CONFIG(capability_h.CAP_SYS_TTY_CONFIG()),
    CAP_MKNOD(capability_h.CAP_MKNOD()),
    CAP_LEASE(capability_h.CAP_LEASE()),
    CAP_AUDIT_WRITE(capability_h.CAP_AUDIT_WRITE()),
    CAP_AUDIT_CONTROL(capability_h.CAP_AUDIT_CONTROL()),
    CAP_SETFCAP(capability_h.CAP_SETFCAP()),
    CAP_MAC_OVERRIDE(capability_h.CAP_MAC_OVERRIDE()),
    CAP_MAC_ADMIN(capability_h.CAP_MAC_ADMIN()),
    CAP_SYSLOG(capability_h.CAP_SYSLOG()),
    CAP_WAKE_ALARM(capability_h.CAP_WAKE_ALARM()),
    CAP_BLOCK_SUSPEND(capability_h.CAP_BLOCK_SUSPEND()),
    CAP_AUDIT_READ(capability_h.CAP_AUDIT_READ()),
    CAP_PERFMON(capability_h.CAP_PERFMON()),
    CAP_BPF(capability_h.CAP_BPF()),
    CAP_CHECKPOINT_RESTORE(capability_h.CAP_CHECKPOINT_RESTORE());

    private static final String PREFIX = "CAP_";

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /**
     * The capability of that name. Upper and lower case are the same, and {@code CAP_} may be left out: {@code net_admin},
     * {@code CAP_NET_ADMIN}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Capability named(String name) {
        Capability found = orNull(name);
        if (found == null) {
            throw new IllegalArgumentException("unknown capability: " + name);
        }
        return found;
    }

    /** The same, or null if there is none of that name. */
    static Capability orNull(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String full = upper.startsWith(PREFIX) ? upper : PREFIX.concat(upper);
        for (Capability each : values()) {
            if (each.name().equals(full)) {
                return each;
            }
        }
        return null;
    }

    /** Its number, which is its bit's place in a set. */
    public int number() {
        return number;
    }

    @Override
    public long word() {
        return number;
    }
}
