package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.errno_h;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SystemCallTest {
    @ParameterizedTest
    @EnumSource(SystemCall.class)
    void hasTheNumbersOfItsName(SystemCall call) throws ReflectiveOperationException {
        String constant = "SYS_" + call.name().toLowerCase(Locale.ROOT);

        assertThat(call.number(Architecture.X86_64))
                .isEqualTo(dev.jocker
                        .bindings
                        .x86_64
                        .syscall_h
                        .class
                        .getMethod(constant)
                        .invoke(null));
        assertThat(call.number(Architecture.AARCH64))
                .isEqualTo(dev.jocker
                        .bindings
                        .aarch64
                        .syscall_h
                        .class
                        .getMethod(constant)
                        .invoke(null));
        assertThat(call).hasToString(constant.substring("SYS_".length()));
    }

    @Test
    void numbersFitIntoAnInstruction() {
        for (SystemCall call : SystemCall.values()) {
            assertThat(call.number(Architecture.X86_64)).isBetween(0, 0xffff);
            assertThat(call.number(Architecture.AARCH64)).isBetween(0, 0xffff);
        }
    }

    @Test
    void theErrorThatIsTriedAgainIsEintr() {
        assertThat(Downcall.EINTR).isEqualTo(errno_h.EINTR());
    }

    @Test
    void errorsAreTheLast4095Values() {
        assertThat(Downcall.isError(-1)).isTrue();
        assertThat(Downcall.isError(-4095)).isTrue();
        assertThat(Downcall.isError(-4096)).isFalse();
        assertThat(Downcall.isError(0)).isFalse();
        assertThat(Downcall.isError(Long.MIN_VALUE)).isFalse();
    }
}
