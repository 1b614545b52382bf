package dev.jocker.runtime.cgroup;

/** Values of version 1, which docker's options and the OCI specification have, as version 2 wants them. */
final class Conversions {
    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final long MAX_WEIGHT = 10_000;

    private Conversions() {}

    /**
     * A weight, 1 to 10000, for shares, 2 to 262144. A parabola between the logarithms, through both ends and both defaults: 1024
     * shares are the weight 100. (A straight line between the ends, as it was once done, made 39 of 1024.)
     */
    static long weightOfShares(long shares) {
        if (shares <= MIN_SHARES) {
            return 1;
        }
        if (shares >= MAX_SHARES) {
            return MAX_WEIGHT;
        }
        double log = Math.log((double) shares) / Math.log(2);
        double exponent = (log * log + 125 * log) / 612 - 7.0 / 34;
        double weight = StrictMath.pow(10, exponent);
        double rounded = StrictMath.rint(weight);
        // Up, but not for the error of the last digit: 1024 is 100 and not 101.
        return (long) (Math.abs(weight - rounded) < 1e-9 ? rounded : Math.ceil(weight));
    }

    /** {@code io.weight}, 1 to 10000, for a block I/O weight, 10 to 1000: a straight line. */
    static long ioWeight(long weight) {
        return 1 + (weight - 10) * 9999 / 990;
    }

    /**
     * {@code memory.swap.max}, for a limit of memory and swap together: version 2 counts them apart.
     *
     * @param memory the limit of memory, or null
     * @param both -1: unlimited
     */
    static String swap(Long memory, long both) {
        if (both < 0) {
            return "max";
        }
        if (memory == null || memory < 0) {
            throw new CgroupException("controller memory: a limit for memory and swap together (" + both
                    + ") needs one for memory: give that, too");
        }
        if (both < memory) {
            throw new CgroupException("controller memory: the limit for memory and swap together (" + both
                    + ") is less than that for memory (" + memory + "): raise it, it has the memory in it");
        }
        return Long.toString(both - memory);
    }

    /** A number, or {@code max} for -1. */
    static String orMax(long value) {
        return value < 0 ? "max" : Long.toString(value);
    }
}
