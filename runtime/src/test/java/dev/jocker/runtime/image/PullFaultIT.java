package dev.jocker.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.registry.Access;
import dev.jocker.runtime.registry.RegistryException;
import dev.jocker.testing.BadWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pulls over connections that break, and of bytes that change on the way. */
final class PullFaultIT extends RegistryTest {
    private static final int LARGE = 2_000_000;
    private static final String NAME = "large:1";

    private static Descriptor image;
    private static Descriptor layer;

    @BeforeAll
    static void pushALargeImage() throws Exception {
        var layout = new Layout(shared.resolve("layout"));
        byte[] random = new byte[LARGE]; // so that it stays large
        new Random(1).nextBytes(random);
        String text = Base64.getEncoder().encodeToString(random);
        Layout.Layer large = layout.layer(new Archive().file("file", text).bytes(), Compression.GZIP);
        layer = large.blob();
        image = layout.image(Layout.HERE, ImageConfig.EMPTY, large);
        layout.push(registry, NAME, image);
    }

    @Test
    void aBrokenConnectionIsMadeAnewWhereItBroke() throws Exception {
        try (var wire = BadWire.to(registry.port(), BadWire.breaksAfter(300_000))) {
            Image pulled = pull(wire).image();

            assertThat(pulled.view().read("/file")).isPresent();
            assertThat(wire.connections()).isGreaterThan((int) (layer.size() / 300_000));
            assertThat(wire.carried()).as("nothing is fetched twice").isLessThan(layer.size() + 100_000);
            assertThat(stages).contains(Stage.RETRYING).endsWith(Stage.DONE);
        }
    }

    @Test
    void aRegistryThatIsGoneInTheMiddleEndsThePull() throws Exception {
        BadWire.Fault gone =
                (connection, position, bytes, count) -> connection > 1 ? 0 : Math.clamp(300_000 - position, 0, count);
        try (var wire = BadWire.to(registry.port(), gone)) {
            assertThatThrownBy(() -> pull(wire))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining(wire.host());
        }
        assertNothingIsLeft();
    }

    @Test
    void aByteThatChangedOnTheWayIsFound() throws Exception {
        BadWire.Fault flip = (connection, position, bytes, count) -> {
            if (position <= 1_000_000 && 1_000_000 < position + count) {
                bytes[(int) (1_000_000 - position)] ^= 1;
            }
            return count;
        };
        try (var wire = BadWire.to(registry.port(), flip)) {
            assertThatThrownBy(() -> pull(wire))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("it has been damaged or forged");
        }
        assertNothingIsLeft();
    }

    @Test
    void aForgedManifestIsFound() throws Exception {
        Path revision = forge(image.digest());
        byte[] good = Files.readAllBytes(revision);
        try {
            byte[] other = good.clone();
            other[other.length - 1] = ' ';
            Files.write(revision, other);
            ImageReference byDigest = ImageReference.parse(registry.host() + "/large@" + image.digest());
            assertThatThrownBy(() -> store.pull(byDigest, null, access(), TransferProgress.NONE))
                    .isInstanceOf(IOException.class);
        } finally {
            Files.write(revision, good);
        }
        assertNothingIsLeft();
    }

    @Test
    void aDamagedConfigurationIsMendedByThePull() throws Exception {
        Image pulled = pull(registry.host()).image();
        Path config = root.resolve("images/blobs/sha256/" + pulled.id().substring(7));
        byte[] good = Files.readAllBytes(config);
        Files.write(config, new byte[0]);
        assertThatThrownBy(() -> store.find(pulled.id())).isInstanceOf(DamagedImageException.class);
        stages.clear();

        assertThat(pull(registry.host()).image()).isEqualTo(pulled);
        assertThat(config).hasBinaryContent(good);
        assertThat(stages).containsExactly(Stage.THERE);
    }

    @Test
    void aLayerOfWhichNothingIsThereIsFoundAtOnce() throws Exception {
        Path blob = forge(layer.digest());
        byte[] good = Files.readAllBytes(blob);
        try {
            Files.write(blob, new byte[0]);
            assertThatThrownBy(() -> pull(registry.host()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage(registry.host() + " has only 0 of the " + layer.size() + " bytes of the layer "
                            + layer.digest());
            assertThat(stages).doesNotContain(Stage.RETRYING);
        } finally {
            Files.write(blob, good);
        }
        assertNothingIsLeft();
    }

    @Test
    void aLayerThatEndsTooSoonIsFound() throws Exception {
        Path blob = forge(layer.digest());
        byte[] good = Files.readAllBytes(blob);
        try {
            Files.write(blob, Arrays.copyOf(good, good.length / 2));
            assertThatThrownBy(() -> pull(registry.host()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining(layer.digest());
        } finally {
            Files.write(blob, good);
        }
        assertNothingIsLeft();
    }

    @Test
    void twoAtOnceFetchALayerOnce() throws Exception {
        try (var wire = BadWire.to(registry.port(), BadWire.none());
                var threads = Executors.newFixedThreadPool(3)) {
            var start = new CountDownLatch(3);
            List<Future<Image>> pulls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Callable<Image> job = () -> {
                    start.countDown();
                    start.await();
                    return pull(wire).image();
                };
                pulls.add(threads.submit(job));
            }
            for (Future<Image> each : pulls) {
                assertThat(each.get().layers()).allMatch(Files::isDirectory);
            }
            assertThat(wire.carried()).isLessThan(2 * layer.size());
        }
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void whatAKilledPullLeftGoesWithTheNext() throws Exception {
        var slow = new CountDownLatch(1);
        BadWire.Fault stops = (connection, position, bytes, count) -> {
            if (position > 1_000_000) {
                slow.countDown();
                sleep();
            }
            return count;
        };
        try (var wire = BadWire.to(registry.port(), stops)) {
            Process pulling = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Pulling.class.getName(),
                            root.toString(),
                            wire.host() + "/" + NAME)
                    .inheritIO()
                    .start();
            slow.await();
            assertThat(entries("tmp")).hasSize(1);
            assertThat(entries("pulling")).hasSize(1);
            pulling.destroyForcibly().waitFor();
        }

        pull(registry.host());

        assertThat(entries("tmp")).isEmpty();
        assertThat(entries("pulling")).isEmpty();
        assertThat(entries("layers")).hasSize(2);
        assertThat(entries("images/blobs/sha256")).hasSize(3);
    }

    /** Another process that pulls. */
    static final class Pulling {
        private Pulling() {}

        public static void main(String[] arguments) throws IOException {
            ImageStore.under(Path.of(arguments[0]))
                    .pull(ImageReference.parse(arguments[1]), null, Access.ofHost(), TransferProgress.NONE);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the registry has the blob. */
    private static Path forge(String digest) {
        String digits = digest.substring(7);
        return shared.resolve(
                "registry/data/docker/registry/v2/blobs/sha256/" + digits.substring(0, 2) + "/" + digits + "/data");
    }

    private ImageStore.Pulled pull(BadWire wire) throws IOException {
        return pull(wire.host());
    }

    private ImageStore.Pulled pull(String host) throws IOException {
        return store.pull(ImageReference.parse(host + "/" + NAME), null, access(), new Stages(stages));
    }

    private List<String> entries(String name) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private void assertNothingIsLeft() throws IOException {
        for (String name : List.of("tmp", "images/blobs/sha256", "pulling", "layers")) {
            assertThat(entries(name)).as(name).isEmpty();
        }
        assertThat(store.list()).isEmpty();
    }
}
