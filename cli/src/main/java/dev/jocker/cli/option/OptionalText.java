package dev.jocker.cli.option;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;

/**
 * An option that may have a value, attached only: {@code --trace} or {@code --trace=start.json}, never {@code --trace
 * start.json}.
 */
public final class OptionalText implements ISetter, IParameterPreprocessor {
    private boolean given;
    private String value;

    OptionalText() {}

    public boolean given() {
        return given;
    }

    /** What was attached, or null. */
    public String value() {
        return value;
    }

    @Override
    public boolean preprocess(Stack<String> words, CommandSpec spec, ArgSpec option, Map<String, Object> details) {
        given = true;
        value = "=".equals(details.get("separator")) ? words.pop() : null;
        return true;
    }

    /** For picocli, which calls it when parsing begins. */
    @Override
    public <T> T set(T value) {
        given = false;
        this.value = null;
        return value;
    }
}
