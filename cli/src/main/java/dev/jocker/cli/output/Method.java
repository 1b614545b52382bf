package dev.jocker.cli.output;

/** A leaf of a tree that a template asks with a word: {@code {{.Label "stage"}}}. */
@FunctionalInterface
public interface Method {
    /** What it says to the word. */
    String of(String argument);
}
