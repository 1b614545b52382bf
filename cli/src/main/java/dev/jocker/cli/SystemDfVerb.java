package dev.jocker.cli;

import dev.jocker.cli.Engine.StoredImage;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.JsonText;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.container.ContainerSnapshot;
import dev.jocker.runtime.process.ContainerException;
import dev.jocker.runtime.volume.Volume;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jocker system df}: a line for each kind of thing; with {@code -v} one for each thing. */
final class SystemDfVerb extends Verb {
    private static final String COLUMNS = "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";
    private static final String[] HEADINGS = {
        "Type", "TYPE",
        "TotalCount", "TOTAL",
        "Active", "ACTIVE",
        "Size", "SIZE",
        "Reclaimable", "RECLAIMABLE"
    };
    private static final String IMAGE_COLUMNS =
            "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}";
    private static final String[] IMAGE_HEADINGS = {
        "Repository", "REPOSITORY",
        "Tag", "TAG",
        "ID", "IMAGE ID",
        "CreatedSince", "CREATED",
        "Size", "SIZE",
        "SharedSize", "SHARED SIZE",
        "UniqueSize", "UNIQUE SIZE",
        "Containers", "CONTAINERS"
    };
    private static final String CONTAINER_COLUMNS =
            "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}";

    private static final String VOLUME_COLUMNS = "{{.Name}}\t{{.Links}}\t{{.Size}}";

    private final Switch verbose = options.flag("Show each image, container and volume", "-v", "--verbose");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    SystemDfVerb() {
        super(Command.SYSTEM_DF, "[OPTIONS]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (!options.words().isEmpty()) {
            throw new OptionException("it takes no words");
        }
        KeptContainers kept = engine.containers();
        List<DiskTally.Use> containers = new ArrayList<>();
        for (ContainerSnapshot each : kept.list()) {
            try {
                containers.add(new DiskTally.Use(each, kept.size(each.id())));
            } catch (ContainerException.NotFound e) {
                // removed while we looked
            }
        }
        List<StoredImage> images = engine.storedImages();
        var tally = new DiskTally(
                images, containers, volumes(engine.volumes()), engine.making().buildsKept());
        console.out().print(verbose.on() ? each(tally, console.tableWidth()) : sums(tally, console.tableWidth()));
        return ExitStatus.SUCCESS;
    }

    private static List<DiskTally.Kept> volumes(KeptVolumes volumes) throws IOException {
        List<DiskTally.Kept> found = new ArrayList<>();
        Map<String, Integer> links = volumes.links();
        for (Volume each : volumes.list()) {
            found.add(new DiskTally.Kept(each, links.getOrDefault(each.name(), 0), volumes.size(each)));
        }
        return found;
    }

    private String sums(DiskTally tally, int width) {
        var listing = new Listing(format.value(), COLUMNS, HEADINGS);
        tally.sums().forEach(listing::row);
        return listing.text(width);
    }

    private String each(DiskTally tally, int width) {
        Instant now = Instant.now();
        List<Map<String, Object>> images = tally.images(now);
        List<Map<String, Object>> containers = tally.containers(now);
        if (format.given() && !format.value().equals("table")) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("Images", images);
            tree.put("Containers", containers);
            tree.put("Volumes", tally.volumes());
            return (format.value().equals("json")
                            ? JsonText.compact(tree)
                            : Listing.render(Listing.parse(Listing.unescaped(format.value())), tree))
                    .concat("\n");
        }
        return "Images space usage:\n\n"
                + table(IMAGE_COLUMNS, IMAGE_HEADINGS, images, width)
                + "\nContainers space usage:\n\n"
                + table(CONTAINER_COLUMNS, ContainerRow.HEADINGS, containers, width)
                + "\nLocal Volumes space usage:\n\n"
                + table(VOLUME_COLUMNS, VolumeLsVerb.HEADINGS, tally.volumes(), width);
    }

    private static String table(String columns, String[] headings, List<Map<String, Object>> rows, int width) {
        var listing = new Listing(null, columns, headings);
        rows.forEach(listing::row);
        return listing.text(Math.min(width, Table.UNLIMITED));
    }
}
