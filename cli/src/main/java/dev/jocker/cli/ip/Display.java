package dev.jocker.cli.ip;

import dev.jocker.runtime.route.Family;

/**
 * How it is to be shown: the options before the object.
 *
 * @param family null: any
 * @param linkLayer {@code -0}: links, without addresses of the internet
 * @param json {@code -j}
 * @param pretty {@code -p}: JSON in many lines
 * @param statistics how often {@code -s} was given
 * @param details {@code -d}
 * @param oneLine {@code -o}: each in one line
 * @param brief {@code -br}
 * @param numeric {@code -N}: no names for numbers
 */
record Display(
        Family family,
        boolean linkLayer,
        boolean json,
        boolean pretty,
        int statistics,
        boolean details,
        boolean oneLine,
        boolean brief,
        boolean numeric) {

    boolean shows(Family other) {
        return !linkLayer && (family == null || family == other);
    }
}
