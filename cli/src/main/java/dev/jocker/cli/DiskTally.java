package dev.jocker.cli;

import dev.jocker.cli.Engine.StoredImage;
import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.Sizes;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.image.ImageStore;
import dev.jocker.runtime.volume.Volume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What images, containers, volumes and builds take of the disk, as docker counts it: a layer that several images have, once. */
final class DiskTally {
    private static final int PERCENT = 100;

    private final List<StoredImage> images;
    private final List<Use> containers;
    private final List<Kept> volumes;
    private final ImageStore.BuildsKept builds;
    private final Map<String, Integer> owners = new HashMap<>(); // of each layer

    /** A container and what it takes. */
    record Use(ContainerSnapshot container, ContainerSize size) {}

    /** A volume, how many containers want it, and what it takes. */
    record Kept(Volume volume, int links, long size) {}

    DiskTally(List<StoredImage> images, List<Use> containers, List<Kept> volumes, ImageStore.BuildsKept builds) {
        this.images = images;
        this.containers = containers;
        this.volumes = volumes;
        this.builds = builds;
        for (StoredImage image : images) {
            for (String layer : image.layers().keySet()) {
                owners.merge(layer, 1, Integer::sum);
            }
        }
    }

    /** A row for each kind. */
    List<Map<String, Object>> sums() {
        int active = 0;
        long total = 0;
        long reclaimable = 0;
        for (Kept each : volumes) {
            active += each.links() > 0 ? 1 : 0;
            total += each.size();
            reclaimable += each.links() > 0 ? 0 : each.size();
        }
        return List.of(
                images(), containers(), row("Local Volumes", volumes.size(), active, total, reclaimable), builds());
    }

    /** What builds keep, together: the parts have no names that anybody gave them. */
    Map<String, Object> builds() {
        return row("Build Cache", builds.count(), builds.ofImages(), builds.bytes(), builds.bytes());
    }

    /** A row for each volume. */
    List<Map<String, Object>> volumes() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Kept each : volumes) {
            Map<String, Object> row = VolumeLsVerb.row(each.volume(), each.links(), Sizes.human(each.size()));
            row.remove("Label"); // takes a word, which nobody has
            rows.add(row);
        }
        return rows;
    }

    private Map<String, Object> images() {
        Map<String, Long> all = new HashMap<>();
        Map<String, Long> used = new HashMap<>();
        int active = 0;
        for (StoredImage image : images) {
            all.putAll(image.layers());
            if (users(image) > 0) {
                active++;
                used.putAll(image.layers());
            }
        }
        long total = sum(all);
        return row("Images", images.size(), active, total, total - sum(used));
    }

    private static long sum(Map<String, Long> layers) {
        long sum = 0;
        for (long each : layers.values()) {
            sum += each;
        }
        return sum;
    }

    private Map<String, Object> containers() {
        int active = 0;
        long total = 0;
        long reclaimable = 0;
        for (Use each : containers) {
            total += each.size().changed();
            if (ContainerRow.isUp(each.container())) {
                active++;
            } else {
                reclaimable += each.size().changed();
            }
        }
        return row("Containers", containers.size(), active, total, reclaimable);
    }

    private static Map<String, Object> row(String type, int count, int active, long size, long reclaimable) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Type", type);
        row.put("TotalCount", Integer.toString(count));
        row.put("Active", Integer.toString(active));
        row.put("Size", Sizes.human(size));
        row.put(
                "Reclaimable",
                size == 0
                        ? Sizes.human(reclaimable)
                        : Sizes.human(reclaimable) + " (" + PERCENT * reclaimable / size + "%)");
        return row;
    }

    private int users(StoredImage image) {
        int users = 0;
        for (Use each : containers) {
            users += image.id().equals(each.container().imageId()) ? 1 : 0;
        }
        return users;
    }

    /** A row for each name of an image. */
    List<Map<String, Object>> images(Instant now) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (StoredImage image : images) {
            for (String name : image.names().isEmpty() ? List.of("<none>:<none>") : image.names()) {
                int colon = name.lastIndexOf(':');
                boolean tagged = colon > name.lastIndexOf('/');
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("Repository", tagged ? name.substring(0, colon) : name);
                row.put("Tag", tagged ? name.substring(colon + 1) : "<none>");
                row.put(
                        "ID",
                        ContainerRow.shortId(image.id().substring(image.id().indexOf(':') + 1)));
                row.put("CreatedSince", image.created() == null ? "N/A" : Ages.ago(image.created(), now));
                row.put("Size", Sizes.human(image.size()));
                row.put("SharedSize", Sizes.human(shared(image)));
                row.put("UniqueSize", Sizes.human(image.size() - shared(image)));
                row.put("Containers", Integer.toString(users(image)));
                rows.add(row);
            }
        }
        return rows;
    }

    private long shared(StoredImage image) {
        long shared = 0;
        for (Map.Entry<String, Long> layer : image.layers().entrySet()) {
            shared += owners.get(layer.getKey()) > 1 ? layer.getValue() : 0;
        }
        return shared;
    }

    /** A row for each container. */
    List<Map<String, Object>> containers(Instant now) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Use each : containers) {
            Map<String, Object> row = ContainerRow.of(
                    each.container(), now, false, Sizes.human(each.size().changed()));
            row.remove("Label"); // takes a word, which nobody has
            rows.add(row);
        }
        return rows;
    }
}
