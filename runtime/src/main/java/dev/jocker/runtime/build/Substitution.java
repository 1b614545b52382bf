package dev.jocker.runtime.build;

import java.util.function.UnaryOperator;

/**
 * Replaces variables in a word as a shell does, and takes quotes and escapes away: {@code $A}, {@code ${A}}, {@code ${A:-else}},
 * {@code ${A:+instead}}, {@code ${A:?message}}, the same without the colon, {@code ${A#pattern}} and {@code ##}, {@code %} and {@code %%},
 * {@code ${A/pattern/text}} and {@code //}. What is in single quotes stays.
 */
final class Substitution {
    private static final String OPERATORS = "-+?#%/";

    private final String text;
    private final char escape;
    private final UnaryOperator<String> variables;
    private int at;

    private Substitution(String text, char escape, UnaryOperator<String> variables) {
        this.text = text;
        this.escape = escape;
        this.variables = variables;
    }

    /**
     * What the word becomes.
     *
     * @param variables a variable's value, or null
     * @throws IllegalArgumentException if it cannot be read, or asks for a variable that is not there; the message says why
     */
    static String of(String word, char escape, UnaryOperator<String> variables) {
        return new Substitution(word, escape, variables).until((char) 0);
    }

    /** The same for a text in which quotes are characters like others: a heredoc. */
    static String ofText(String text, UnaryOperator<String> variables) {
        var substitution = new Substitution(text, '\\', variables);
        var result = new StringBuilder();
        while (substitution.at < text.length()) {
            substitution.inDoubleQuotes(result);
        }
        return result.toString();
    }

    private String until(char end) {
        var result = new StringBuilder();
        while (at < text.length() && (end == 0 || text.charAt(at) != end)) {
            char c = text.charAt(at);
            if (c == '\'') {
                singleQuotes(result);
            } else if (c == '"') {
                doubleQuotes(result);
            } else if (c == '$') {
                result.append(variable());
            } else if (c == escape) {
                at++;
                if (at < text.length()) { // an escape at the very end is nothing
                    result.append(text.charAt(at++));
                }
            } else {
                result.append(c);
                at++;
            }
        }
        if (end != 0 && at == text.length()) {
            throw new IllegalArgumentException("a ${ has no }");
        }
        return result.toString();
    }

    private void singleQuotes(StringBuilder result) {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a single quote has no end");
        }
        result.append(text, at + 1, end);
        at = end + 1;
    }

    private void doubleQuotes(StringBuilder result) {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            inDoubleQuotes(result);
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("a double quote has no end");
        }
        at++;
    }

    /** The next character, or what it begins. An escape character means itself but before a dollar, a quote, or itself. */
    private void inDoubleQuotes(StringBuilder result) {
        char c = text.charAt(at);
        if (c == '$') {
            result.append(variable());
        } else if (c == escape && at + 1 < text.length() && isEscapable(text.charAt(at + 1))) {
            result.append(text.charAt(at + 1));
            at += 2;
        } else {
            result.append(c);
            at++;
        }
    }

    private boolean isEscapable(char c) {
        return c == '$' || c == '"' || c == escape;
    }

    private String variable() {
        at++;
        if (at < text.length() && text.charAt(at) == '{') {
            at++;
            return braced();
        }
        String name = name();
        return name.isEmpty() ? "$" : value(name);
    }

    private String braced() {
        String name = name();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("${ is not followed by the name of a variable");
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("a ${ has no }");
        }
        char c = text.charAt(at++);
        if (c == '}') {
            return value(name);
        }
        boolean colon = c == ':';
        if (colon && at < text.length()) {
            c = text.charAt(at++);
        }
        if (OPERATORS.indexOf(c) < 0 || colon && "-+?".indexOf(c) < 0) {
            throw new IllegalArgumentException("${" + name + (colon ? ":" : "") + c + "…} is not known here");
        }
        return operation(name, c, colon);
    }

    private String operation(String name, char operator, boolean colon) {
        String value = variables.apply(name);
        boolean set = value != null && !(colon && value.isEmpty());
        boolean twice = "#%/".indexOf(operator) >= 0 && at < text.length() && text.charAt(at) == operator;
        at += twice ? 1 : 0;
        String word = operator == '/' ? until('/', '}') : until('}');
        String replacement = null;
        if (operator == '/') {
            boolean more = text.charAt(at) == '/';
            at++;
            replacement = more ? until('}') : "";
            at += more ? 1 : 0;
        } else {
            at++;
        }
        String text = value == null ? "" : value;
        return switch (operator) {
            case '-' -> set ? value : word;
            case '+' -> set ? word : "";
            case '?' -> {
                if (!set) {
                    throw new IllegalArgumentException(name + ": " + (word.isEmpty() ? "it is not set" : word));
                }
                yield value;
            }
            case '#' -> ShellPattern.withoutStart(text, word, twice);
            case '%' -> ShellPattern.withoutEnd(text, word, twice);
            default -> ShellPattern.replaced(text, word, replacement, twice);
        };
    }

    private String until(char end, char otherEnd) {
        int from = at;
        int slash = -1;
        for (int i = from; i < text.length() && text.charAt(i) != otherEnd && slash < 0; i++) {
            slash = text.charAt(i) == end ? i : -1;
        }
        return until(slash < 0 ? otherEnd : end);
    }

    private String value(String name) {
        String value = variables.apply(name);
        return value == null ? "" : value;
    }

    /** Letters, digits and underscores; or one of the shell's own, which have no value here. */
    private String name() {
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start && at < text.length() && "@*#?-$!0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNamePart(char c, boolean first) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !first && c >= '0' && c <= '9';
    }
}
