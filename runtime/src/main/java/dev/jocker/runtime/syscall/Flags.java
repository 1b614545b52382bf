package dev.jocker.runtime.syscall;

/**
 * A set of {@link Flag}s as one word. Bits without a name are kept and shown as hexadecimal, since newer kernels have flags
 * that this class has not.
 *
 * @param kind whose names to show; not null
 * @param bits the set
 */
public record Flags<F extends Enum<F> & Flag>(Class<F> kind, long bits) implements Argument {

    /** The empty set. */
    public static <F extends Enum<F> & Flag> Flags<F> none(Class<F> kind) {
        return new Flags<>(kind, 0);
    }

    /** The union of the given flags. */
    @SafeVarargs
    public static <F extends Enum<F> & Flag> Flags<F> of(F first, F... others) {
        long bits = first.bits();
        for (F other : others) {
            bits |= other.bits();
        }
        return new Flags<>(first.getDeclaringClass(), bits);
    }

    /** Whether all bits of {@code flag} are in this set. */
    public boolean has(F flag) {
        return (bits & flag.bits()) == flag.bits();
    }

    /** This set with {@code flag} in it. */
    public Flags<F> with(F flag) {
        return new Flags<>(kind, bits | flag.bits());
    }

    /** This set without the bits of {@code flag}. */
    public Flags<F> without(F flag) {
        return new Flags<>(kind, bits & ~flag.bits());
    }

    /** The union of both sets. */
    public Flags<F> with(Flags<F> others) {
        return new Flags<>(kind, bits | others.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    @Override
    public long word() {
        return bits;
    }

    /** Names joined by {@code |}, then what has no name in hexadecimal; {@code 0} for the empty set. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        long rest = bits;
        for (F flag : kind.getEnumConstants()) {
            if (has(flag) && (rest & flag.bits()) != 0) {
                text.append(text.isEmpty() ? "" : "|").append(flag.name());
                rest &= ~flag.bits();
            }
        }
        if (rest != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : "|").append(rest == 0 ? "0" : "0x".concat(Long.toHexString(rest)));
        }
        return text.toString();
    }
}
