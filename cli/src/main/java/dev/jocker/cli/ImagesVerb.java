package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Sizes;
import dev.jocker.cli.output.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code jocker images}. */
final class ImagesVerb extends Verb {
    private static final String COLUMNS = "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
    private static final String[] HEADINGS = {
        "Repository", "REPOSITORY",
        "Tag", "TAG",
        "ID", "IMAGE ID",
        "CreatedAt", "CREATED AT",
        "CreatedSince", "CREATED",
        "Size", "SIZE"
    };
    private static final int SHORT_ID = 12;
    private static final String ALGORITHM = "sha256:";

    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch noTrunc = options.flag("Print ids whole and cut nothing", "--no-trunc");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    ImagesVerb() {
        super(Command.IMAGES, "[OPTIONS] [NAME[:TAG]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() > 1) {
            throw new OptionException("it takes one name at most");
        }
        var listing = new Listing(format.value(), COLUMNS, HEADINGS);
        List<ImageRow> images =
                engine.images().stream().filter(this::isAskedFor).toList();
        if (quiet.on()) {
            Set<String> ids = new LinkedHashSet<>(); // an image of two names is one
            images.forEach(image -> ids.add(id(image)));
            ids.forEach(console.out()::println);
        } else {
            Instant now = Instant.now();
            images.forEach(image -> listing.row(row(image, now)));
            console.out().print(listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
        }
        return ExitStatus.SUCCESS;
    }

    private boolean isAskedFor(ImageRow image) {
        if (options.words().isEmpty()) {
            return true;
        }
        String name = options.words().getFirst();
        return name.equals(image.repository()) || name.equals(image.repository() + ":" + image.tag());
    }

    private Map<String, Object> row(ImageRow image, Instant now) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Repository", orNone(image.repository()));
        row.put("Tag", orNone(image.tag()));
        row.put("ID", id(image));
        row.put("CreatedAt", image.created() == null ? "N/A" : image.created().toString());
        row.put("CreatedSince", image.created() == null ? "N/A" : Ages.ago(image.created(), now));
        row.put("Size", Sizes.human(image.size()));
        return row;
    }

    private String id(ImageRow image) {
        if (noTrunc.on()) {
            return image.id();
        }
        String digits = image.id().startsWith(ALGORITHM) ? image.id().substring(ALGORITHM.length()) : image.id();
        return digits.substring(0, Math.min(SHORT_ID, digits.length()));
    }

    private static String orNone(String word) {
        return word == null ? "<none>" : word;
    }
}
