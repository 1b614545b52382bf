package dev.jocker.runtime.security;

import dev.jocker.bindings.audit_h;
import dev.jocker.bindings.errno_h;
import dev.jocker.bindings.x86_64.syscall_h;
import dev.jocker.runtime.syscall.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is done about each system call of one architecture, by number: a {@link SeccompProfile} without names. Which rule wins is
 * decided here, see there.
 */
final class SeccompPolicy {
    /** On x86-64, the bit in the number of a call of the x32 ABI; {@code asm/unistd.h}. */
    static final int X32_BIT = syscall_h.__X32_SYSCALL_BIT();

    static final int ENOSYS = SeccompAction.SCMP_ACT_ERRNO.returned(errno_h.ENOSYS());

    private static final int FIRST_CAPACITY = 512;

    /** What a filter returns if all {@code conditions} hold. */
    static final class Alternative {
        final List<SeccompArgument> conditions;
        final int returned;

        Alternative(List<SeccompArgument> conditions, int returned) {
            this.conditions = conditions;
            this.returned = returned;
        }
    }

    /** The first alternative that holds, or else {@code otherwise}. */
    static final class Verdict {
        final List<Alternative> alternatives;
        final int otherwise;

        private Verdict(List<Alternative> alternatives, int otherwise) {
            this.alternatives = alternatives;
            this.otherwise = otherwise;
        }

        /** Whether arguments do not matter. */
        boolean isConstant() {
            return alternatives.isEmpty();
        }

        /** Whether two verdicts can share code for sure. */
        boolean isSameAs(Verdict other) {
            return this == other || isConstant() && other.isConstant() && otherwise == other.otherwise;
        }
    }

    private final Architecture architecture;
    private final Verdict otherwise;
    private final boolean defaultLetsPass;
    private boolean listsCompat;
    private Verdict[] byNumber = new Verdict[FIRST_CAPACITY]; // null: no rule
    private int last = -1;

    SeccompPolicy(Architecture architecture, SeccompAction defaultAction, int defaultErrno) {
        this.architecture = architecture;
        this.otherwise = new Verdict(List.of(), defaultAction.returned(defaultErrno));
        this.defaultLetsPass = defaultAction.letsPass();
    }

    /** Notes an architecture that the profile lists. Those of other machines do not matter here. */
    void list(String ociName) {
        String compat = architecture == Architecture.X86_64 ? "SCMP_ARCH_X86" : "SCMP_ARCH_ARM";
        listsCompat |= ociName.equals(compat);
    }

    /** A rule without conditions on each of {@code numbers}. */
    void always(int returned, int... numbers) {
        var verdict = new Verdict(List.of(), returned);
        for (int number : numbers) {
            mention(number);
            Verdict present = byNumber[number];
            if (returned != otherwise.otherwise && (present == null || !present.isConstant())) {
                byNumber[number] = verdict;
            }
        }
    }

    /** A rule on {@code number} with conditions, all of which have to hold. */
    void when(int returned, int number, List<SeccompArgument> conditions) {
        mention(number);
        Verdict present = byNumber[number];
        if (returned == otherwise.otherwise || present != null && present.isConstant()) {
            return;
        }
        if (present == null) {
            present = new Verdict(new ArrayList<>(), otherwise.otherwise);
            byNumber[number] = present;
        }
        present.alternatives.add(new Alternative(conditions, returned));
    }

    Architecture architecture() {
        return architecture;
    }

    /** What {@code seccomp_data.arch} is for the calls that this policy is about. */
    int auditArchitecture() {
        return architecture == Architecture.X86_64 ? audit_h.AUDIT_ARCH_X86_64() : audit_h.AUDIT_ARCH_AARCH64();
    }

    /** The 32-bit architecture of this machine if the profile lists it, or else 0. */
    int compatArchitecture() {
        if (!listsCompat) {
            return 0;
        }
        return architecture == Architecture.X86_64 ? audit_h.AUDIT_ARCH_I386() : audit_h.AUDIT_ARCH_ARM();
    }

    /** The highest number that a rule is about; -1 if there are no rules. */
    int last() {
        return last;
    }

    /** What is done about a call up to {@link #last}. */
    Verdict verdict(int number) {
        Verdict verdict = byNumber[number];
        return verdict == null ? otherwise : verdict;
    }

    /** What is done about calls above {@link #last}: they are newer than the profile. */
    Verdict newer() {
        return defaultLetsPass ? otherwise : new Verdict(List.of(), ENOSYS);
    }

    /** What is done about calls of x32, which no rule is about: they must not get past rules by another number. */
    Verdict x32() {
        return new Verdict(List.of(), ENOSYS);
    }

    private void mention(int number) {
        if (number >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, Math.max(number + 1, 2 * byNumber.length));
        }
        last = Math.max(last, number);
    }
}
