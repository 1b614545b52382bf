package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.option.Texts;
import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Moments;
import dev.jocker.cli.output.Sizes;
import dev.jocker.cli.output.Table;
import java.io.IOException;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker images}. */
final class ImagesVerb extends Verb {
    private static final String COLUMNS = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
    private static final String DIGEST_COLUMNS =
            "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
    private static final String[] HEADINGS = {
        "Repository", "REPOSITORY",
        "Tag", "TAG",
        "Digest", "DIGEST",
        "ID", "IMAGE ID",
        "CreatedAt", "CREATED AT",
        "CreatedSince", "CREATED",
        "Size", "SIZE",
        "VirtualSize", "SIZE",
        "SharedSize", "SHARED SIZE",
        "UniqueSize", "UNIQUE SIZE",
        "Containers", "CONTAINERS"
    };
    /** What docker's listing has fields for, and does not count either: {@code system df -v} does. */
    private static final List<String> UNCOUNTED = List.of("SharedSize", "UniqueSize", "Containers");

    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch noTrunc = options.flag("Print ids whole and cut nothing", "--no-trunc");
    private final Switch digests = options.flag("Print the digests by which registries have them", "--digests");
    private final Texts filter = options.texts(
            "NAME=VALUE",
            "Only those with: dangling, label, label!, reference, before, since, until",
            "-f",
            "--filter");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    ImagesVerb() {
        super(Command.IMAGES, "[OPTIONS] [NAME[:TAG]]");
        options.flag("Also parts of images, as docker has them; there are none here", "-a", "--all");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() > 1) {
            throw new OptionException("it takes one name at most");
        }
        Instant now = Instant.now();
        List<ImageRow> images = images(engine, now);
        if (quiet.on()) {
            Set<String> ids = new LinkedHashSet<>(); // an image of two names is one
            images.forEach(image -> ids.add(id(image)));
            ids.forEach(console.out()::println);
        } else {
            var listing = new Listing(format.value(), digests.on() ? DIGEST_COLUMNS : COLUMNS, HEADINGS);
            images.forEach(image -> listing.row(row(image, now)));
            console.out().print(listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
        }
        engine.keptImages().damaged().forEach(console.failures()::failed);
        return ExitStatus.SUCCESS;
    }

    private List<ImageRow> images(Engine engine, Instant now) throws IOException {
        List<ImageRow> all = engine.images();
        var filters = new ImageFilter(
                filter.values(), all, engine.keptImages(), now, "dangling", "reference", "before", "since");
        PathMatcher name = options.words().isEmpty()
                ? null
                : ImageFilter.glob(options.words().getFirst());
        return all.stream()
                .filter(image -> filters.passes(image) && (name == null || ImageFilter.matches(name, image)))
                .toList();
    }

    private Map<String, Object> row(ImageRow image, Instant now) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Repository", orNone(image.repository()));
        row.put("Tag", orNone(image.tag()));
        row.put("Digest", orNone(image.digest()));
        row.put("ID", id(image));
        row.put("CreatedAt", image.created() == null ? "N/A" : Moments.local(image.created()));
        row.put("CreatedSince", image.created() == null ? "N/A" : Ages.ago(image.created(), now));
        row.put("Size", Sizes.human(image.size()));
        row.put("VirtualSize", Sizes.human(image.size()));
        for (String uncounted : UNCOUNTED) {
            row.put(uncounted, "N/A");
        }
        return row;
    }

    private String id(ImageRow image) {
        return noTrunc.on() ? image.id() : ImageFilter.shortId(image.id());
    }

    private static String orNone(String word) {
        return word == null ? "<none>" : word;
    }
}
