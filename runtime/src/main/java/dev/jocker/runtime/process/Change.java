package dev.jocker.runtime.process;

/**
 * A difference between a container's root and what it was made from.
 *
 * @param kind what has happened
 * @param path absolute, in the container; text as {@link dev.jocker.runtime.syscall.FileNames} has it, of the container's choice
 */
public record Change(Kind kind, String path) {
    /** What has happened to a file. */
    public enum Kind {
        CHANGED('C'),
        ADDED('A'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** As {@code docker diff} prints it. */
        public char letter() {
            return letter;
        }
    }
}
