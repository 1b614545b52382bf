package dev.jocker.cli.option;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.ParameterException;

/** An option that is given or not: {@code --init}, {@code --init=true}, {@code --init=false}. The last one counts. */
public final class Switch implements ISetter, IParameterPreprocessor {
    private final boolean byDefault;
    private boolean on;
    private boolean given;

    Switch(boolean byDefault) {
        this.byDefault = byDefault;
        this.on = byDefault;
    }

    /** Whether it is on. */
    public boolean on() {
        return on;
    }

    /** Whether it was named at all, with whatever value. */
    public boolean given() {
        return given;
    }

    /** Takes a value only when it is attached by {@code =}: in {@code --init true}, {@code true} is the image. */
    @Override
    public boolean preprocess(Stack<String> words, CommandSpec spec, ArgSpec option, Map<String, Object> details) {
        if (!"=".equals(details.get("separator"))) { // picocli says " " for none, "" within -it
            set(Boolean.TRUE);
            return true;
        }
        String word = words.pop();
        switch (word) {
            case "true", "1" -> set(Boolean.TRUE);
            case "false", "0" -> set(Boolean.FALSE);
            default ->
                throw new ParameterException(spec.commandLine(), "invalid boolean value '" + word + "'", option, word);
        }
        return true;
    }

    /** For picocli; a null value means that parsing begins. */
    @Override
    public <T> T set(T value) {
        given = value != null;
        on = given ? Boolean.TRUE.equals(value) : byDefault;
        return value;
    }
}
