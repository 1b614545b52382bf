package dev.jocker.cli;

import dev.jocker.runtime.container.HostInfo;
import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.JsonObject;
import dev.jocker.runtime.oci.Platform;
import dev.jocker.runtime.options.RunOptions;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An engine that remembers what it was asked for, and answers or fails as the test says. */
final class RecordingEngine implements Engine {
    final List<ImageRow> images = new ArrayList<>();
    final List<StoredImage> stored = new ArrayList<>();
    final FakeImages kept = new FakeImages();
    final FakeContainers containers = new FakeContainers();
    final FakeNetworks networks = new FakeNetworks();
    final FakeVolumes volumes = new FakeVolumes();
    final FakeMaking making = new FakeMaking();
    final List<String> pulled = new ArrayList<>();
    Platform platform;
    Access access;
    RunOptions options;
    TraceRequest trace;
    String imported;
    byte[] archive;
    int status;
    IOException failure;
    RuntimeException mistake;

    @Override
    public int run(RunOptions asked, TraceRequest how) throws IOException {
        options = asked;
        trace = how;
        fail();
        return status;
    }

    @Override
    public KeptContainers containers() throws IOException {
        fail();
        return containers;
    }

    @Override
    public KeptNetworks networks() throws IOException {
        fail();
        return networks;
    }

    @Override
    public KeptImages keptImages() throws IOException {
        fail();
        return kept;
    }

    @Override
    public KeptVolumes volumes() throws IOException {
        fail();
        return volumes;
    }

    @Override
    public ImageMaking making() {
        return making;
    }

    @Override
    public String inspectImage(String name) {
        return name.startsWith("missing") ? null : "{\"RepoTags\":[\"" + name + "\"]}";
    }

    @Override
    public void explain(RunOptions asked, boolean detached, PrintStream out) throws IOException {
        options = asked;
        fail();
        out.println("the program");
    }

    @Override
    public List<ImageRow> images() throws IOException {
        fail();
        return images;
    }

    @Override
    public Platform platform(String name) {
        return new Platform("linux", "riscv64", null);
    }

    @Override
    public ImageStore.Pulled pull(ImageReference reference, Platform platform, Access access, TransferProgress progress)
            throws IOException {
        fail();
        pulled.add(reference.toString());
        this.platform = platform;
        this.access = access;
        var layer = new Descriptor("", "sha256:" + "1".repeat(64), 7);
        progress.begin(List.of(layer));
        progress.at(layer, TransferProgress.Stage.MOVING);
        progress.moved(layer, 7);
        progress.at(layer, TransferProgress.Stage.DONE);
        return new ImageStore.Pulled(null, "sha256:" + "2".repeat(64), true);
    }

    @Override
    public List<String> tags(ImageReference reference, Access how) {
        return List.of("one", "two");
    }

    @Override
    public List<StoredImage> storedImages() {
        return stored;
    }

    @Override
    public HostInfo info() {
        return new HostInfo(
                "box",
                "Some Linux",
                2,
                4L << 30,
                Path.of("/data"),
                Path.of("/run"),
                "overlay",
                "ext4",
                "hybrid",
                Map.of("memory", 1, "cpu", 1, "pids", 1, "blkio", 2),
                true);
    }

    @Override
    public String importArchive(InputStream from, ImageReference name, String comment, UnaryOperator<JsonObject> change)
            throws IOException {
        fail();
        imported =
                (name == null ? "nameless" : name.familiar()) + ", " + comment + ", " + change.apply(new JsonObject());
        archive = from.readAllBytes();
        return "sha256:0123456789abcdef";
    }

    private void fail() throws IOException {
        if (mistake != null) {
            throw mistake;
        }
        if (failure != null) {
            throw failure;
        }
    }
}
