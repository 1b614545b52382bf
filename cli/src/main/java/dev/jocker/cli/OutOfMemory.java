package dev.jocker.cli;

import dev.jocker.cli.output.JsonText;
import java.util.Map;

/** What is said of a container that the kernel killed for want of memory. */
final class OutOfMemory {
    private static final int MEBI = 20;

    private OutOfMemory() {}

    /**
     * The line for standard error.
     *
     * @param limit bytes; none is known if it is not positive
     */
    static String line(long limit) {
        var text = new StringBuilder("jocker: the container ran out of memory");
        if (limit > 0) {
            boolean whole = limit % (1 << MEBI) == 0;
            text.append(" (limit ").append(whole ? limit >> MEBI : limit).append(whole ? " MiB)" : " bytes)");
        }
        return text.append(": killed").toString();
    }

    /** The limit that {@code inspect} shows, or -1. */
    static long limit(String inspectJson) {
        return JsonText.parse(inspectJson) instanceof Map<?, ?> tree
                        && tree.get("HostConfig") instanceof Map<?, ?> host
                        && host.get("Memory") instanceof Long memory
                ? memory
                : -1;
    }
}
