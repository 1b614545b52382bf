package dev.jocker.cli;

import dev.jocker.runtime.container.Containers;
import dev.jocker.runtime.container.PruneRequest;
import dev.jocker.runtime.volume.Volume;
import dev.jocker.runtime.volume.VolumeRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The library's, each call one of its own. */
final class LibraryVolumes implements KeptVolumes {
    private final Containers containers;

    LibraryVolumes(Containers containers) {
        this.containers = containers;
    }

    @Override
    public Volume create(VolumeRequest request) throws IOException {
        return containers.volumes().create(request);
    }

    @Override
    public List<Volume> list() throws IOException {
        return containers.volumes().list();
    }

    @Override
    public Volume find(String name) throws IOException {
        return containers.volumes().find(name);
    }

    @Override
    public void remove(String name) throws IOException {
        containers.volumes().remove(name);
    }

    @Override
    public Map<String, Long> prune(PruneRequest request, boolean all) throws IOException {
        return containers.volumes().prune(request, all);
    }

    @Override
    public Map<String, Integer> links() throws IOException {
        return containers.volumes().links();
    }

    @Override
    public long size(Volume volume) throws IOException {
        return containers.volumes().size(volume);
    }
}
