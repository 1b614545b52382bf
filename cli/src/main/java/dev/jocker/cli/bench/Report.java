package dev.jocker.cli.bench;

/** What a benchmark measured, to be printed. */
public interface Report {
    /** For people, in lines of {@code width} columns at the most. */
    String text(int width);

    /** The same, and more, for programs. */
    String json();
}
