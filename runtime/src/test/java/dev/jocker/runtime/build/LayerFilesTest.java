package dev.jocker.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.archive.Destination;
import dev.jocker.runtime.archive.FileEntry;
import dev.jocker.runtime.archive.FileEntry.Kind;
import dev.jocker.runtime.image.RootView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where files of a layer go that are put on a root with links. */
final class LayerFilesTest {
    @TempDir
    Path root;

    private final List<FileEntry> layer = new ArrayList<>();
    private LayerFiles files;

    @BeforeEach
    void makeTheRoot() throws IOException {
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../usr"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("/made/here"));
        Files.writeString(root.resolve("file"), "");
        Files.setLastModifiedTime(root.resolve("usr"), FileTime.fromMillis(5_000));
        files = new LayerFiles(RootView.of(List.of(root)), to(layer), 7, 8, 9);
    }

    static Destination to(List<FileEntry> entries) {
        return new Destination() {
            @Override
            public void put(FileEntry entry, InputStream contents) {
                entries.add(entry);
            }

            @Override
            public void finish() {}
        };
    }

    static FileEntry entry(String path, Kind kind) {
        return new FileEntry(path, kind, 0640, 1, 2, 0, 3, 0, null, 0, 0, Map.of());
    }

    private List<String> put(String path, Kind kind) throws IOException {
        files.put(entry(path, kind), null);
        return layer.stream().map(FileEntry::path).toList();
    }

    /** Whoever deletes the rest would warn of a link that leads out of it. */
    @AfterEach
    void deleteTheLink() throws IOException {
        Files.delete(root.resolve("up"));
    }

    @Test
    void directoriesOnTheWayComeAlongAsTheyAre() throws IOException {
        assertThat(put("usr/x", Kind.REGULAR)).containsExactly("usr", "usr/x");
        assertThat(layer.getFirst().seconds()).isEqualTo(5);
        assertThat(put("usr/y", Kind.REGULAR)).containsExactly("usr", "usr/x", "usr/y");
    }

    @Test
    void directoriesThatAreMissingAreMade() throws IOException {
        assertThat(put("a/b/x", Kind.REGULAR)).containsExactly("a", "a/b", "a/b/x");
        assertThat(layer.getFirst())
                .isEqualTo(new FileEntry("a", Kind.DIRECTORY, 0755, 7, 8, 0, 9, 0, null, 0, 0, Map.of()));
    }

    @Test
    void linksOnTheWayAreFollowedInTheRoot() throws IOException {
        assertThat(put("bin/x", Kind.REGULAR)).containsExactly("usr", "usr/bin", "usr/bin/x");
        assertThat(put("up/y", Kind.REGULAR)).contains("usr/y");
        assertThat(put("nowhere/z", Kind.REGULAR)).contains("made", "made/here", "made/here/z");
    }

    @Test
    void aDirectoryOverALinkGoesWhereTheLinkLeads() throws IOException {
        assertThat(put("bin", Kind.DIRECTORY)).containsExactly("usr", "usr/bin");
        assertThat(layer.getLast().permissions()).isEqualTo(0640);
        assertThat(put("bin/x", Kind.REGULAR)).last().isEqualTo("usr/bin/x");
    }

    @Test
    void aFileTakesALinksPlace() throws IOException {
        assertThat(put("bin", Kind.REGULAR)).containsExactly("bin");
    }

    @Test
    void hardLinksFollowTheirFiles() throws IOException {
        put("bin/x", Kind.REGULAR);
        files.put(new FileEntry("bin/y", Kind.HARD_LINK, 0640, 0, 0, 0, 0, 0, "bin/x", 0, 0, Map.of()), null);
        assertThat(layer.getLast().path()).isEqualTo("usr/bin/y");
        assertThat(layer.getLast().link()).isEqualTo("usr/bin/x");
    }

    @Test
    void whatIsInTheWayIsTold() {
        assertThatThrownBy(() -> put("file/x", Kind.REGULAR))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("/file is a file, not a directory");
        assertThatThrownBy(() -> put("file", Kind.DIRECTORY)).hasMessage("/file is a file, not a directory");
        assertThatThrownBy(() -> put("usr", Kind.REGULAR))
                .hasMessage("cannot overwrite the directory /usr with a file");
        assertThatThrownBy(() -> put("a/.wh.b", Kind.REGULAR)).hasMessageContaining("it means a deletion");
    }
}
