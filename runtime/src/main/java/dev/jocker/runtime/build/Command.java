package dev.jocker.runtime.build;

import java.util.List;

/**
 * What RUN, CMD, ENTRYPOINT and a health check execute.
 *
 * @param words of the exec form; of the shell form one, the line for the shell
 * @param shell whether it is the shell form
 */
public record Command(List<String> words, boolean shell) {
    public Command {
        words = List.copyOf(words);
    }

    /** The words to execute, where {@code shellWords} is what a line is given to. */
    List<String> words(List<String> shellWords) {
        if (!shell) {
            return words;
        }
        var all = new java.util.ArrayList<>(shellWords);
        all.addAll(words);
        return List.copyOf(all);
    }
}
