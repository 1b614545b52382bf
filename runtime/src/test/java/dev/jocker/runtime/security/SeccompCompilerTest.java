package dev.jocker.runtime.security;

import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_ALLOW;
import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_ERRNO;
import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_KILL_PROCESS;
import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_LOG;
import static dev.jocker.runtime.security.SeccompAction.SCMP_ACT_NOTIFY;
import static dev.jocker.runtime.security.SeccompOperator.SCMP_CMP_EQ;
import static dev.jocker.runtime.security.SeccompOperator.SCMP_CMP_GE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.bindings.seccomp_data;
import dev.jocker.runtime.program.Width;
import dev.jocker.runtime.syscall.Architecture;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compiled filters do what their profiles say. */
final class SeccompCompilerTest {
    private static final long SEED = 20260506;
    private static final int PROFILES = 30;
    private static final int CALLS_TRIED = 600;

    /** Words at which comparisons of halves go wrong, if they do. */
    private static final long[] WORDS = {
        0,
        1,
        38,
        40,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x1_0000_0026L,
        0x7E02_0000L,
        0x7fff_ffff_ffff_ffffL,
        0x8000_0000_0000_0000L,
        0xffff_ffff_0000_0000L,
        -1,
    };

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void filtersDoWhatTheirProfilesSay(Architecture architecture) throws ReflectiveOperationException {
        List<String> names = names(architecture);
        for (int i = 0; i < PROFILES; i++) {
            compare(randomProfile(names), architecture);
        }
    }

    @ParameterizedTest
    @EnumSource(SeccompOperator.class)
    void comparesBothHalvesOfEveryArgument(SeccompOperator operator) {
        for (Width width : Width.values()) {
            for (long value : WORDS) {
                for (long valueTwo : operator == SeccompOperator.SCMP_CMP_MASKED_EQ ? WORDS : new long[] {0}) {
                    int index = random.nextInt(6);
                    var condition = new SeccompArgument(index, operator, value, valueTwo, width);
                    var profile = denying(SeccompRule.of(SCMP_ACT_ALLOW, "read").when(condition));
                    var filter = interpreter(profile, Architecture.X86_64);
                    for (long word : WORDS) {
                        long[] arguments = new long[6];
                        arguments[index] = word;
                        assertThat(filter.run(ProfileEvaluation.X86_64, 0, arguments) == ProfileEvaluation.ALLOW)
                                .as("%s %s on %x", condition, width, word)
                                .isEqualTo(ProfileEvaluation.holds(condition, arguments));
                    }
                }
            }
        }
    }

    @Test
    void reachesReturnsThatAreFartherThanAJump() throws ReflectiveOperationException {
        // Every call has a verdict of its own, so the search tree is larger than the reach of its jumps.
        List<String> names = names(Architecture.X86_64);
        var rules = new ArrayList<SeccompRule>();
        for (int i = 0; i < names.size(); i++) {
            rules.add(SeccompRule.of(SCMP_ACT_ERRNO, names.get(i)).returning(100 + i));
            rules.add(SeccompRule.of(SCMP_ACT_LOG, names.get(i))
                    .when(SeccompArgument.of(i % 6, SCMP_CMP_GE, 0x1_0000_0000L + i)));
        }
        var profile = denying(rules.toArray(SeccompRule[]::new));
        assertThat(filter(profile, Architecture.X86_64).length()).isGreaterThan(600);
        compare(profile, Architecture.X86_64);

        // The same with conditions first in force: an unconditional rule is no longer there to win.
        rules.removeIf(rule -> rule.arguments().isEmpty());
        compare(denying(rules.toArray(SeccompRule[]::new)), Architecture.X86_64);
    }

    @Test
    void asksForTheHigherHalfOnlyWhereItCounts() {
        var wide = denying(SeccompRule.of(SCMP_ACT_ALLOW, "read").when(SeccompArgument.of(0, SCMP_CMP_EQ, 1)));
        var narrow = denying(SeccompRule.of(SCMP_ACT_ALLOW, "read")
                .when(SeccompArgument.of(0, SCMP_CMP_EQ, 1).narrow()));
        assertThat(filter(narrow, Architecture.X86_64).length())
                .isEqualTo(filter(wide, Architecture.X86_64).length() - 2);
    }

    @Test
    void aRuleWithoutConditionsWinsWhereverItStands() {
        var conditional = SeccompRule.of(SCMP_ACT_KILL_PROCESS, "read").when(SeccompArgument.of(0, SCMP_CMP_EQ, 1));
        var always = SeccompRule.of(SCMP_ACT_ALLOW, "read");
        for (var profile : List.of(denying(conditional, always), denying(always, conditional))) {
            assertThat(interpreter(profile, Architecture.X86_64).run(ProfileEvaluation.X86_64, 0, 1))
                    .isEqualTo(ProfileEvaluation.ALLOW);
        }
    }

    @Test
    void ofTwoConditionsOnOneArgumentEitherIsEnough() {
        var profile = denying(SeccompRule.of(SCMP_ACT_ALLOW, "read")
                .when(SeccompArgument.of(0, SCMP_CMP_EQ, 1), SeccompArgument.of(0, SCMP_CMP_EQ, 2)));
        var filter = interpreter(profile, Architecture.X86_64);
        assertThat(filter.run(ProfileEvaluation.X86_64, 0, 2)).isEqualTo(ProfileEvaluation.ALLOW);
        assertThat(filter.run(ProfileEvaluation.X86_64, 0, 3)).isEqualTo(ProfileEvaluation.EPERM);
    }

    @Test
    void callsNewerThanTheProfileDoNotExist() {
        var filter = interpreter(denying(SeccompRule.of(SCMP_ACT_ALLOW, "close_range")), Architecture.X86_64);
        assertThat(filter.run(ProfileEvaluation.X86_64, 435)).isEqualTo(ProfileEvaluation.EPERM);
        assertThat(filter.run(ProfileEvaluation.X86_64, 436)).isEqualTo(ProfileEvaluation.ALLOW);
        assertThat(filter.run(ProfileEvaluation.X86_64, 437)).isEqualTo(ProfileEvaluation.ENOSYS);
    }

    @Test
    void aListOfForbiddenCallsCannotBeEvadedByAnotherAbi() {
        var profile = new SeccompProfile(
                SCMP_ACT_ALLOW,
                SeccompRule.DEFAULT_ERRNO,
                List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"),
                SeccompFilter.DEFAULT_FLAGS,
                List.of(SeccompRule.of(SCMP_ACT_ERRNO, "mount")));
        var filter = interpreter(profile, Architecture.X86_64);
        assertThat(filter.run(ProfileEvaluation.X86_64, 165)).isEqualTo(ProfileEvaluation.EPERM);
        assertThat(filter.run(ProfileEvaluation.X86_64, 0x40000000 | 165)).isEqualTo(ProfileEvaluation.ENOSYS);
        assertThat(filter.run(ProfileEvaluation.I386, 21)).isEqualTo(ProfileEvaluation.ENOSYS);
        assertThat(filter.run(ProfileEvaluation.X86_64, 599)).isEqualTo(ProfileEvaluation.ALLOW);
    }

    @Test
    void killsProgramsOfAnArchitectureThatIsNotListed() {
        var filter = interpreter(denying(SeccompRule.of(SCMP_ACT_ALLOW, "read")), Architecture.X86_64);
        assertThat(filter.run(ProfileEvaluation.I386, 3)).isEqualTo(ProfileEvaluation.KILL_PROCESS);
        assertThat(filter.run(ProfileEvaluation.AARCH64, 63)).isEqualTo(ProfileEvaluation.KILL_PROCESS);
    }

    @Test
    void refusesNotifications() {
        assertThatThrownBy(
                        () -> denying(SeccompRule.of(SCMP_ACT_NOTIFY, "mount")).policy(Architecture.X86_64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SCMP_ACT_NOTIFY");
    }

    @Test
    void refusesFiltersThatTheKernelWouldRefuse() throws ReflectiveOperationException {
        var rules = new ArrayList<SeccompRule>();
        for (String name : names(Architecture.X86_64)) {
            for (int i = 0; i < 5; i++) {
                rules.add(SeccompRule.of(SCMP_ACT_ALLOW, name).when(SeccompArgument.of(i, SCMP_CMP_EQ, i)));
            }
        }
        assertThatThrownBy(() -> filter(denying(rules.toArray(SeccompRule[]::new)), Architecture.X86_64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void passesOverCallsOfOtherArchitectures() {
        var profile = denying(SeccompRule.of(SCMP_ACT_ALLOW, "read", "s390_runtime_instr", "open"));
        assertThat(profile.policy(Architecture.AARCH64).last()).isEqualTo(63);
        assertThat(profile.policy(Architecture.X86_64).last()).isEqualTo(2);
    }

    @Test
    void looksAtDataWhereTheHeaderHasIt() {
        assertThat(SeccompCompiler.NUMBER).isEqualTo((int) seccomp_data.nr$offset());
        assertThat(SeccompCompiler.ARCHITECTURE).isEqualTo((int) seccomp_data.arch$offset());
        assertThat(SeccompCompiler.ARGUMENTS).isEqualTo((int) seccomp_data.args$offset());
    }

    private void compare(SeccompProfile profile, Architecture architecture) {
        var filter = interpreter(profile, architecture);
        int native64 = ProfileEvaluation.audit(architecture);
        for (int number = 0; number < CALLS_TRIED; number++) {
            for (int tries = 0; tries < 12; tries++) {
                check(profile, architecture, filter, native64, number, randomWords());
            }
        }
        for (int audit : new int[] {ProfileEvaluation.I386, ProfileEvaluation.ARM, 0, -1}) {
            check(profile, architecture, filter, audit, random.nextInt(CALLS_TRIED), randomWords());
        }
        for (int number : new int[] {0x3fffffff, 0x40000000, 0x40000001, 0x40000200, 0x7fffffff, 0x80000000, -1}) {
            check(profile, architecture, filter, native64, number, randomWords());
        }
    }

    private static void check(
            SeccompProfile profile,
            Architecture architecture,
            BpfInterpreter filter,
            int audit,
            int number,
            long[] arguments) {
        int expected = ProfileEvaluation.evaluate(profile, architecture, audit, number, arguments);
        int actual = filter.run(audit, number, arguments);
        if (actual != expected) { // not assertThat: this runs a million times
            throw new AssertionError("call " + number + " of " + Integer.toHexString(audit) + ": "
                    + Integer.toHexString(actual) + " instead of " + Integer.toHexString(expected) + " in " + profile);
        }
    }

    private SeccompProfile randomProfile(List<String> names) {
        var actions = List.of(SCMP_ACT_ALLOW, SCMP_ACT_ERRNO, SCMP_ACT_KILL_PROCESS, SCMP_ACT_LOG);
        var rules = new ArrayList<SeccompRule>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            var some = new ArrayList<String>();
            int size = 1 << random.nextInt(8);
            for (int j = 0; j < size; j++) {
                some.add(names.get(random.nextInt(names.size())));
            }
            var conditions = new ArrayList<SeccompArgument>();
            for (int j = random.nextInt(4); j > 0; j--) {
                conditions.add(randomCondition());
            }
            rules.add(new SeccompRule(
                    some, actions.get(random.nextInt(actions.size())), 1 + random.nextInt(3), conditions));
        }
        List<String> architectures = random.nextBoolean() ? List.of("SCMP_ARCH_X86", "SCMP_ARCH_ARM") : List.of();
        var action = actions.get(random.nextInt(actions.size()));
        return new SeccompProfile(action, 1 + random.nextInt(3), architectures, SeccompFilter.DEFAULT_FLAGS, rules);
    }

    private SeccompArgument randomCondition() {
        var operators = SeccompOperator.values();
        return new SeccompArgument(
                random.nextInt(6),
                operators[random.nextInt(operators.length)],
                randomWord(),
                randomWord(),
                random.nextBoolean() ? Width.WIDE : Width.NARROW);
    }

    private long[] randomWords() {
        long[] words = new long[6];
        for (int i = 0; i < words.length; i++) {
            words[i] = randomWord();
        }
        return words;
    }

    private long randomWord() {
        long word = WORDS[random.nextInt(WORDS.length)];
        return random.nextInt(4) == 0 ? word + random.nextInt(3) - 1 : word;
    }

    private static SeccompProfile denying(SeccompRule... rules) {
        return new SeccompProfile(
                SCMP_ACT_ERRNO, SeccompRule.DEFAULT_ERRNO, List.of(), SeccompFilter.DEFAULT_FLAGS, List.of(rules));
    }

    private static SeccompFilter filter(SeccompProfile profile, Architecture architecture) {
        return SeccompCompiler.compile(profile.policy(architecture), profile.flags());
    }

    private static BpfInterpreter interpreter(SeccompProfile profile, Architecture architecture) {
        return new BpfInterpreter(filter(profile, architecture));
    }

    /** All calls that the bindings have for {@code architecture}. */
    static List<String> names(Architecture architecture) throws ReflectiveOperationException {
        Class<?> header = architecture == Architecture.X86_64
                ? dev.jocker.bindings.x86_64.syscall_h.class
                : dev.jocker.bindings.aarch64.syscall_h.class;
        var names = new ArrayList<String>();
        for (Method method : header.getMethods()) {
            if (method.getName().startsWith("SYS_")) {
                names.add(method.getName().substring("SYS_".length()));
            }
        }
        names.sort(null); // reflection has no order of its own, and the profiles are to be the same each time
        return names;
    }
}
