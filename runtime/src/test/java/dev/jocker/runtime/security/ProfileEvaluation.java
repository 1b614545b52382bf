package dev.jocker.runtime.security;

import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Architecture;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What a profile says about one call, worked out anew from the profile each time: slow, and as its Javadoc tells it. */
final class ProfileEvaluation {
    static final int X86_64 = 0xC000003E;
    static final int I386 = 0x40000003;
    static final int AARCH64 = 0xC00000B7;
    static final int ARM = 0x40000028;
    static final int KILL_PROCESS = 0x80000000;
    static final int ALLOW = 0x7fff0000;
    static final int EPERM = 0x00050001;
    static final int ENOSYS = 0x00050026;

    private static final int X32 = 0x40000000;

    private static final Map<Architecture, Map<String, Integer>> NUMBERS =
            Map.of(Architecture.X86_64, new HashMap<>(), Architecture.AARCH64, new HashMap<>());

    private ProfileEvaluation() {}

    static int audit(Architecture architecture) {
        return architecture == Architecture.X86_64 ? X86_64 : AARCH64;
    }

    static int evaluate(SeccompProfile profile, Architecture architecture, int audit, int number, long... arguments) {
        if (audit != audit(architecture)) {
            boolean x86 = architecture == Architecture.X86_64;
            boolean listed = audit == (x86 ? I386 : ARM)
                    && profile.architectures().contains(x86 ? "SCMP_ARCH_X86" : "SCMP_ARCH_ARM");
            return listed ? ENOSYS : KILL_PROCESS;
        }
        if (architecture == Architecture.X86_64 && Integer.compareUnsigned(number, X32) >= 0) {
            return ENOSYS;
        }
        int otherwise = profile.defaultAction().returned(profile.defaultErrno());
        if (Integer.compareUnsigned(number, highest(profile, architecture)) > 0) {
            boolean passes = switch (profile.defaultAction()) {
                case SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_TRACE -> true;
                default -> false;
            };
            return passes ? otherwise : ENOSYS;
        }
        Integer conditional = null;
        for (SeccompRule rule : profile.rules()) {
            int returned = rule.action().returned(rule.errno());
            if (returned == otherwise || !names(rule, architecture, number)) {
                continue;
            }
            if (rule.arguments().isEmpty()) {
                return returned;
            }
            if (conditional == null && holds(rule, arguments)) {
                conditional = returned;
            }
        }
        return conditional == null ? otherwise : conditional;
    }

    static int highest(SeccompProfile profile, Architecture architecture) {
        int highest = 0;
        for (SeccompRule rule : profile.rules()) {
            for (String name : rule.names()) {
                highest = Math.max(highest, number(name, architecture));
            }
        }
        return highest;
    }

    private static boolean names(SeccompRule rule, Architecture architecture, int number) {
        return rule.names().stream().anyMatch(name -> number(name, architecture) == number);
    }

    private static int number(String name, Architecture architecture) {
        return NUMBERS.get(architecture).computeIfAbsent(name, unknown -> SystemCallNumbers.of(unknown, architecture));
    }

    private static boolean holds(SeccompRule rule, long[] arguments) {
        long distinct =
                rule.arguments().stream().map(SeccompArgument::index).distinct().count();
        boolean any = distinct < rule.arguments().size();
        return any
                ? rule.arguments().stream().anyMatch(each -> holds(each, arguments))
                : rule.arguments().stream().allMatch(each -> holds(each, arguments));
    }

    static boolean holds(SeccompArgument condition, long[] arguments) {
        BigInteger argument = unsigned(arguments[condition.index()], condition.width());
        BigInteger value = unsigned(condition.value(), condition.width());
        int order = argument.compareTo(value);
        return switch (condition.operator()) {
            case SCMP_CMP_NE -> order != 0;
            case SCMP_CMP_LT -> order < 0;
            case SCMP_CMP_LE -> order <= 0;
            case SCMP_CMP_EQ -> order == 0;
            case SCMP_CMP_GE -> order >= 0;
            case SCMP_CMP_GT -> order > 0;
            case SCMP_CMP_MASKED_EQ -> argument.and(value).equals(unsigned(condition.valueTwo(), condition.width()));
        };
    }

    private static BigInteger unsigned(long word, Width width) {
        return width == Width.WIDE
                ? new BigInteger(Long.toUnsignedString(word))
                : BigInteger.valueOf(Integer.toUnsignedLong((int) word));
    }
}
