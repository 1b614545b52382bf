package dev.jocker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final Resources resources = new Resources();
    private final List<String> freed = new ArrayList<>();

    @Test
    void whateverFailsTheOthersAreFreed() {
        resources.add(() -> freed.add("first"));
        resources.add(() -> {
            throw new IllegalStateException("second");
        });
        resources.add(() -> {
            throw new IOException("third");
        });
        assertThatThrownBy(resources::free).isInstanceOf(IOException.class).hasMessage("third");
        assertThat(freed).containsExactly("first");
    }

    @Test
    void whatIsNeededToFreeItLaterStays() {
        resources.add(() -> freed.add("directory"));
        resources.add(
                () -> {
                    throw new IllegalStateException("groups");
                },
                () -> freed.add("left for later"));
        resources.add(() -> freed.add("what came after"));
        var because = new IOException("a failed start");
        resources.freeAfter(because);
        assertThat(because.getSuppressed()).hasSize(1);
        assertThat(freed).containsExactly("what came after", "left for later");
    }
}
