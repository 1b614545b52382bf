package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.fcntl_h;
import dev.jocker.bindings.memfd_h;
import dev.jocker.bindings.mount_h;
import dev.jocker.bindings.openat2_h;
import dev.jocker.bindings.sched_h;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlagsTest {
    /** Headers whose constants the flags are; those of one architecture come last. */
    private static final List<Class<?>> HEADERS = List.of(
            sched_h.class,
            mount_h.class,
            memfd_h.class,
            openat2_h.class,
            fcntl_h.class,
            dev.jocker.bindings.x86_64.fcntl_h.class);

    @Test
    void joinsNamesInTheOrderOfTheirDeclaration() {
        assertThat(Flags.of(MountFlag.MS_BIND, MountFlag.MS_RDONLY)).hasToString("MS_RDONLY|MS_BIND");
    }

    @Test
    void theEmptySetIsZero() {
        assertThat(Flags.none(CloneFlag.class)).hasToString("0");
        assertThat(Flags.none(CloneFlag.class).isEmpty()).isTrue();
        assertThat(Flags.of(CloneFlag.CLONE_VM).isEmpty()).isFalse();
    }

    @Test
    void keepsAndShowsBitsItCannotName() {
        var flags = new Flags<>(CloneFlag.class, CloneFlag.CLONE_VM.bits() | 1L << 60);

        assertThat(flags.word()).isEqualTo(CloneFlag.CLONE_VM.bits() | 1L << 60);
        assertThat(flags).hasToString("CLONE_VM|0x1000000000000000");
        assertThat(new Flags<>(CloneFlag.class, 1L << 60)).hasToString("0x1000000000000000");
    }

    @Test
    void addsAndTakesAway() {
        Flags<CloneFlag> one = Flags.of(CloneFlag.CLONE_NEWNS);
        Flags<CloneFlag> two = one.with(CloneFlag.CLONE_NEWUTS);

        assertThat(two).isEqualTo(Flags.of(CloneFlag.CLONE_NEWNS, CloneFlag.CLONE_NEWUTS));
        assertThat(two.without(CloneFlag.CLONE_NEWUTS)).isEqualTo(one);
        assertThat(one.without(CloneFlag.CLONE_NEWUTS)).isEqualTo(one);
        assertThat(one.with(two)).isEqualTo(two);
        assertThat(two.has(CloneFlag.CLONE_NEWUTS)).isTrue();
        assertThat(one.has(CloneFlag.CLONE_NEWUTS)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                CloneFlag.class,
                MountFlag.class,
                MountAttribute.class,
                UnmountFlag.class,
                OpenFlag.class,
                MemfdFlag.class,
                SealFlag.class,
                ResolveFlag.class
            })
    void eachFlagIsTheConstantThatItIsNamedFor(Class<? extends Flag> kind) throws ReflectiveOperationException {
        for (Flag flag : kind.getEnumConstants()) {
            assertThat(flag.bits())
                    .as(flag.name())
                    .isEqualTo(constant(flag.name()))
                    .isNotZero();
        }
    }

    private static long constant(String name) throws ReflectiveOperationException {
        for (Class<?> header : HEADERS) {
            try {
                Number value = (Number) header.getMethod(name).invoke(null);
                return value instanceof Integer number ? Integer.toUnsignedLong(number) : value.longValue();
            } catch (NoSuchMethodException e) {
                // in another header
            }
        }
        throw new NoSuchMethodException(name);
    }
}
