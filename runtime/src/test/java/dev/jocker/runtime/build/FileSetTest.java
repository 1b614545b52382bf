package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.image.RootEntry;
import dev.jocker.runtime.image.RootView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found and read of a tree with rules of what is ignored. */
final class FileSetTest {
    @TempDir
    Path tree;

    @BeforeEach
    void makeTheTree() throws IOException {
        for (String path : List.of("a.txt", "b.log", "d/c.txt", "d/e.log", "d/f/g.txt", "h/i.log")) {
            Files.createDirectories(tree.resolve(path).getParent());
            Files.writeString(tree.resolve(path), path);
        }
        Files.createSymbolicLink(tree.resolve("link"), Path.of("d"));
        Files.createSymbolicLink(tree.resolve("out"), Path.of("/etc/passwd"));
    }

    private FileSet files(String... rules) {
        return new FileSet(RootView.of(List.of(tree)), IgnoreRules.of(List.of(rules)), "the context");
    }

    private static List<String> read(FileSet files, String path) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        RootEntry top = files.find(path);
        files.read(top, path, "to", below -> below.equals("f"), FileSet.into(LayerFilesTest.to(entries), false));
        return entries.stream().map(FileEntry::path).toList();
    }

    /** Whoever deletes the rest would warn of a link that leads out of it. */
    @AfterEach
    void deleteTheLink() throws IOException {
        Files.delete(tree.resolve("out"));
    }

    @Test
    void readsATree() throws IOException {
        assertThat(read(files(), "/d")).containsExactly("to", "to/c.txt", "to/e.log");
    }

    @Test
    void whatIsIgnoredIsNotThere() throws IOException {
        assertThat(files("d").find("/d/c.txt")).isNull();
        assertThat(files("d").find("/d")).isNull();
        assertThat(files("**/*.log").find("/d/e.log")).isNull();
        assertThat(read(files("**/*.log"), "/d")).containsExactly("to", "to/c.txt");
    }

    @Test
    void aDirectoryThatIsIgnoredShowsWhenSomethingInItIsNot() throws IOException {
        assertThat(read(files("d", "h", "!d/e.log"), "/"))
                .containsExactly("to", "to/a.txt", "to/b.log", "to/d", "to/d/e.log", "to/link", "to/out");
    }

    @Test
    void patternsMatchNames() throws IOException {
        assertThat(files().match("/*.txt")).containsExactly("/a.txt");
        assertThat(files().match("/*/*.log")).containsExactly("/d/e.log", "/h/i.log", "/link/e.log");
        assertThat(files("h").match("/[dh]/?.log")).containsExactly("/d/e.log");
        assertThat(files().match("/x*")).isEmpty();
    }

    @Test
    void linksAreFollowedInside() throws IOException {
        assertThat(files().find("/link/c.txt").path()).isEqualTo("/d/c.txt");
        assertThat(files().find("/out")).isNull();
        assertThat(files().find("/../../d/c.txt").path()).isEqualTo("/d/c.txt");
    }
}
