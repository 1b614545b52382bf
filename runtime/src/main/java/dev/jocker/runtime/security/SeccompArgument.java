package dev.jocker.runtime.security;

import dev.jocker.runtime.program.Width;

/**
 * A condition on an argument of a system call.
 *
 * @param index which argument, 0 to 5
 * @param operator how it is compared
 * @param value with what; with SCMP_CMP_MASKED_EQ, the mask
 * @param valueTwo what the masked bits have to be; else without meaning
 * @param width how much of the register is looked at. The OCI specification always means all of it. Where the kernel takes an
 *     {@code int}, that is too much: it ignores the upper half, so a caller gets past a comparison by setting a bit there
 */
public record SeccompArgument(int index, SeccompOperator operator, long value, long valueTwo, Width width) {
    private static final int MAX_INDEX = 5;

    public SeccompArgument {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("a system call has no argument " + index);
        }
    }

    /** A comparison of the whole register. */
    public static SeccompArgument of(int index, SeccompOperator operator, long value) {
        return new SeccompArgument(index, operator, value, 0, Width.WIDE);
    }

    /** Whether the bits of {@code mask} are those of {@code value}. */
    public static SeccompArgument masked(int index, long mask, long value) {
        return new SeccompArgument(index, SeccompOperator.SCMP_CMP_MASKED_EQ, mask, value, Width.WIDE);
    }

    /** This condition on the lower half of the register, for arguments that the kernel takes as {@code int}. */
    public SeccompArgument narrow() {
        return new SeccompArgument(index, operator, value, valueTwo, Width.NARROW);
    }
}
