package dev.jocker.cli.option;

import picocli.CommandLine.Model.ISetter;

/** An option with a value: {@code --name web}, {@code --name=web}. The last one counts. */
public final class Text implements ISetter {
    private String value;

    Text() {}

    /** Whether it was given, if only as an empty word. */
    public boolean given() {
        return value != null;
    }

    /** What was given, or null. */
    public String value() {
        return value;
    }

    /** What was given, or {@code otherwise}. */
    public String or(String otherwise) {
        return value == null ? otherwise : value;
    }

    /** For picocli; a null value means that parsing begins. */
    @Override
    public <T> T set(T value) {
        this.value = (String) value;
        return value;
    }
}
