package dev.jocker.runtime.build;

import java.util.List;

/**
 * An instruction of a Dockerfile before its words mean anything: its lines are put together, comments are gone.
 *
 * @param file what errors call the file
 * @param line its first, from 1 on
 * @param keyword in capitals
 * @param rest what follows, without blanks at its ends; variables not yet replaced
 * @param heredocs the texts after it
 * @param escape the file's escape character
 */
public record Statement(String file, int line, String keyword, String rest, List<Heredoc> heredocs, char escape) {
    public Statement {
        heredocs = List.copyOf(heredocs);
    }

    /** The same with another instruction, that was part of its text. */
    Statement inner(String innerKeyword, String innerRest) {
        return new Statement(file, line, innerKeyword, innerRest, heredocs, escape);
    }

    /** As it stands in the file, in one line, without heredocs. */
    @Override
    public String toString() {
        return rest.isEmpty() ? keyword : keyword + " " + rest;
    }
}
