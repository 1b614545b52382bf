package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import java.util.List;

/** Remembers what becomes of layers. */
record Stages(List<TransferProgress.Stage> stages) implements TransferProgress {
    @Override
    public void begin(List<Descriptor> blobs) {}

    @Override
    public void at(Descriptor blob, Stage stage) {
        stages.add(stage);
    }

    @Override
    public void moved(Descriptor blob, long bytes) {}
}
