package dev.jocker.cli.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Model.ISetter;

/** An option that may be given often: {@code -e A=1 -e B=2}. */
public final class Texts implements ISetter {
    private final List<String> values = new ArrayList<>();

    Texts() {}

    public boolean given() {
        return !values.isEmpty();
    }

    /** What was given, in order. Not null; a view. */
    public List<String> values() {
        return Collections.unmodifiableList(values);
    }

    /** For picocli; a null value means that parsing begins. */
    @Override
    public <T> T set(T value) {
        if (value == null) {
            values.clear();
        } else {
            values.add((String) value);
        }
        return value;
    }
}
