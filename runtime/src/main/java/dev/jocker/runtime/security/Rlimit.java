package dev.jocker.runtime.security;

import static dev.jocker.runtime.syscall.SystemCall.PRLIMIT64;

import dev.jocker.bindings.resource_h;
import dev.jocker.runtime.program.Datum;
import dev.jocker.runtime.program.Instruction;
import dev.jocker.runtime.program.Operand;
import dev.jocker.runtime.syscall.Argument;
import java.util.Locale;

/**
 * A limit on what one process may use; {@code getrlimit(2)}, {@code prlimit(2)}.
 *
 * @param resource of what
 * @param soft what the kernel enforces, unsigned; the unit is the resource's
 * @param hard how far the process may raise {@code soft}
 */
public record Rlimit(Resource resource, long soft, long hard) {
    /** No limit. */
    public static final long UNLIMITED = resource_h.RLIM64_INFINITY();

    // struct rlimit64 { u64 rlim_cur, rlim_max; }
    static final int STRUCT_BYTES = 16;
    private static final int HARD_OFFSET = 8;

    /** What can be limited. Short names, as in {@code --ulimit}, are these in lower case without the prefix. */
    public enum Resource implements Argument {
        RLIMIT_CPU(resource_h.RLIMIT_CPU()),
        RLIMIT_FSIZE(resource_h.RLIMIT_FSIZE()),
        RLIMIT_DATA(resource_h.RLIMIT_DATA()),
        RLIMIT_STACK(resource_h.RLIMIT_STACK()),
        RLIMIT_CORE(resource_h.RLIMIT_CORE()),
        RLIMIT_RSS(resource_h.RLIMIT_RSS()),
        RLIMIT_NPROC(resource_h.RLIMIT_NPROC()),
        RLIMIT_NOFILE(resource_h.RLIMIT_NOFILE()),
        RLIMIT_MEMLOCK(resource_h.RLIMIT_MEMLOCK()),
        RLIMIT_AS(resource_h.RLIMIT_AS()),
        RLIMIT_LOCKS(resource_h.RLIMIT_LOCKS()),
        RLIMIT_SIGPENDING(resource_h.RLIMIT_SIGPENDING()),
        RLIMIT_MSGQUEUE(resource_h.RLIMIT_MSGQUEUE()),
        RLIMIT_NICE(resource_h.RLIMIT_NICE()),
        RLIMIT_RTPRIO(resource_h.RLIMIT_RTPRIO()),
        RLIMIT_RTTIME(resource_h.RLIMIT_RTTIME());

        private static final String PREFIX = "RLIMIT_";

        private final int number;

        Resource(int number) {
            this.number = number;
        }

        /**
         * The resource of that name, {@code nofile} or {@code RLIMIT_NOFILE}.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Resource named(String name) {
            String upper = name.toUpperCase(Locale.ROOT);
            String full = upper.startsWith(PREFIX) ? upper : PREFIX.concat(upper);
            for (Resource each : values()) {
                if (each.name().equals(full)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("unknown resource limit: " + name);
        }

        @Override
        public long word() {
            return number;
        }
    }

    public Rlimit {
        if (Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException(
                    "the soft limit of " + resource + " is above the hard one: " + text(soft) + " > " + text(hard));
        }
    }

    /**
     * The limit that a {@code config.json} has.
     *
     * @throws IllegalArgumentException if its type is unknown, or the soft limit is above the hard one
     */
    public static Rlimit of(dev.jocker.runtime.oci.Rlimit listed) {
        return new Rlimit(Resource.named(listed.type()), listed.soft(), listed.hard());
    }

    /**
     * Reads {@code --ulimit}'s {@code NAME=SOFT[:HARD]}; without HARD both are the same; {@code -1} and {@code unlimited} are no
     * limit.
     *
     * @throws IllegalArgumentException if it is not of that form, the name is unknown, or the soft limit is above the hard one
     */
    public static Rlimit parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("not NAME=SOFT[:HARD]: " + text);
        }
        Resource resource = Resource.named(text.substring(0, equals));
        int colon = text.indexOf(':', equals);
        if (colon < 0) {
            long both = limit(text.substring(equals + 1), text);
            return new Rlimit(resource, both, both);
        }
        return new Rlimit(
                resource, limit(text.substring(equals + 1, colon), text), limit(text.substring(colon + 1), text));
    }

    /** Sets the limit. Raising a hard limit wants CAP_SYS_RESOURCE in the first user namespace, so early, as root. */
    public Instruction instruction() {
        Datum limit = Datum.structure(toString(), STRUCT_BYTES).set64(0, soft).set64(HARD_OFFSET, hard);
        return Instruction.Call.of(
                "limit resources",
                PRLIMIT64,
                Operand.of(0),
                Operand.of(resource),
                Operand.address(limit),
                Operand.NULL);
    }

    /** {@code SOFT:HARD}. */
    @Override
    public String toString() {
        return text(soft).concat(":").concat(text(hard));
    }

    private static String text(long limit) {
        return limit == UNLIMITED ? "unlimited" : Long.toUnsignedString(limit);
    }

    private static long limit(String number, String whole) {
        if (number.equals("-1") || number.equals("unlimited")) {
            return UNLIMITED;
        }
        try {
            long limit = Long.parseLong(number);
            if (limit >= 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a limit: " + number + " in " + whole, e);
        }
        throw new IllegalArgumentException("not a limit: " + number + " in " + whole);
    }
}
