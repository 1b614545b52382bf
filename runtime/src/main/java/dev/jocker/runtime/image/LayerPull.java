package dev.jocker.runtime.image;

import dev.jocker.runtime.archive.ArchiveException;
import dev.jocker.runtime.image.TransferProgress.Stage;
import dev.jocker.runtime.oci.Descriptor;
import dev.jocker.runtime.oci.Digests;
import dev.jocker.runtime.record.LockFile;
import dev.jocker.runtime.registry.BlobStream;
import dev.jocker.runtime.registry.Registry;
import dev.jocker.runtime.registry.RegistryException;
import dev.jocker.runtime.syscall.Descriptors;
import dev.jocker.runtime.syscall.Fd;
import dev.jocker.runtime.syscall.Flags;
import dev.jocker.runtime.syscall.OpenFlag;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches layers of one image, each unpacked while it comes, and puts them into the store as they are complete. Several threads may be at
 * it; two processes that want the same layer fetch it once.
 *
 * <pre>
 *   one process     lock pulling/DIGEST ─► fetch into staging ─► publish, pin ─► unlock
 *   another                       waits ─────────────────────────────────────────────► it is there: pin
 * </pre>
 */
final class LayerPull {
    private static final int LOOK_MILLIS = 50;

    private final ImageStore store;
    private final Staging staging;
    private final Registry registry;
    private final ImageReference reference;
    private final TransferProgress progress;
    private final List<BlobStream> open = new ArrayList<>();
    private boolean aborted;

    /** @param staging keeps what was fetched from being swept until the image has its name */
    LayerPull(
            ImageStore store, Staging staging, Registry registry, ImageReference reference, TransferProgress progress) {
        this.store = store;
        this.staging = staging;
        this.registry = registry;
        this.reference = reference;
        this.progress = progress;
    }

    /** Sees to it that the layer is here. */
    void pull(Descriptor blob, String diffId) throws IOException {
        if (isHere(blob, diffId)) {
            progress.at(blob, Stage.THERE);
            return;
        }
        try (LockFile _ = lock(blob)) {
            if (isHere(blob, diffId)) {
                progress.at(blob, Stage.THERE);
                return;
            }
            progress.at(blob, Stage.MOVING);
            fetch(blob, diffId);
            progress.at(blob, Stage.DONE);
        }
    }

    /** Lets what is under way fail. */
    synchronized void abort() {
        aborted = true;
        for (BlobStream each : open) {
            each.abort();
        }
    }

    private boolean isHere(Descriptor blob, String diffId) throws IOException {
        Contents contents = store.contents();
        try (Fd _ = store.data().lock()) {
            if (!contents.hasBlob(blob.digest()) || !contents.hasLayer(diffId)) {
                return false;
            }
            staging.pin(blob.digest());
            staging.pin(diffId);
            return true;
        }
    }

    /** Not waiting in the kernel: an abort would not be noticed there. */
    private LockFile lock(Descriptor blob) throws IOException {
        Path file = store.data().pulling(blob.digest());
        LockFile lock = LockFile.tryTake(file);
        while (lock == null) {
            progress.at(blob, Stage.WAITING);
            checkAborted();
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted", e);
            }
            lock = LockFile.tryTake(file);
        }
        return lock;
    }

    private void fetch(Descriptor blob, String diffId) throws IOException {
        String name = Digests.digits(blob.digest());
        String packed = name + ".blob";
        Path directory = ImageStore.newLayer(staging, name);
        LayerUnpacker.Unpacked unpacked;
        try (BlobStream stream = stream(blob);
                OutputStream file = Files.newOutputStream(staging.path().resolve(packed));
                Fd layer = Descriptors.open(directory, Flags.of(OpenFlag.O_DIRECTORY))) {
            unpacked = unpack(stream, file, layer, blob);
        }
        if (!unpacked.diffId().equals(diffId)) {
            throw new RegistryException(
                    "the layer " + blob.digest() + " of " + reference.familiar()
                            + " is not the one that its configuration names",
                    null);
        }
        staging.sync(); // before anybody takes it for whole: its names may be on the disk sooner than what is in it
        try (Fd _ = store.data().lock()) {
            store.contents().addBlob(staging, packed, blob.digest());
            store.contents().addLayer(staging, name, unpacked);
        }
    }

    private LayerUnpacker.Unpacked unpack(BlobStream stream, OutputStream file, Fd layer, Descriptor blob)
            throws IOException {
        var copy = new BlobCopy(stream, file, bytes -> progress.moved(blob, bytes));
        try {
            LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpackKnown(copy, layer);
            copy.transferTo(OutputStream.nullOutputStream()); // the digest is checked at the very end
            return unpacked;
        } catch (ArchiveException e) {
            copy.rethrow();
            copy.transferTo(OutputStream.nullOutputStream()); // if it was damaged on the way, that is the thing to say
            throw new ArchiveException("the layer " + blob.digest() + ": " + e.getMessage(), e);
        }
    }

    private synchronized BlobStream stream(Descriptor blob) throws IOException {
        checkAborted();
        BlobStream stream = registry.blob(reference.repository(), blob, () -> progress.at(blob, Stage.RETRYING));
        open.add(stream);
        return stream;
    }

    private synchronized void checkAborted() throws RegistryException {
        if (aborted) {
            throw new RegistryException("given up", null);
        }
    }
}
