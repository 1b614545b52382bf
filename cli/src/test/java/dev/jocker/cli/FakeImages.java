package dev.jocker.cli;

import dev.jocker.runtime.image.ImageReference;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.image.TransferProgress;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.registry.Access;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was to be done with images. */
final class FakeImages implements KeptImages {
    final List<String> asked = new ArrayList<>();
    final List<ImageStore.Step> steps = new ArrayList<>();
    String id = "sha256:" + "0123456789abcdef".repeat(4);
    IOException failure;

    private static void mustBeThere(String name) {
        if (name.startsWith("missing")) {
            throw new ContainerException.NotFound("no such image: " + name);
        }
    }

    @Override
    public String id(String name) {
        mustBeThere(name);
        return id;
    }

    @Override
    public List<ImageStore.Step> history(String name) {
        mustBeThere(name);
        return steps;
    }

    @Override
    public void tag(String name, ImageReference reference) {
        asked.add("tag " + name + " " + reference);
    }

    @Override
    public Removed remove(String name) {
        mustBeThere(name);
        asked.add("remove " + name);
        return new Removed(List.of(name), List.of(), 0);
    }

    @Override
    public Removed removeWhole(String name) {
        mustBeThere(name);
        asked.add("remove whole " + name);
        return new Removed(List.of(), List.of(name, "sha256:layer"), 1500);
    }

    @Override
    public ImageStore.Pushed push(ImageReference reference, Access access, TransferProgress progress)
            throws IOException {
        if (failure != null) {
            throw failure;
        }
        asked.add("push " + reference + (access.verified() ? "" : " unverified"));
        var layer = new Descriptor("", "sha256:" + "1".repeat(64), 7);
        progress.begin(List.of(layer));
        progress.at(layer, TransferProgress.Stage.PACKING);
        progress.at(layer, TransferProgress.Stage.MOVING);
        progress.moved(layer, 7);
        progress.at(layer, TransferProgress.Stage.DONE);
        return new ImageStore.Pushed("sha256:" + "2".repeat(64), 321);
    }

    @Override
    public void login(String server, Access access) throws IOException {
        if (failure != null) {
            throw failure;
        }
        asked.add("login " + server + " " + access.credentials().user() + ":"
                + access.credentials().secret());
    }
}
