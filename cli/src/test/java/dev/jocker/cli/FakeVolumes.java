package dev.jocker.cli;

import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.volume.Volume;
import dev.jocker.runtime.volume.VolumeException;
import dev.jocker.runtime.volume.VolumeRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Volumes that only write down what is done to them. */
final class FakeVolumes implements KeptVolumes {
    final List<Volume> all = new ArrayList<>();
    final Map<String, Integer> links = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    VolumeRequest created;
    PruneRequest pruneRequest;
    boolean pruneAll;

    static Volume volume(String name, Map<String, String> labels) {
        return new Volume(name, Path.of("/data/volumes/" + name + "/_data"), Instant.EPOCH, labels);
    }

    @Override
    public Volume create(VolumeRequest request) {
        created = request;
        return volume(request.name(), request.labels());
    }

    @Override
    public List<Volume> list() {
        return all;
    }

    @Override
    public Volume find(String name) {
        for (Volume each : all) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new VolumeException.NotFound(name);
    }

    @Override
    public void remove(String name) {
        calls.add("rm " + find(name).name());
    }

    @Override
    public Map<String, Long> prune(PruneRequest request, boolean every) {
        pruneRequest = request;
        pruneAll = every;
        return Map.of("old", 1_500_000L);
    }

    @Override
    public Map<String, Integer> links() {
        return links;
    }

    @Override
    public long size(Volume volume) {
        return volume.name().length() * 1000L;
    }
}
