package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.archive.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What makes a step another one. */
final class StepKeyTest {
    private static final FileEntry FILE =
            new FileEntry("a", FileEntry.Kind.REGULAR, 0644, 1, 2, 3, 4, 5, null, 0, 0, Map.of());

    private static String key(FileEntry entry, String contents) throws IOException {
        var key = new StepKey();
        key.put(entry, new ByteArrayInputStream(contents.getBytes(StandardCharsets.UTF_8)));
        return key.text();
    }

    @Test
    void partsAreToldApart() {
        Set<String> keys = new HashSet<>();
        keys.add(new StepKey().add("ab").add("c").text());
        keys.add(new StepKey().add("a").add("bc").text());
        keys.add(new StepKey().add(List.of("a", "bc")).text());
        keys.add(new StepKey().add(List.of("a")).add("bc").text());
        keys.add(StepKey.on("ab", List.of()).add("c").text());
        assertThat(keys).hasSize(5);
    }

    @Test
    void everythingOfAFileCountsButItsTime() throws IOException {
        String key = key(FILE, "abc");
        assertThat(key(FILE.modified(9), "abc")).isEqualTo(key);
        Set<String> others = new HashSet<>(Set.of(key));
        others.add(key(FILE, "abd"));
        others.add(key(FILE.permitting(0600), "abc"));
        others.add(key(FILE.numbered(1, 3), "abc"));
        others.add(key(FILE.at("b", null), "abc"));
        others.add(key(FILE.with(Map.of("user.x", new byte[] {1})), "abc"));
        assertThat(others).hasSize(6);
    }
}
