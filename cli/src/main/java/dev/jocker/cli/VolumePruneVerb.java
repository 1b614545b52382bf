package dev.jocker.cli;

import dev.jocker.cli.option.Switch;
import dev.jocker.runtime.container.PruneRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code jocker volume prune}. */
final class VolumePruneVerb extends PruneVerb {
    private final PruneFilter filter = new PruneFilter(options);
    private final Switch all = options.flag("Remove also those whose names somebody has chosen", "-a", "--all");

    private PruneRequest request;

    VolumePruneVerb() {
        super(Command.VOLUME_PRUNE);
    }

    @Override
    String what() {
        return "This removes all volumes"
                + (all.on() ? "" : " without a chosen name")
                + " that no container wants, with their files.";
    }

    @Override
    void prepare(Engine engine, Instant now) {
        request = filter.request(false, false, now);
    }

    @Override
    long prune(Console console, Engine engine) throws IOException {
        Map<String, Long> removed = engine.volumes().prune(request, all.on());
        print(console, "Deleted Volumes:", List.copyOf(removed.keySet()));
        long bytes = 0;
        for (long each : removed.values()) {
            bytes += each;
        }
        return bytes;
    }
}
