package dev.jocker.runtime.build;

/**
 * A text in the lines after an instruction, {@code <<EOF}.
 *
 * @param name that ends it, without quotes
 * @param expands whether variables in it are replaced: its name is without quotes
 * @param content each line with its end; without leading tabs where the name follows {@code <<-}
 */
public record Heredoc(String name, boolean expands, String content) {}
