package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.Credentials;
import dev.jocker.runtime.registry.RegistryException;
import dev.jocker.testing.BadWire;
import dev.jocker.testing.Certificates;
import dev.jocker.testing.LocalRegistry;
import dev.jocker.testing.TokenServer;
import dev.jocker.testing.Witness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pushes, and what skopeo then finds in the registry. */
final class PushIT extends RegistryTest {
    private static final Credentials SOMEBODY = new Credentials(LocalRegistry.USER, LocalRegistry.PASSWORD);

    @Test
    void whatIsPushedIsThereForOthers() throws Exception {
        Image image = imported("box:1", "text");
        store.tag("box:1", reference("whole:1"));

        ImageStore.Pushed pushed = push("whole:1");

        byte[] raw = raw(registry, "whole:1");
        assertThat(Digests.of(raw)).isEqualTo(pushed.digest());
        assertThat(raw).hasSize(pushed.size());
        Manifest manifest = Manifest.read(raw, MediaTypes.MANIFEST, "what was pushed");
        assertThat(manifest.config().digest()).isEqualTo(image.id());
        assertThat(manifest.layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.mediaType()).isEqualTo(MediaTypes.LAYER_GZIP));
        assertThat(unpacked(registry, "whole:1").resolve("file")).hasContent("text");

        Image here = store.find(reference("whole:1")).orElseThrow();
        assertThat(here.id()).isEqualTo(image.id());
        assertThat(here.digests()).hasToString("[" + registry.host() + "/whole@" + pushed.digest() + "]");
        assertThat(store.find("box:1").orElseThrow().view().read("/file")).isPresent();
    }

    @Test
    void oneImageHasOneDigest() throws Exception {
        imported("box:1", "same");
        var archive = new ByteArrayOutputStream();
        store.save(List.of("box:1"), ArchiveFormat.OCI, archive);
        store.tag("box:1", reference("one:1"));
        store.tag("box:1", reference("one:2"));

        ImageStore.Pushed pushed = push("one:1");
        stages.clear();
        assertThat(push("one:2")).isEqualTo(pushed);
        assertThat(stages).containsExactly(Stage.THERE);

        ImageStore other = ImageStore.under(directory.resolve("other"));
        other.load(new ByteArrayInputStream(archive.toByteArray()));
        other.tag("box:1", reference("other:1"));
        assertThat(other.push(reference("other:1"), access(), TransferProgress.NONE))
                .isEqualTo(pushed);
    }

    @Test
    void whatWasPulledIsPushedAsItWas() throws Exception {
        var layout = new Layout(directory.resolve("layout"));
        Layout.Layer twice = layout.layer(new Archive().file("a", "1").bytes(), Compression.NONE);
        Layout.Layer once = layout.layer(new Archive().file("b", "2").bytes(), Compression.ZSTD);
        Descriptor manifest = layout.image(Layout.HERE, ImageConfig.EMPTY, twice, once, twice);
        layout.push(registry, "from:1", manifest);
        store.pull(reference("from:1"), null, access(), TransferProgress.NONE);
        try (LocalRegistry other = LocalRegistry.open(directory.resolve("other"))) {
            ImageReference there = ImageReference.parse(other.host() + "/to:1");
            store.tag(reference("from:1").toString(), there);

            assertThat(store.push(there, access(), new Stages(stages)).digest()).isEqualTo(manifest.digest());
            assertThat(stages).containsExactlyInAnyOrder(Stage.MOVING, Stage.DONE, Stage.MOVING, Stage.DONE);
            assertThat(Digests.of(raw(other, "to:1"))).isEqualTo(manifest.digest());
        }
    }

    @Test
    void whatAnotherRepositoryHasIsNotSentAgain() throws Exception {
        imported("box:1", random(500_000));
        store.tag("box:1", reference("lender:1"));
        store.tag("box:1", reference("borrower:1"));
        push("lender:1");
        stages.clear();

        push("borrower:1");

        assertThat(stages).containsExactly(Stage.MOVING, Stage.THERE);
        assertThat(unpacked(registry, "borrower:1").resolve("file")).exists();
    }

    @Test
    void theRegistryGivesItBack() throws Exception {
        Image image = imported("box:1", "text");
        store.tag("box:1", reference("back:1"));
        ImageStore.Pushed pushed = push("back:1");
        store.remove("box:1", layer -> false);
        store.remove(reference("back:1").toString(), layer -> false);
        assertThat(files("images/blobs/sha256")).isEmpty();

        ImageStore.Pulled pulled = store.pull(reference("back:1"), null, access(), TransferProgress.NONE);

        assertThat(pulled.digest()).isEqualTo(pushed.digest());
        assertThat(pulled.image().id()).isEqualTo(image.id());
    }

    /** The plain layer is not needed any more. */
    @Test
    void aLayerIsKeptOnceAfterAPush() throws Exception {
        imported("box:1", random(10_000));
        store.tag("box:1", reference("once:1"));
        push("once:1");

        store.sweep();

        assertThat(files("images/blobs/sha256")).hasSize(3);
        assertThat(files("tmp")).isEmpty();
        LocalRegistry.skopeo(
                "copy",
                "oci:" + root.resolve("images") + ":" + registry.host() + "/once:1",
                "dir:" + directory.resolve("copy")); // which checks all digests
    }

    @Test
    void connectionsThatBreakAreMadeAnew() throws Exception {
        imported("box:1", random(300_000));
        try (var wire = BadWire.to(registry.port(), BadWire.breaksAfter(1000))) {
            ImageReference broken = ImageReference.parse(wire.host() + "/broken:1");
            store.tag("box:1", broken);

            store.push(broken, access(), TransferProgress.NONE);

            assertThat(wire.connections()).isGreaterThan(2);
            assertThat(unpacked(registry, "broken:1").resolve("file")).exists();
        }
    }

    @Test
    void aLayerOfWhichAPartHasGoneIsSentAgain() throws Exception {
        imported("box:1", random(300_000));
        BadWire.Fault twice = (connection, position, bytes, count) ->
                connection > 2 ? count : Math.clamp(100_000 - position, 0, count);
        try (var wire = BadWire.up(registry.port(), twice)) {
            ImageReference broken = ImageReference.parse(wire.host() + "/part:1");
            store.tag("box:1", broken);

            store.push(broken, access(), TransferProgress.NONE);

            assertThat(wire.connections()).isGreaterThan(2);
            assertThat(unpacked(registry, "part:1").resolve("file")).exists();
        }
    }

    @Test
    void aConnectionThatBreaksAlwaysIsToldAndSoAreTheTries() throws Exception {
        imported("box:1", random(300_000));
        List<TransferProgress.Stage> stages = Collections.synchronizedList(new ArrayList<>());
        try (var wire = BadWire.up(registry.port(), BadWire.breaksAfter(100_000))) {
            ImageReference broken = ImageReference.parse(wire.host() + "/never:1");
            store.tag("box:1", broken);

            assertThatThrownBy(() -> store.push(broken, access(), new Stages(stages)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith("the connection to " + wire.host() + " broke: ");
            assertThat(stages).contains(TransferProgress.Stage.RETRYING);
        }
    }

    @Test
    void aRegistryThatIsGoneEndsThePush() throws Exception {
        Image image = imported("box:1", "text");
        ImageReference gone = ImageReference.parse("127.0.0.1:1/box:1");
        store.tag("box:1", gone);

        assertThatThrownBy(() -> store.push(gone, access(), TransferProgress.NONE))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("127.0.0.1:1 cannot be reached: nobody listens there");

        assertThat(store.find(gone)).map(Image::id).contains(image.id());
        assertThat(store.find(gone).orElseThrow().digests()).isEmpty();
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void whatIsNotHereIsSaid() throws Exception {
        assertThatThrownBy(() -> push("nothing:1"))
                .isInstanceOf(ImageException.NotFound.class)
                .hasMessage("no such image: " + registry.host() + "/nothing:1");
        imported("box:1", "text");
        assertThatThrownBy(() -> push("box@sha256:" + "0".repeat(64)))
                .isInstanceOf(ImageException.InvalidReference.class)
                .hasMessageContaining("a push gives a tag");
    }

    @Test
    void aPasswordIsWanted() throws Exception {
        imported("box:1", "text");
        try (LocalRegistry closed = LocalRegistry.withPassword(directory.resolve("closed"))) {
            ImageReference there = ImageReference.parse(closed.host() + "/box:1");
            store.tag("box:1", there);
            for (Access access : List.of(access(), access().as(new Credentials("somebody", "wrong")))) {
                assertThatThrownBy(() -> store.push(there, access, TransferProgress.NONE))
                        .isInstanceOf(RegistryException.class)
                        .hasMessage(closed.host()
                                + " does not take box: that needs a login that may (jocker login "
                                + closed.host() + ")");
            }
            assertThat(store.find(there).orElseThrow().digests()).isEmpty();
            assertThat(files("tmp")).isEmpty();

            store.push(there, access().as(SOMEBODY), TransferProgress.NONE);
            assertThat(raw(closed, "box:1", "--creds", LocalRegistry.USER + ":" + LocalRegistry.PASSWORD))
                    .isNotEmpty();
        }
    }

    @Test
    void tokensAreFetchedForAPush() throws Exception {
        imported("box:1", "text");
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (var tokens = TokenServer.start(certificates);
                LocalRegistry closed = LocalRegistry.withTokens(
                        directory.resolve("closed"), tokens.realm(), certificates.certificate())) {
            Access access = access().as(SOMEBODY);
            for (String name : List.of("/lender:1", "/box:1")) {
                ImageReference there = ImageReference.parse(closed.host() + name);
                store.tag("box:1", there);
                assertThatThrownBy(() -> store.push(there, access(), TransferProgress.NONE))
                        .hasMessageContaining("jocker login " + closed.host());
                store.push(there, access, new Stages(stages));
            }
            assertThat(tokens.scopes()).contains("repository:box:pull,push", "repository:lender:pull");
            assertThat(stages).endsWith(Stage.MOVING, Stage.THERE);
        }
    }

    @Test
    void aCertificateHasToBeTrusted() throws Exception {
        imported("box:1", "text");
        Certificates certificates = Certificates.in(directory.resolve("certificates"));
        try (LocalRegistry secure = LocalRegistry.withTls(directory.resolve("secure"), certificates)) {
            ImageReference there = ImageReference.parse(secure.host() + "/box:1");
            store.tag("box:1", there);
            assertThatThrownBy(() -> store.push(there, access(), TransferProgress.NONE))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("does not trust the certificate of " + secure.host());

            Path authorities = certificates.certificate().getParent();
            store.push(there, access().withCertificates(authorities), TransferProgress.NONE);

            assertThat(raw(secure, "box:1")).isNotEmpty();
        }
    }

    /** Of one plain layer, with a file. */
    private Image imported(String name, String text) throws IOException {
        var archive = new ByteArrayInputStream(new Archive().file("file", text).bytes());
        return store.importArchive(archive, ImageReference.parse(name), ImageConfig.EMPTY, "by the test");
    }

    private static String random(int length) {
        byte[] random = new byte[length];
        new Random(length).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private ImageStore.Pushed push(String name) throws IOException {
        return store.push(reference(name), access(), new Stages(stages));
    }

    private static byte[] raw(LocalRegistry where, String name, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("inspect", "--raw", "--tls-verify=false"));
        words.addAll(List.of(options));
        words.add("docker://" + where.host() + "/" + name);
        String raw = LocalRegistry.skopeo(words.toArray(new String[0]));
        assertThat(JsonObject.read(raw.getBytes(StandardCharsets.UTF_8), name).number("schemaVersion"))
                .isEqualTo(2);
        return raw.getBytes(StandardCharsets.UTF_8);
    }

    /** The root that umoci makes of what skopeo fetches. */
    private Path unpacked(LocalRegistry where, String name) throws Exception {
        Path umoci = Witness.require("umoci");
        Path layout = directory.resolve("fetched");
        LocalRegistry.skopeo(
                "copy", "--src-tls-verify=false", "docker://" + where.host() + "/" + name, "oci:" + layout + ":it");
        Path bundle = directory.resolve("bundle");
        LocalRegistry.run(umoci.toString(), "unpack", "--image", layout + ":it", bundle.toString());
        return bundle.resolve("rootfs");
    }

    private List<String> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
