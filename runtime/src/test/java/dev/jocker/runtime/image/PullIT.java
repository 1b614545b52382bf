package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.registry.RegistryException;
import dev.jocker.testing.LocalRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulls of what skopeo has pushed to a registry, which nothing disturbs. */
final class PullIT extends RegistryTest {
    private static final Platform ARM = new Platform("linux", "arm64", null);

    private Layout layout;

    @BeforeEach
    void emptyLayout() throws IOException {
        layout = new Layout(directory.resolve("layout"));
    }

    @Test
    void whatWasPushedIsHereAsItWas() throws Exception {
        ImageConfig config = new ImageConfig(
                "33", null, List.of("A=1"), null, List.of("/bin/true"), null, "/srv", Map.of("k", "v"), "SIGQUIT");
        Layout.Layer below = layer("one", Compression.GZIP);
        Layout.Layer above = layer("two", Compression.GZIP);
        Descriptor manifest = layout.image(Layout.HERE, config, below, above);
        layout.push(registry, "whole:1", manifest);

        ImageStore.Pulled pulled = pull("whole:1");

        assertThat(pulled.changed()).isTrue();
        assertThat(pulled.digest()).isEqualTo(manifest.digest());
        Image image = store.find(registry.host() + "/whole:1").orElseThrow();
        assertThat(image).isEqualTo(pulled.image());
        assertThat(image.config()).isEqualTo(config);
        assertThat(image.diffIds()).containsExactly(below.diffId(), above.diffId());
        assertThat(new String(image.view().read("/file").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("two");
        assertThat(image.digests()).hasToString("[" + registry.host() + "/whole@" + manifest.digest() + "]");
        assertThat(store.find(registry.host() + "/whole@" + manifest.digest())).contains(image);
        assertThat(stages).containsExactlyInAnyOrder(Stage.MOVING, Stage.MOVING, Stage.DONE, Stage.DONE);
    }

    @Test
    void layersOfEveryCompressionAreUnpacked() throws Exception {
        for (Compression each : List.of(Compression.NONE, Compression.GZIP, Compression.ZSTD)) {
            String name = "packed:" + each.name().toLowerCase(java.util.Locale.ROOT);
            layout.push(registry, name, layout.image(Layout.HERE, ImageConfig.EMPTY, layer(each.name(), each)));

            assertThat(new String(pull(name).image().view().read("/file").orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo(each.name());
        }
    }

    @Test
    void theStoreIsALayoutThatSkopeoReads() throws Exception {
        Descriptor manifest = layout.image(Layout.HERE, ImageConfig.EMPTY, layer("x", Compression.ZSTD));
        layout.push(registry, "read:1", manifest);
        pull("read:1");

        String raw = LocalRegistry.skopeo(
                "inspect", "--raw", "oci:" + root.resolve("images") + ":" + registry.host() + "/read:1");

        assertThat(raw.getBytes(StandardCharsets.UTF_8)).hasSize((int) manifest.size());
        LocalRegistry.skopeo(
                "copy",
                "oci:" + root.resolve("images") + ":" + registry.host() + "/read:1",
                "dir:" + directory.resolve("copy")); // which checks all digests
    }

    @Test
    void anIndexHasAnImageForEachPlatform() throws Exception {
        Descriptor here = layout.image(Layout.HERE, ImageConfig.EMPTY, layer("here", Compression.GZIP));
        Descriptor arm = layout.image(ARM, ImageConfig.EMPTY, layer("arm", Compression.GZIP));
        Descriptor index = layout.index(arm, here);
        layout.push(registry, "many:1", index);

        ImageStore.Pulled pulled = pull("many:1");
        assertThat(pulled.digest()).isEqualTo(index.digest());
        assertThat(pulled.image().platform()).isEqualTo(Layout.HERE);

        ImageStore.Pulled other = store.pull(reference("many:1"), ARM, access(), TransferProgress.NONE);
        assertThat(other.changed()).isTrue();
        assertThat(other.image().platform()).isEqualTo(ARM);
        assertThat(store.find(pulled.image().id()).orElseThrow().references()).isEmpty();

        assertThat(pull("many@" + here.digest()).image().id())
                .isEqualTo(pulled.image().id());
    }

    @Test
    void anIndexInAnIndexIsFollowed() throws Exception {
        Descriptor here = layout.image(Layout.HERE, ImageConfig.EMPTY, layer("here", Compression.GZIP));
        Descriptor arm = layout.image(ARM, ImageConfig.EMPTY, layer("arm", Compression.GZIP));
        Descriptor first = layout.index(arm);
        Descriptor second = layout.index(here);
        layout.push(registry, "nested:first", first);
        layout.push(registry, "nested:second", second);
        layout.put(registry, "nested", "1", layout.index(first, second));

        assertThat(pull("nested:1").image().platform()).isEqualTo(Layout.HERE);
        assertThatThrownBy(() -> store.pull(
                        reference("nested:1"), new Platform("linux", "s390x", null), access(), TransferProgress.NONE))
                .isInstanceOf(ImageException.OtherPlatform.class)
                .hasMessageContainingAll("linux/arm64", Layout.HERE.toString());
    }

    @Test
    void anImageForAnotherSystemIsRefused() throws Exception {
        var windows = new Platform("windows", "amd64", null);
        layout.push(registry, "win:1", layout.image(windows, ImageConfig.EMPTY, layer("x", Compression.GZIP)));
        assertThatThrownBy(() -> store.pull(reference("win:1"), windows, access(), TransferProgress.NONE))
                .hasMessage("image " + registry.host()
                        + "/win:1 for windows/amd64 cannot be used on this platform, which is Linux");
    }

    @Test
    void anImageForAnotherMachineIsRefused() throws Exception {
        Descriptor arm = layout.image(ARM, ImageConfig.EMPTY, layer("arm", Compression.GZIP));
        layout.push(registry, "other:index", layout.index(arm));
        layout.push(registry, "other:plain", arm);

        for (String name : List.of("other:index", "other:plain")) {
            assertThatThrownBy(() -> pull(name))
                    .isInstanceOf(ImageException.OtherPlatform.class)
                    .hasMessage(registry.host() + "/" + name + " is not there for " + Layout.HERE
                            + ", but for linux/arm64 (--platform asks for another)");
        }
        assertNothingIsLeft();
    }

    @Test
    void whatIsHereIsNotFetchedAgain() throws Exception {
        Layout.Layer base = layer("base", Compression.GZIP);
        layout.push(registry, "first:1", layout.image(Layout.HERE, ImageConfig.EMPTY, base));
        layout.push(
                registry,
                "second:1",
                layout.image(Layout.HERE, ImageConfig.EMPTY, base, layer("more", Compression.GZIP)));
        pull("first:1");
        stages.clear();

        assertThat(pull("first:1").changed()).isFalse();
        assertThat(stages).isEmpty();
        pull("second:1");
        assertThat(stages).containsExactlyInAnyOrder(Stage.THERE, Stage.MOVING, Stage.DONE);

        store.remove(registry.host() + "/first:1", layer -> false);
        assertThat(store.find(registry.host() + "/second:1").orElseThrow().layers())
                .allMatch(Files::isDirectory);
        store.remove(registry.host() + "/second:1", layer -> false);
        assertNothingIsLeft();
    }

    @Test
    void aLayerThatComesTwiceIsFetchedOnce() throws Exception {
        Layout.Layer same = layer("same", Compression.GZIP);
        layout.push(
                registry,
                "twice:1",
                layout.image(Layout.HERE, ImageConfig.EMPTY, same, layer("x", Compression.GZIP), same));

        assertThat(pull("twice:1").image().layers()).hasSize(3);
        assertThat(stages).hasSize(4);
    }

    @Test
    void aTagThatHasMovedBringsTheNewImage() throws Exception {
        layout.push(registry, "moves:1", layout.image(Layout.HERE, ImageConfig.EMPTY, layer("a", Compression.GZIP)));
        Image old = pull("moves:1").image();
        layout.push(registry, "moves:1", layout.image(Layout.HERE, ImageConfig.EMPTY, layer("b", Compression.GZIP)));

        ImageStore.Pulled pulled = pull("moves:1");

        assertThat(pulled.changed()).isTrue();
        assertThat(pulled.image().id()).isNotEqualTo(old.id());
        assertThat(store.find(old.id()).orElseThrow().references()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        layout.push(registry, "there:1", layout.image(Layout.HERE, ImageConfig.EMPTY, layer("a", Compression.GZIP)));

        assertThatThrownBy(() -> pull("there:2"))
                .isInstanceOf(RegistryException.class)
                .hasMessage(registry.host() + " has no image there with the tag \"2\"");
        assertThatThrownBy(() -> pull("nowhere"))
                .hasMessage(registry.host() + " has no image nowhere with the tag \"latest\"");
        String digest = "sha256:" + "0".repeat(64);
        assertThatThrownBy(() -> pull("there@" + digest))
                .hasMessage(registry.host() + " has no image there with the digest " + digest);
        assertNothingIsLeft();
    }

    /** The configuration names a layer, and the manifest another. */
    @Test
    void aLayerThatIsNotTheConfigurationsIsRefused() throws Exception {
        Layout.Layer good = layer("a", Compression.GZIP);
        var lie = new Layout.Layer(good.blob(), "sha256:" + "5".repeat(64));
        layout.push(registry, "lie:1", layout.image(Layout.HERE, ImageConfig.EMPTY, good, lie));
        var path = new Layout.Layer(good.blob(), "../../../../" + "5".repeat(60));
        layout.push(registry, "lie:2", layout.image(Layout.HERE, ImageConfig.EMPTY, path));

        assertThatThrownBy(() -> pull("lie:1")).hasMessageEndingWith("is not the one that its configuration names");
        assertThatThrownBy(() -> pull("lie:2")).hasMessageEndingWith("do not name the same layers");
        assertNothingIsLeft();
    }

    @Test
    void whatIsNoImageIsRefused() throws Exception {
        Descriptor config = layout.blob("application/vnd.cncf.helm.config.v1+json", new byte[] {'{', '}'});
        Descriptor chart = layout.blob(
                MediaTypes.MANIFEST,
                new dev.jocker.runtime.oci.Manifest(MediaTypes.MANIFEST, config, List.of()).write());
        layout.push(registry, "chart:1", chart);

        assertThatThrownBy(() -> pull("chart:1"))
                .hasMessageContaining("is not an image of a container, but application/vnd.cncf.helm");
    }

    @Test
    void aHostileLayerLeavesNothing() throws Exception {
        byte[] tar = new Archive().file("a", "x").file("../b", "y").bytes();
        layout.push(
                registry,
                "hostile:1",
                layout.image(Layout.HERE, ImageConfig.EMPTY, layout.layer(tar, Compression.GZIP)));

        assertThatThrownBy(() -> pull("hostile:1")).hasMessageStartingWith("the layer sha256:");
        assertNothingIsLeft();
    }

    /** umoci 0.4 writes neither the zeros after a file nor an end mark, and everybody reads it. */
    @Test
    void aLayerNeedsNoEndMark() throws Exception {
        byte[] tar = Arrays.copyOf(new Archive().file("file", "text").bytes(), 512 + 4);
        layout.push(
                registry, "cut:1", layout.image(Layout.HERE, ImageConfig.EMPTY, layout.layer(tar, Compression.GZIP)));

        assertThat(new String(pull("cut:1").image().view().read("/file").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo("text");
    }

    @Test
    void whatIsKnownByItsDigestGoesWithTheLastTag() throws Exception {
        Descriptor manifest = layout.image(Layout.HERE, ImageConfig.EMPTY, layer("text", Compression.GZIP));
        layout.push(registry, "digested:1", manifest);
        String digest = "digested@" + manifest.digest();
        Image image = pull(digest).image();
        pull("digested:1");
        store.tag(image.id(), reference("digested:2"));

        assertThat(store.remove(registry.host() + "/digested:2", layer -> false).untagged())
                .containsExactly(reference("digested:2"));
        assertThat(store.remove(registry.host() + "/digested:1", layer -> false).untagged())
                .containsExactly(reference("digested:1"), reference(digest));
        assertThat(store.list()).isEmpty();

        pull(digest);
        pull("digested:1");
        assertThat(store.remove(image.id(), layer -> false).deleted()).contains(image.id());
    }

    private Layout.Layer layer(String text, Compression compression) throws IOException {
        return layout.layer(new Archive().file("file", text).bytes(), compression);
    }

    private ImageStore.Pulled pull(String name) throws IOException {
        return store.pull(reference(name), null, access(), new Stages(stages));
    }

    private void assertNothingIsLeft() throws IOException {
        for (String name : List.of("tmp", "images/blobs/sha256", "pulling", "layers")) {
            try (Stream<Path> files = Files.list(root.resolve(name))) {
                assertThat(files).as(name).isEmpty();
            }
        }
        assertThat(store.list()).isEmpty();
    }
}
