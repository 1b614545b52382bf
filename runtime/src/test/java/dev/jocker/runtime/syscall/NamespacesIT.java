package dev.jocker.runtime.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@NeedsRoot
final class NamespacesIT {
    private static final Path OURS = Path.of("/proc/thread-self/ns/net");

    @Test
    void theWorkIsElsewhereAndTheCallerStays() throws IOException {
        String here = here();
        String there = Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET), NamespacesIT::here);
        assertThat(there).startsWith("net:[").isNotEqualTo(here);
        assertThat(here()).isEqualTo(here);
    }

    @Test
    void aNamespaceThatIsKeptCanBeEntered() throws IOException {
        try (Fd kept = Namespaces.unshared(
                Flags.of(CloneFlag.CLONE_NEWNET), () -> Descriptors.open(OURS, Flags.none(OpenFlag.class)))) {
            String inside = Namespaces.inside(kept, CloneFlag.CLONE_NEWNET, NamespacesIT::here);
            assertThat(inside).isNotEqualTo(here());
            assertThatThrownBy(() -> Namespaces.inside(kept, CloneFlag.CLONE_NEWUTS, NamespacesIT::here))
                    .hasMessageEndingWith("CLONE_NEWUTS): EINVAL (Invalid argument)");
        }
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatThrownBy(() -> Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET), () -> {
                    throw new IOException("inside");
                }))
                .hasMessage("inside");
        assertThatThrownBy(() -> Namespaces.unshared(Flags.of(CloneFlag.CLONE_NEWNET), () -> {
                    throw new IllegalStateException("wrong");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private static String here() throws IOException {
        return Files.readSymbolicLink(OURS).toString();
    }
}
