package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.volume.Volume;
import dev.jocker.runtime.volume.VolumeRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the verbs want of volumes; what is wrong with one comes as a {@link dev.jocker.runtime.volume.VolumeException}. */
interface KeptVolumes {
    Volume create(VolumeRequest request) throws IOException;

    /** All, by their names. */
    List<Volume> list() throws IOException;

    Volume find(String name) throws IOException;

    void remove(String name) throws IOException;

    /** Removes those that no container wants, {@code all}: also those of a chosen name. Their names, and the bytes that they had. */
    Map<String, Long> prune(PruneRequest request, boolean all) throws IOException;

    /** How many containers want each, by their names; without those that nobody wants. */
    Map<String, Integer> links() throws IOException;

    /** Looks through its files. */
    long size(Volume volume) throws IOException;
}
