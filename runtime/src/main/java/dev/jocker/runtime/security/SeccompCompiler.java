package dev.jocker.runtime.security;

import static dev.jocker.bindings.filter_h.BPF_JEQ;
import static dev.jocker.bindings.filter_h.BPF_JGE;
import static dev.jocker.bindings.filter_h.BPF_JGT;
import static dev.jocker.bindings.filter_h.BPF_JSET;

import dev.jocker.bindings.filter_h;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.security.SeccompPolicy.Alternative;
import dev.jocker.runtime.security.SeccompPolicy.Verdict;
import dev.jocker.runtime.syscall.Architecture;
import dev.jocker.runtime.syscall.Flags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a filter of a policy. The filter checks the architecture, then finds the call's number by binary search among ranges of
 * numbers with the same verdict, then looks at arguments where these matter:
 *
 * <pre>
 *   ld arch;  jeq this machine's, else (jeq 32-bit's -> ENOSYS, else kill)
 *   ld nr;    jge 200 -> ..., else jge 100 -> ..., else ...
 *             ret verdict   |   ld argument; compare -> ret, else next comparison ...
 * </pre>
 *
 * <p>Before arguments are looked at, there are only loads of {@code arch} and {@code nr}, jumps and returns: that is what a kernel
 * (5.11 and newer) understands when it works out which calls always pass, for which it then does not run the filter at all.
 */
final class SeccompCompiler {
    // struct seccomp_data { int nr; u32 arch; u64 instruction_pointer; u64 args[6]; }, little-endian halves.
    static final int NUMBER = 0;
    static final int ARCHITECTURE = 4;
    static final int ARGUMENTS = 16;

    private static final int HIGH_HALF = 4;

    private final SeccompPolicy policy;
    private final BpfCode code = new BpfCode();
    private final List<Verdict> verdicts = new ArrayList<>(); // of each range
    private int[] starts = new int[64]; // of each range: its first number

    private SeccompCompiler(SeccompPolicy policy) {
        this.policy = policy;
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException if it has more instructions than the kernel takes, which is 4096
     */
    static SeccompFilter compile(SeccompPolicy policy, Flags<SeccompFlag> flags) {
        BpfCode code = new SeccompCompiler(policy).compile();
        if (code.length() > filter_h.BPF_MAXINSNS()) {
            throw new IllegalArgumentException("the seccomp profile makes a filter of " + code.length()
                    + " instructions; the kernel takes " + filter_h.BPF_MAXINSNS());
        }
        return new SeccompFilter(code.bytes(), flags);
    }

    private BpfCode compile() {
        collectRanges();
        int tree = search(0, verdicts.size() - 1);
        int native64 = code.load(NUMBER, tree);
        int foreign = code.returning(SeccompAction.SCMP_ACT_KILL_PROCESS.returned(0));
        if (policy.compatArchitecture() != 0) {
            int compat = code.returning(SeccompPolicy.ENOSYS);
            foreign = code.jump(BPF_JEQ(), policy.compatArchitecture(), compat, foreign);
        }
        code.load(ARCHITECTURE, code.jump(BPF_JEQ(), policy.auditArchitecture(), native64, foreign));
        return code;
    }

    /** All numbers from 0 up belong to a range; numbers are unsigned. */
    private void collectRanges() {
        for (int number = 0; number <= policy.last(); number++) {
            addRange(number, policy.verdict(number));
        }
        addRange(policy.last() + 1, policy.newer());
        if (policy.architecture() == Architecture.X86_64) {
            addRange(SeccompPolicy.X32_BIT, policy.x32());
        }
    }

    private void addRange(int start, Verdict verdict) {
        int count = verdicts.size();
        if (count > 0 && verdicts.get(count - 1).isSameAs(verdict)) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count] = start;
        verdicts.add(verdict);
    }

    /** A search among the ranges {@code first} to {@code last}, with the number loaded. */
    private int search(int first, int last) {
        if (first == last) {
            return verdict(verdicts.get(first));
        }
        if (last == first + 2
                && starts[last] == starts[first + 1] + 1
                && verdicts.get(first).isSameAs(verdicts.get(last))) {
            // One number amid others: one comparison instead of two.
            int exception = verdict(verdicts.get(first + 1));
            return code.jump(BPF_JEQ(), starts[first + 1], exception, verdict(verdicts.get(first)));
        }
        int middle = (first + last + 1) / 2;
        int above = search(middle, last);
        int below = search(first, middle - 1);
        return code.jump(BPF_JGE(), starts[middle], above, below);
    }

    private int verdict(Verdict verdict) {
        int place = code.returning(verdict.otherwise);
        for (int i = verdict.alternatives.size() - 1; i >= 0; i--) {
            Alternative alternative = verdict.alternatives.get(i);
            int holds = code.returning(alternative.returned);
            for (int j = alternative.conditions.size() - 1; j >= 0; j--) {
                holds = condition(alternative.conditions.get(j), holds, place);
            }
            place = holds;
        }
        return place;
    }

    /** Looks at an argument and goes on accordingly. */
    private int condition(SeccompArgument argument, int holds, int fails) {
        long value = argument.value();
        return switch (argument.operator()) {
            case SCMP_CMP_EQ -> masked(argument, -1, value, holds, fails);
            case SCMP_CMP_NE -> masked(argument, -1, value, fails, holds);
            case SCMP_CMP_GT -> ordered(argument, BPF_JGT(), holds, fails);
            case SCMP_CMP_GE -> ordered(argument, BPF_JGE(), holds, fails);
            case SCMP_CMP_LE -> ordered(argument, BPF_JGT(), fails, holds);
            case SCMP_CMP_LT -> ordered(argument, BPF_JGE(), fails, holds);
            case SCMP_CMP_MASKED_EQ -> masked(argument, value, argument.valueTwo(), holds, fails);
        };
    }

    /** Above, or not below, by {@code condition}: by the upper half, and where that is equal, by the lower. */
    private int ordered(SeccompArgument argument, int condition, int holds, int fails) {
        int low = lowOffset(argument);
        int place =
                code.jump(condition, (int) argument.value(), code.withLoaded(low, holds), code.withLoaded(low, fails));
        place = code.load(low, place);
        if (argument.width() == Width.NARROW) {
            return place;
        }
        int high = low + HIGH_HALF;
        int upper = (int) (argument.value() >>> Integer.SIZE);
        place = code.jump(BPF_JEQ(), upper, place, code.withLoaded(high, fails));
        place = code.jump(BPF_JGT(), upper, code.withLoaded(high, holds), place);
        return code.load(high, place);
    }

    private int masked(SeccompArgument argument, long mask, long value, int holds, int fails) {
        int low = lowOffset(argument);
        int place = maskedHalf(low, (int) mask, (int) value, holds, fails);
        if (argument.width() == Width.NARROW) {
            return place;
        }
        return maskedHalf(low + HIGH_HALF, (int) (mask >>> Integer.SIZE), (int) (value >>> Integer.SIZE), place, fails);
    }

    private int maskedHalf(int offset, int mask, int value, int holds, int fails) {
        if (mask == 0) {
            return value == 0 ? holds : fails;
        }
        if (mask == -1) {
            return code.load(
                    offset,
                    code.jump(BPF_JEQ(), value, code.withLoaded(offset, holds), code.withLoaded(offset, fails)));
        }
        if (value == 0) {
            return code.load(
                    offset,
                    code.jump(BPF_JSET(), mask, code.withLoaded(offset, fails), code.withLoaded(offset, holds)));
        }
        return code.load(offset, code.mask(mask, code.jump(BPF_JEQ(), value, holds, fails)));
    }

    private static int lowOffset(SeccompArgument argument) {
        return ARGUMENTS + argument.index() * Long.BYTES;
    }
}
