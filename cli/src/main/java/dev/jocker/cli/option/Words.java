package dev.jocker.cli.option;

import java.util.List;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;

/** The words of a command line that are not options. */
final class Words implements ISetter, IGetter {
    private List<String> values = List.of();

    List<String> values() {
        return values;
    }

    @Override
    @SuppressWarnings("unchecked") // the positional parameter is declared as a list of strings
    public <T> T set(T value) {
        values = value == null ? List.of() : (List<String>) value;
        return value;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is picocli's; null: nothing yet
    public <T> T get() {
        return values.isEmpty() ? null : (T) values;
    }
}
