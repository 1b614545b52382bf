package dev.jocker.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** README.md shows the very lines that {@link ReadmeExampleIT} runs. */
class ReadmeExampleTest {
    private static final Path SOURCE = Path.of("src/test/java/dev/jocker/runtime/container/ReadmeExampleIT.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void readmeShowsWhatIsTested() throws IOException {
        String tested = between(Files.readString(SOURCE), "// README: begin\n", "\n    // README: end");
        String shown = between(Files.readString(README), "```java\n", "\n```");
        assertThat(shown).isEqualTo(tested.stripIndent());
    }

    @Test
    void readmeShowsTheContainerThatIsKept() throws IOException {
        String tested = between(Files.readString(SOURCE), "// README, kept: begin\n", "\n    // README, kept: end");
        String shown = between(Files.readString(README), "to itself:\n\n```java\n", "\n```");
        assertThat(shown).isEqualTo(tested.stripIndent());
    }

    @Test
    void readmeShowsTheImage() throws IOException {
        String tested = between(Files.readString(SOURCE), "// README, image: begin\n", "\n    // README, image: end");
        String shown = between(Files.readString(README), "An image:\n\n```java\n", "\n```");
        assertThat(shown).isEqualTo(tested.stripIndent());
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
