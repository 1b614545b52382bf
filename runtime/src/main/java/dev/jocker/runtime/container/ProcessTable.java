package dev.jocker.runtime.container;

import java.util.List;

/**
 * A container's processes, as {@code docker top} shows them. Values are of the container's choice, but fit for a screen.
 *
 * @param titles of the columns
 * @param rows a value for each title; the container's first process comes first
 */
public record ProcessTable(List<String> titles, List<List<String>> rows) {
    public ProcessTable {
        titles = List.copyOf(titles);
        rows = List.copyOf(rows);
    }
}
