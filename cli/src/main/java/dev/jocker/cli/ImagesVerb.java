package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.JsonLines;
import dev.jocker.cli.output.Sizes;
import dev.jocker.cli.output.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code jocker images}. */
final class ImagesVerb extends Verb {
    private static final int SHORT_ID = 12;
    private static final String ALGORITHM = "sha256:";

    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch noTrunc = options.flag("Print ids whole and cut nothing", "--no-trunc");
    private final Text format = options.text("FORMAT", "How to print: table or json (an object a line)", "--format");

    ImagesVerb() {
        super(Command.IMAGES, "[OPTIONS] [NAME[:TAG]]");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() > 1) {
            throw new OptionException("it takes one name at most");
        }
        String how = format.or("table");
        if (!how.equals("table") && !how.equals("json")) {
            throw new OptionException("--format is table or json, not '" + how + "'");
        }
        List<ImageRow> images =
                engine.images().stream().filter(this::isAskedFor).toList();
        if (quiet.on()) {
            Set<String> ids = new LinkedHashSet<>(); // an image of two names is one
            images.forEach(image -> ids.add(id(image)));
            ids.forEach(console.out()::println);
        } else if (how.equals("json")) {
            console.out().print(json(images));
        } else {
            console.out().print(table(images).text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
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

    private Table table(List<ImageRow> images) {
        Table table = new Table("repository", "tag", "image id", "created", "size");
        Instant now = Instant.now();
        for (ImageRow image : images) {
            table.row(
                    orNone(image.repository()),
                    orNone(image.tag()),
                    id(image),
                    Ages.ago(image.created(), now),
                    Sizes.human(image.size()));
        }
        return table;
    }

    private String json(List<ImageRow> images) {
        JsonLines lines = new JsonLines();
        Instant now = Instant.now();
        for (ImageRow image : images) {
            lines.object(
                    "Repository", orNone(image.repository()),
                    "Tag", orNone(image.tag()),
                    "ID", id(image),
                    "CreatedAt", image.created().toString(),
                    "CreatedSince", Ages.ago(image.created(), now),
                    "Size", Sizes.human(image.size()));
        }
        return lines.text();
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
