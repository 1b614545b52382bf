package dev.jocker.runtime.container;

import java.util.List;

/**
 * What came of an update.
 *
 * @param warnings one line each: what was accepted but has no effect here
 */
public record UpdateResult(List<String> warnings) {
    public UpdateResult {
        warnings = List.copyOf(warnings);
    }
}
