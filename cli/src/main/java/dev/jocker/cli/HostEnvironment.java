package dev.jocker.cli;

import java.util.function.UnaryOperator;

/** What a variable without a value stands for. A class, for a lambda would cost the start of every container. */
final class HostEnvironment implements UnaryOperator<String> {
    static final UnaryOperator<String> INSTANCE = new HostEnvironment();

    private HostEnvironment() {}

    @Override
    public String apply(String variable) {
        return OriginalText.environment(variable);
    }
}
