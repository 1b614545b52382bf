package dev.jocker.runtime.image;

import dev.jocker.runtime.oci.Descriptor;
import java.util.List;

/** Is told how a pull or a push goes on, by several threads. */
public interface TransferProgress {
    /** Tells nobody. */
    TransferProgress NONE = new TransferProgress() {
        @Override
        public void begin(List<Descriptor> blobs) {}

        @Override
        public void at(Descriptor blob, Stage stage) {}

        @Override
        public void moved(Descriptor blob, long bytes) {}
    };

    /** What becomes of a layer. */
    enum Stage {
        /** It is compressed before it is sent. */
        PACKING,
        /** Another process fetches the same one. */
        WAITING,
        /** It is on the way. */
        MOVING,
        /** The connection broke, and is made anew. */
        RETRYING,
        /** It was where it is to be, or another process has brought it. */
        THERE,
        /** It has come. */
        DONE
    }

    /** What is to be moved, the bottom layer first. */
    void begin(List<Descriptor> blobs);

    void at(Descriptor blob, Stage stage);

    /** How much of it, so far. */
    void moved(Descriptor blob, long bytes);
}
