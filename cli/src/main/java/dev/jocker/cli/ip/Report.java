package dev.jocker.cli.ip;

/**
 * What is printed, as text or as JSON: whoever prints names each value once, with its JSON name and the text round it, so that the two
 * cannot differ in what they tell.
 */
final class Report {
    private final StringBuilder text = new StringBuilder();
    private final JsonWriter json;
    private final boolean oneLine;

    Report(Display display) {
        json = display.json() ? new JsonWriter(text, display.pretty()) : null;
        oneLine = display.oneLine();
        if (json != null) {
            json.open('[');
        }
    }

    boolean isJson() {
        return json != null;
    }

    /** In text: {@code before}, the value, {@code after}. In JSON: {@code "name":"value"}. */
    void value(String name, String before, String value, String after) {
        if (json == null) {
            text.append(before).append(value).append(after);
        } else {
            json.name(name);
            json.string(value);
        }
    }

    void value(String name, String before, long value, String after) {
        if (json == null) {
            text.append(before).append(value).append(after);
        } else {
            json.name(name);
            json.plain(Long.toString(value));
        }
    }

    /** Something that is so: {@code "name":true}. */
    void flag(String name, String words) {
        value(name, words, true);
    }

    void value(String name, String words, boolean value) {
        if (json == null) {
            text.append(words);
        } else {
            json.name(name);
            json.plain(Boolean.toString(value));
        }
    }

    /** Something that is there, without a value: {@code "name":null}. */
    void mark(String name, String words) {
        if (json == null) {
            text.append(words);
        } else {
            json.name(name);
            json.plain("null");
        }
    }

    /** {@code name on}, {@code "name":true}. */
    void onOff(String name, String before, boolean value) {
        value(name, before + (value ? "on " : "off "), value);
    }

    /** Only in text. */
    void text(String words) {
        if (json == null) {
            text.append(words);
        }
    }

    /** Only in text: numbers in columns, at the right. */
    void column(String words, int width) {
        if (json == null) {
            text.repeat(' ', Math.max(0, width - words.length())).append(words);
        }
    }

    /** Only in text: as {@link #column}, at the left. */
    void leftColumn(String words, int width) {
        if (json == null) {
            text.append(words).repeat(' ', Math.max(0, width - words.length()));
        }
    }

    /** Only in JSON. */
    void json(String name, String value) {
        if (json != null) {
            value(name, "", value, "");
        }
    }

    /** Only in JSON. */
    void json(String name, long value) {
        if (json != null) {
            value(name, "", value, "");
        }
    }

    /** Only in JSON: a number that is spelt already. */
    void jsonNumber(String name, String digits) {
        if (json != null) {
            json.name(name);
            json.plain(digits);
        }
    }

    /** Only in text: the end of a line within a record; with {@code -o} a backslash. */
    void newLine() {
        text(oneLine ? "\\" : "\n");
    }

    void openObject() {
        if (json != null) {
            json.open('{');
        }
    }

    void openObject(String name) {
        if (json != null) {
            json.name(name);
            json.open('{');
        }
    }

    void closeObject() {
        if (json != null) {
            json.close('}');
        }
    }

    void openList(String name) {
        if (json != null) {
            json.name(name);
            json.open('[');
        }
    }

    /** In a list. */
    void element(String value, String after) {
        if (json == null) {
            text.append(value).append(after);
        } else {
            json.string(value);
        }
    }

    void closeList() {
        if (json != null) {
            json.close(']');
        }
    }

    /** All of it; nothing can be added then. */
    String finish() {
        if (json != null) {
            json.close(']');
            text.append('\n');
        }
        return text.toString();
    }
}
