package dev.jocker.cli;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.option.Switch;
import dev.jocker.cli.option.Text;
import dev.jocker.cli.output.Ages;
import dev.jocker.cli.output.Listing;
import dev.jocker.cli.output.Moments;
import dev.jocker.cli.output.Sizes;
import dev.jocker.cli.output.Table;
import dev.jocker.runtime.image.ImageStore.Step;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jocker history NAME}: the steps that made an image, the last one first. */
final class HistoryVerb extends Verb {
    private static final String HUMAN = "{{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
    private static final String EXACT = "{{.ID}}\t{{.CreatedAt}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}";
    private static final String[] HEADINGS = {
        "ID", "IMAGE",
        "CreatedAt", "CREATED AT",
        "CreatedSince", "CREATED",
        "CreatedBy", "CREATED BY",
        "Size", "SIZE",
        "Comment", "COMMENT"
    };
    /** Only an image that was made here step by step had one for each. */
    private static final String NO_IMAGE = "<missing>";

    private static final int SHORT_COMMAND = 45;

    private final Switch quiet = options.flag("Print ids only", "-q", "--quiet");
    private final Switch noTrunc = options.flag("Print ids and commands whole", "--no-trunc");
    private final Switch human =
            options.flagOnByDefault("Print sizes and ages for people; =false: bytes and dates", "-H", "--human");
    private final Text format = options.text("FORMAT", "How to print: table, json or a Go template", "--format");

    HistoryVerb() {
        super(Command.HISTORY, "[OPTIONS] NAME[:TAG]|ID");
    }

    @Override
    int run(Console console, Engine engine) throws IOException {
        if (options.words().size() != 1) {
            throw new OptionException("it takes the name or id of an image");
        }
        String name = options.words().getFirst();
        KeptImages images = engine.keptImages();
        String id = images.id(name);
        List<Step> steps = images.history(name);
        var listing = new Listing(format.value(), human.on() ? HUMAN : EXACT, HEADINGS);
        Instant now = Instant.now();
        for (int i = 0; i < steps.size(); i++) {
            String shown = i > 0 ? NO_IMAGE : noTrunc.on() ? id : ImageFilter.shortId(id);
            if (quiet.on()) {
                console.out().println(shown);
            } else {
                listing.row(row(shown, steps.get(i), now));
            }
        }
        if (!quiet.on()) {
            console.out().print(listing.text(noTrunc.on() ? Table.UNLIMITED : console.tableWidth()));
        }
        return ExitStatus.SUCCESS;
    }

    private Map<String, Object> row(String id, Step step, Instant now) {
        Instant created = step.what().created();
        String at = created == null ? "N/A" : Moments.zoned(created);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ID", id);
        row.put("CreatedAt", at);
        row.put("CreatedSince", human.on() && created != null ? Ages.ago(created, now) : at);
        row.put("CreatedBy", command(orEmpty(step.what().createdBy())));
        row.put("Size", human.on() ? Sizes.human(step.size()) : Long.toString(step.size()));
        row.put("Comment", orEmpty(step.what().comment()));
        return row;
    }

    /** In one cell of a table, whatever is in it. */
    private String command(String text) {
        String line = text.replace('\t', ' ').replace('\n', ' ');
        return noTrunc.on() || line.length() <= SHORT_COMMAND ? line : line.substring(0, SHORT_COMMAND - 1) + "…";
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
