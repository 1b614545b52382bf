package dev.jocker.cli;

import dev.jocker.cli.Engine.ImageRow;
import dev.jocker.cli.option.Filters;
import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.output.Moments;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/** docker's filters of images. */
final class ImageFilter {
    private static final String UNLESS = "label!";
    private static final int SHORT_ID = 12;
    private static final String ALGORITHM = "sha256:";

    private final Filters filters;
    private final List<PathMatcher> references = new ArrayList<>();
    private final Instant before;
    private final Instant since;

    /**
     * Reads {@code --filter}.
     *
     * @param given {@code NAME=VALUE} each
     * @param all among which a named one is
     * @param names those of the filters that the verb has, besides {@code until}, {@code label} and {@code label!}
     * @throws OptionException if a value is wrong
     */
    ImageFilter(List<String> given, List<ImageRow> all, KeptImages images, Instant now, String... names)
            throws IOException {
        Set<String> known = new TreeSet<>(List.of(names));
        known.addAll(List.of("until", "label", UNLESS));
        filters = new Filters(given, known);
        for (String pattern : filters.values("reference")) {
            references.add(glob(pattern));
        }
        for (String dangling : filters.values("dangling")) {
            isTrue(dangling);
        }
        Instant until = until(now);
        Instant named = created(filters.values("before"), all, images);
        before = until == null || named != null && named.isBefore(until) ? named : until;
        since = created(filters.values("since"), all, images);
    }

    private Instant until(Instant now) {
        List<String> until = filters.values("until");
        try {
            return until.isEmpty() ? null : Moments.parse("--filter until", until.getLast(), now);
        } catch (IllegalArgumentException e) {
            throw new OptionException(e.getMessage(), e);
        }
    }

    private static Instant created(List<String> names, List<ImageRow> all, KeptImages images) throws IOException {
        if (names.isEmpty()) {
            return null;
        }
        String id = images.id(names.getLast());
        for (ImageRow image : all) {
            if (image.id().equals(id)) {
                return moment(image);
            }
        }
        return Instant.EPOCH; // removed while we looked
    }

    private static Instant moment(ImageRow image) {
        return image.created() == null ? Instant.EPOCH : image.created();
    }

    private static boolean isTrue(String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new OptionException("--filter dangling=" + value + ": expected true or false");
        };
    }

    /** For names of images: {@code *} does not go past a slash. */
    static PathMatcher glob(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:".concat(pattern));
        } catch (PatternSyntaxException e) {
            throw new OptionException("\"" + pattern + "\" is no pattern: " + e.getDescription(), e);
        }
    }

    /** Whether a pattern means it: without its tag, or with it. */
    static boolean matches(PathMatcher pattern, ImageRow image) {
        return image.repository() != null
                && (pattern.matches(Path.of(image.repository()))
                        || pattern.matches(Path.of(image.repository() + ":" + image.tag())));
    }

    /** Whether it is one of those asked for. */
    boolean passes(ImageRow image) {
        return filters.passLabels(image.labels())
                && !hasOne(filters.values(UNLESS), image.labels())
                && filters.pass("dangling", value -> isTrue(value) == (image.repository() == null))
                && (references.isEmpty() || references.stream().anyMatch(each -> matches(each, image)))
                && (before == null || moment(image).isBefore(before))
                && (since == null || moment(image).isAfter(since));
    }

    private static boolean hasOne(List<String> wanted, Map<String, String> labels) {
        for (String label : wanted) {
            int equals = label.indexOf('=');
            String value = labels.get(equals < 0 ? label : label.substring(0, equals));
            if (value != null && (equals < 0 || value.equals(label.substring(equals + 1)))) {
                return true;
            }
        }
        return false;
    }

    static String shortId(String id) {
        String digits = id.startsWith(ALGORITHM) ? id.substring(ALGORITHM.length()) : id;
        return digits.substring(0, Math.min(SHORT_ID, digits.length()));
    }
}
