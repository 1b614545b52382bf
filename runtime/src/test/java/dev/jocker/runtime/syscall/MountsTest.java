package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.mount_attr;
import org.junit.jupiter.api.Test;

final class MountsTest {
    @Test
    void attributesAreThoseOfTheBindings() {
        assertThat(new long[] {
                    mount_attr.attr_set$offset(),
                    mount_attr.attr_clr$offset(),
                    mount_attr.propagation$offset(),
                    mount_attr.userns_fd$offset(),
                    mount_attr.sizeof()
                })
                .containsExactly(
                        0, MountChange.CLEAR, MountChange.PROPAGATION, MountChange.USERNS_FD, MountChange.BYTES);
    }
}
