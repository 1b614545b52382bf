package dev.jocker.runtime.mount;

import java.nio.file.Path;
import java.util.List;

/**
 * The directories of one overlay mount.
 *
 * @param lowers read only, the topmost first; at least one
 * @param upper where changes go, on a file system that overlayfs accepts (not an overlay itself)
 * @param work an empty directory on the same file system as {@code upper}
 * @param options further mount options such as {@code index=off}, which the running kernel knows
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">Overlay Filesystem</a>
 */
public record OverlayLayers(List<Path> lowers, Path upper, Path work, List<String> options) {
    public OverlayLayers {
        if (lowers.isEmpty()) {
            throw new IllegalArgumentException("an overlay needs a lower directory");
        }
        lowers = List.copyOf(lowers);
        options = List.copyOf(options);
    }

    /** The data argument of {@code mount(2)}. Colons and commas in paths are escaped as overlayfs wants them. */
    public String mountData() {
        var text = new StringBuilder("lowerdir=");
        String separator = "";
        for (Path lower : lowers) {
            text.append(separator).append(escape(lower, true));
            separator = ":";
        }
        text.append(",upperdir=")
                .append(escape(upper, false))
                .append(",workdir=")
                .append(escape(work, false));
        for (String option : options) {
            text.append(',').append(option);
        }
        return text.toString();
    }

    private static String escape(Path path, boolean inList) {
        var text = new StringBuilder();
        String plain = path.toString();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '\\' || c == ',' || inList && c == ':') {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
