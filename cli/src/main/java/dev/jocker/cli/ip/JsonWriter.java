package dev.jocker.cli.ip;

/** Writes JSON as {@code ip(8)} lays it out: dense, or in many lines with a depth of four columns. */
final class JsonWriter {
    private static final int INDENT = 4;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out;
    private final boolean pretty;
    private int depth;
    private boolean follows;

    JsonWriter(StringBuilder out, boolean pretty) {
        this.out = out;
        this.pretty = pretty;
    }

    void open(char bracket) {
        separate();
        out.append(bracket);
        depth++;
        follows = false;
        if (pretty && bracket == '[') {
            out.append(' ');
        }
    }

    void close(char bracket) {
        if (pretty && bracket == ']' && follows) {
            out.append(' ');
            follows = false;
        }
        depth--;
        if (follows) {
            newLine();
        }
        out.append(bracket);
        follows = true;
    }

    void name(String name) {
        separate();
        newLine();
        follows = false;
        quote(name);
        out.append(pretty ? ": " : ":");
    }

    void string(String value) {
        separate();
        quote(value);
        follows = true;
    }

    /** A number, true, false, null. */
    void plain(String value) {
        separate();
        out.append(value);
        follows = true;
    }

    private void separate() {
        if (follows) {
            out.append(',');
        }
    }

    private void newLine() {
        if (pretty) {
            out.append('\n').repeat(' ', depth * INDENT);
        }
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '"', '\\' -> out.append('\\').append(letter);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (letter < ' ') {
                        out.append("\\u00").append(HEX.charAt(letter >> 4)).append(HEX.charAt(letter & 0xf));
                    } else {
                        out.append(letter);
                    }
                }
            }
        }
        out.append('"');
    }
}
