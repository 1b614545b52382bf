package dev.jocker.cli.template;

/**
 * The smallest part of a template.
 *
 * @param kind what it is
 * @param text its characters; of a string, what it stands for; of a field or a variable, its name
 * @param spaced whether there is space before it: {@code .A .B} are two words, {@code .A.B} is one
 * @param place where it begins
 */
record Token(Kind kind, String text, boolean spaced, Place place) {
    enum Kind {
        /** What stands outside of braces. */
        TEXT,
        /** Two braces that open. */
        OPEN,
        /** Two braces that close. */
        CLOSE,
        /** {@code .Name}. */
        FIELD,
        /** A dot alone. */
        DOT,
        /** {@code $name}, or {@code $}. */
        VARIABLE,
        /** A function or a keyword. */
        WORD,
        /** In quotes. */
        STRING,
        /** Whole or not. */
        NUMBER,
        /** One of {@code | ( ) , = :=}. */
        SIGN,
        /** After the last. */
        END
    }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case END -> "the end";
            case CLOSE -> "'}}'";
            case FIELD -> "'." + text + "'";
            case DOT -> "'.'";
            case VARIABLE -> "'$" + text + "'";
            default -> "'" + text + "'";
        };
    }
}
