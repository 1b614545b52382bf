package dev.jocker.runtime.image;

import com.github.luben.zstd.Zstd;
import dev.jocker.runtime.archive.Compression;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.oci.ImageConfig;
import dev.jocker.runtime.oci.ImageIndex;
import dev.jocker.runtime.oci.Manifest;
import dev.jocker.runtime.oci.MediaTypes;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.testing.LocalRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes an OCI layout on disk, also a wrong one, and lets skopeo bring it into a registry as it is. */
final class Layout {
    static final Platform HERE = ImageStore.platform();

    private final Path directory;
    private final List<Descriptor> named = new ArrayList<>();

    Layout(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("blobs/sha256"));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    /** A layer, and what its archive has for a digest before compression. */
    record Layer(Descriptor blob, String diffId) {}

    Layer layer(byte[] tar, Compression compression) throws IOException {
        var gzip = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(gzip)) {
            stream.write(tar);
        }
        return switch (compression) {
            case GZIP -> new Layer(blob(MediaTypes.LAYER_GZIP, gzip.toByteArray()), Digests.of(tar));
            case ZSTD -> new Layer(blob(MediaTypes.LAYER_ZSTD, Zstd.compress(tar)), Digests.of(tar));
            default -> new Layer(blob(MediaTypes.LAYER, tar), Digests.of(tar));
        };
    }

    Descriptor image(Platform platform, ImageConfig config, Layer... layers) throws IOException {
        List<String> diffIds = new ArrayList<>();
        List<Descriptor> blobs = new ArrayList<>();
        for (Layer each : layers) {
            diffIds.add(each.diffId());
            blobs.add(each.blob());
        }
        var document = new ImageJson.Document(Instant.ofEpochSecond(1), platform, diffIds, config);
        Descriptor described = blob(MediaTypes.CONFIG, ImageJson.write(document, "by the test"));
        Descriptor manifest = blob(MediaTypes.MANIFEST, new Manifest(MediaTypes.MANIFEST, described, blobs).write());
        return new Descriptor(manifest.mediaType(), manifest.digest(), manifest.size(), platform, null);
    }

    Descriptor index(Descriptor... manifests) throws IOException {
        return blob(MediaTypes.INDEX, new ImageIndex(List.of(manifests)).write());
    }

    /** Brings it there as {@code name:tag}. */
    void push(LocalRegistry registry, String name, Descriptor image, String... options)
            throws IOException, InterruptedException {
        String tag = "t" + named.size();
        named.add(image.with(Map.of("org.opencontainers.image.ref.name", tag)));
        Files.write(directory.resolve("index.json"), new ImageIndex(named).write());
        List<String> words = new ArrayList<>(List.of("copy", "--all", "--preserve-digests", "--dest-tls-verify=false"));
        words.addAll(List.of(options));
        words.add("oci:" + directory + ":" + tag);
        words.add("docker://" + registry.host() + "/" + name);
        LocalRegistry.skopeo(words.toArray(new String[0]));
    }

    /** Gives a tag to a manifest whose parts are in the repository: for one that skopeo does not bring there, an index of indexes. */
    void put(LocalRegistry registry, String repository, String tag, Descriptor manifest)
            throws IOException, InterruptedException {
        Path file = directory.resolve("blobs/sha256").resolve(Digests.digits(manifest.digest()));
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + registry.host() + "/v2/" + repository + "/manifests/" + tag))
                .header("Content-Type", manifest.mediaType())
                .PUT(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IOException(answer + ": " + answer.body());
            }
        }
    }

    Descriptor blob(String mediaType, byte[] bytes) throws IOException {
        String digest = Digests.of(bytes);
        Files.write(directory.resolve("blobs/sha256").resolve(Digests.digits(digest)), bytes);
        return new Descriptor(mediaType, digest, bytes.length);
    }
}
