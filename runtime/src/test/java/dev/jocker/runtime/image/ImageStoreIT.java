package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRoot
final class ImageStoreIT {
    @TempDir
    Path directory;

    private Path root;
    private ImageStore store;

    @BeforeEach
    void empty() {
        root = directory.resolve("data/jocker");
        store = ImageStore.under(root);
    }

    @Test
    void whatIsImportedIsThere() throws IOException {
        Image image = add("tool:1", "hello");

        assertThat(store.find("tool:1")).contains(image);
        assertThat(store.find(ImageReference.parse("docker.io/library/tool:1"))).contains(image);
        assertThat(store.find(image.id())).contains(image);
        assertThat(store.find(image.id().substring(7, 19))).contains(image);
        assertThat(store.find("tool")).isEmpty();
        assertThat(store.find("abcdef")).isEmpty();
        assertThat(store.list()).containsExactly(image);
        assertThat(image.size()).isEqualTo(5);
        assertThat(image.config()).isEqualTo(ImageConfig.EMPTY);
        assertThat(new String(image.view().read("/file").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(Files.getPosixFilePermissions(image.layers().getFirst())).hasSize(7); // rwxr-xr-x
    }

    @Test
    void imagesWhoseDirectoryIsGoneCanBeMadeAgain() throws IOException {
        add("tool", "hello");
        for (String each : List.of("images/index.json", "images/oci-layout")) {
            Files.deleteIfExists(root.resolve(each));
        }
        try (Stream<Path> blobs = Files.walk(root.resolve("images/blobs"))) {
            for (Path each : blobs.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        Image again = add("tool", "hello");
        assertThat(store.list()).containsExactly(again);
    }

    @Test
    void theIdIsTheDigestOfTheConfiguration() throws IOException {
        Image image = add("tool", "hello");
        byte[] config = Files.readAllBytes(
                root.resolve("images/blobs/sha256/" + image.id().substring(7)));

        assertThat(Digests.of(config)).isEqualTo(image.id());
        assertThat(image.diffIds()).containsExactly(Digests.of(archive("hello").bytes()));
    }

    @Test
    void oneLayerServesSeveralImages() throws IOException {
        Image first = add("first", "same");
        Image second = add("second", "same");

        assertThat(second.layers()).isEqualTo(first.layers());
        assertThat(second.id()).isNotEqualTo(first.id());

        ImageStore.Removed removed = store.remove("first", layer -> true); // none of its layers would go
        assertThat(removed.untagged()).containsExactly(ImageReference.parse("first"));
        assertThat(removed.deleted()).containsExactly(first.id());
        assertThat(second.layers().getFirst()).isDirectory();

        removed = store.remove("second", layer -> false);
        assertThat(removed.deleted())
                .containsExactly(second.id(), second.diffIds().getFirst());
        assertNothingIsLeft();
    }

    @Test
    void aNameGivenAwayLeavesTheImageNameless() throws IOException {
        Image old = add("tool", "old");
        Image young = add("tool", "young");

        assertThat(store.find("tool")).contains(young);
        assertThat(store.list()).extracting(Image::id).containsExactly(young.id(), old.id());
        assertThat(store.find(old.id()).orElseThrow().references()).isEmpty();
        add("third", "x"); // sweeps, and must leave the nameless one

        assertThat(store.remove(old.id().substring(7, 20), layer -> false).untagged())
                .isEmpty();
        store.remove("tool", layer -> false);
        store.remove("third", layer -> false);
        assertNothingIsLeft();
    }

    @Test
    void aDamagedImageIsToldAndLocksNothing() throws IOException {
        Image image = add("tool", "x");
        Image other = add("other", "y");
        Path config = root.resolve("images/blobs/sha256/" + image.id().substring(7));
        Files.write(config, new byte[0]);

        assertThatThrownBy(() -> store.find("tool"))
                .isInstanceOf(DamagedImageException.class)
                .hasMessageContainingAll("image tool:latest is damaged", config.toString());
        assertThat(store.list()).extracting(Image::id).containsExactlyInAnyOrder(image.id(), other.id());
        assertThat(store.damaged()).singleElement().asString().contains("tool:latest");
        store.remove(
                add("third", "z").id(), layer -> false); // sweeps, and nobody knows which layers the damaged one has
        assertThat(image.layers().getFirst()).isDirectory();

        assertThatThrownBy(() -> store.remove("tool", image.layers()::contains))
                .isInstanceOf(ImageException.InUse.class);
        assertThat(store.remove("tool", layer -> false).deleted())
                .contains(image.id(), image.diffIds().getFirst())
                .doesNotContain(other.diffIds().getFirst());
        assertThat(config).doesNotExist();
        assertThat(store.list()).containsExactly(other);
        store.remove("other", layer -> false);
        assertNothingIsLeft();
    }

    @Test
    void anImageInUseStays() throws IOException {
        Image image = add("tool", "x");
        List<Path> asked = new ArrayList<>();

        assertThatThrownBy(() -> store.remove("tool", layer -> {
                    asked.add(layer);
                    return true;
                }))
                .isInstanceOf(ImageException.InUse.class)
                .hasMessage(
                        "image tool is being used by a container: remove that first (rmi -f takes but the name away)");
        assertThat(asked).isEqualTo(image.layers());
        assertThat(store.find("tool")).contains(image);

        assertThat(store.forceRemove("tool", layer -> true).untagged()).containsExactly(ImageReference.parse("tool"));
        Image nameless = store.find(image.id()).orElseThrow();
        assertThat(nameless.references()).isEmpty();
        assertThat(nameless.layers()).isEqualTo(image.layers()).allMatch(Files::isDirectory);
        assertThatThrownBy(() -> store.forceRemove(image.id(), layer -> true)).isInstanceOf(ImageException.InUse.class);
        assertThat(store.forceRemove(image.id(), layer -> false).deleted()).contains(image.id());
        assertNothingIsLeft();
    }

    @Test
    void whoAsksDuringARemovalIsAnsweredAfterIt() throws Exception {
        Image image = add("tool", "x");
        assertThat(store.holds(image)).isTrue();
        var answer = new CompletableFuture<Boolean>();
        var asking = new Thread(() -> {
            try {
                answer.complete(store.holds(image));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        store.remove("tool", layer -> {
            asking.start();
            assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            return false;
        });
        assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
        asking.join();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> store.remove("none", layer -> false)).hasMessage("no such image: none");
        assertThatThrownBy(() -> store.find("Not A Name")).isInstanceOf(ImageException.InvalidReference.class);
    }

    @Test
    void aFailedImportLeavesNothing() throws IOException {
        byte[] bytes = archive("x".repeat(5000)).bytes();
        Path cut = Files.write(directory.resolve("cut.tar"), Arrays.copyOf(bytes, 3000));

        assertThatThrownBy(() -> store.importArchive(cut, ImageReference.parse("tool"), ImageConfig.EMPTY))
                .isInstanceOf(ArchiveException.class)
                .hasMessageStartingWith(cut.toString())
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> store.importArchive(
                        new Archive().file("a/b", "x").file("../c", "").stream(),
                        ImageReference.parse("tool"),
                        ImageConfig.EMPTY,
                        ""))
                .isInstanceOf(ArchiveException.class);
        assertNothingIsLeft();
    }

    @Test
    void whatAKilledImportLeftGoesWithTheNext() throws Exception {
        String classPath = System.getProperty("java.class.path");
        Process importing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Importing.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // It has all of the archive but its end, and says so when the first of it is unpacked.
        try (var answer = importing.inputReader()) {
            assertThat(answer.readLine()).isEqualTo("unpacking");
            assertThat(entries("tmp")).hasSize(1);
            add("meanwhile", "x");
            assertThat(entries("tmp")).as("is at work, and not to be swept").hasSize(1);
            importing.destroyForcibly().waitFor();
        }
        Files.createDirectories(root.resolve("layers/" + "0".repeat(64) + "/usr"));
        Files.writeString(root.resolve("images/blobs/sha256/" + "1".repeat(64)), "{}");

        add("next", "y");

        assertThat(entries("tmp")).isEmpty();
        assertThat(entries("images/blobs/sha256")).hasSize(6);
        assertThat(entries("layers")).hasSize(4);
    }

    /** Another process that imports, and waits in the middle of the archive. */
    static final class Importing {
        private Importing() {}

        public static void main(String[] arguments) throws IOException {
            byte[] bytes = archive("x").file("second", "y".repeat(200_000)).bytes();
            @SuppressWarnings("InputStreamSlowMultibyteRead") // the test wants it slow
            InputStream stops = new InputStream() {
                private int at;

                @Override
                public int read() throws IOException {
                    if (at == 150_000) {
                        System.out.println("unpacking");
                        try {
                            Thread.sleep(60_000);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return bytes[at++] & 0xFF;
                }
            };
            ImageStore.under(Path.of(arguments[0]))
                    .importArchive(stops, ImageReference.parse("killed"), ImageConfig.EMPTY, "");
        }
    }

    @Test
    void manyAtOnceDoNotDisturbEachOther() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Image>> images = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String name = "tool" + i;
                String text = "text" + i % 3;
                Callable<Image> job = () -> add(name, text);
                images.add(threads.submit(job));
            }
            for (Future<Image> image : images) {
                image.get();
            }
        }
        assertThat(store.list()).hasSize(24);
        assertThat(entries("layers")).hasSize(6);
        for (Image image : store.list()) {
            store.remove(image.id(), layer -> false);
        }
        assertNothingIsLeft();
    }

    @Test
    void whatWouldBeTakenForADigestIsNoName() throws IOException {
        Image image = add("tool", "x");

        for (String name : List.of("sha256", "sha256:abc", "tool@" + image.id())) {
            ImageReference reference = ImageReference.parse(name);
            assertThatThrownBy(() -> store.tag("tool", reference))
                    .isInstanceOf(ImageException.InvalidReference.class)
                    .hasMessageContaining("digest");
            assertThatThrownBy(() -> add(name, "y")).isInstanceOf(ImageException.InvalidReference.class);
        }
        assertThat(store.list()).containsExactly(image);
    }

    @Test
    void anIdWithSeveralNamesIsNotRemovedByAccident() throws IOException {
        Image image = add("tool", "x");
        store.tag("tool", ImageReference.parse("other"));

        assertThatThrownBy(() -> store.remove(image.id(), layer -> false))
                .isInstanceOf(ImageException.SeveralNames.class)
                .hasMessageContaining("-f removes them all: other:latest, tool:latest");
        assertThat(store.remove("other", layer -> false).deleted()).isEmpty();
        assertThat(store.find("tool").orElseThrow().references()).containsExactly(ImageReference.parse("tool"));
    }

    /** Trees that are deeper than any path, and than there are descriptors, are deleted like others. */
    @Test
    void deepTreesAreDeleted() throws IOException {
        Archive archive = new Archive();
        String part = "d/".repeat(450);
        archive.file(part + "f", "x");
        String at = part;
        for (int i = 0; i < 5; i++) { // each goes on where the link before it leads
            archive.symbolicLink("l" + i, i == 0 ? at : "l" + (i - 1) + "/" + part);
            archive.file("l" + i + "/" + part + "f", "x");
        }
        store.importArchive(archive.stream(), ImageReference.parse("deep"), ImageConfig.EMPTY, "");

        store.remove("deep", layer -> false);
        assertNothingIsLeft();
    }

    private Image add(String name, String text) throws IOException {
        return store.importArchive(archive(text).stream(), ImageReference.parse(name), ImageConfig.EMPTY, "test");
    }

    private static Archive archive(String text) {
        return new Archive().file("file", text);
    }

    private Set<String> entries(String name) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(name))) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    private void assertNothingIsLeft() throws IOException {
        for (String name : List.of("tmp", "images/blobs/sha256", "pulling", "layers", "host")) {
            assertThat(entries(name)).as(name).isEmpty();
        }
        assertThat(store.list()).isEmpty();
    }
}
