package dev.jocker.cli.template;

import dev.jocker.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes tokens of a template's text. */
final class TemplateScanner {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private TemplateScanner(String text) {
        this.text = text;
    }

    /** All of them; the last is {@link Kind#END}. */
    static List<Token> scan(String text) {
        var scanner = new TemplateScanner(text);
        scanner.all();
        return scanner.tokens;
    }

    private void all() {
        boolean trim = false;
        while (at < text.length()) {
            trim = text(trim);
            if (at < text.length()) {
                trim = action();
            }
        }
        add(Kind.END, "", at, false);
    }

    /** What stands before the next braces; {@code trim}: without its leading space. Steps over the braces. */
    private boolean text(boolean trim) {
        int end = text.indexOf("{{", at);
        int next = end < 0 ? text.length() : end;
        String between = text.substring(at, next);
        if (trim) {
            between = between.stripLeading();
        }
        if (end >= 0 && text.startsWith("{{- ", end)) {
            between = between.stripTrailing();
        }
        if (!between.isEmpty()) {
            add(Kind.TEXT, between, at, false);
        }
        at = next;
        return false;
    }

    /** From braces to braces; returns whether the space after them is to be left out. */
    private boolean action() {
        int open = at;
        add(Kind.OPEN, "{{", at, false);
        at += text.startsWith("{{- ", at) ? 3 : 2;
        comment();
        while (true) {
            int before = at;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            boolean spaced = at > before;
            if (spaced && text.startsWith("-}}", at)) {
                add(Kind.CLOSE, "}}", at, true);
                at += 3;
                return true;
            }
            if (text.startsWith("}}", at)) {
                add(Kind.CLOSE, "}}", at, spaced);
                at += 2;
                return false;
            }
            if (at == text.length()) {
                throw new TemplateException(place(open), "'{{' without '}}'");
            }
            token(spaced);
        }
    }

    /** Go wants a comment to be all that stands between braces. */
    private void comment() {
        int start = at;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (text.startsWith("/*", start)) {
            int end = text.indexOf("*/", start + 2);
            if (end < 0) {
                throw new TemplateException(place(start), "a comment without end");
            }
            at = end + 2;
        }
    }

    private void token(boolean spaced) {
        char first = text.charAt(at);
        int start = at;
        if (first == '"' || first == '`' || first == '\'') {
            add(Kind.STRING, string(first), start, spaced);
        } else if (first == '.' || first == '$') {
            at++;
            String name = name();
            add(first == '$' ? Kind.VARIABLE : name.isEmpty() ? Kind.DOT : Kind.FIELD, name, start, spaced);
        } else if (Character.isDigit(first) || first == '-' || first == '+') {
            at++;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            add(Kind.NUMBER, text.substring(start, at), start, spaced);
        } else if (isNamePart(first)) {
            add(Kind.WORD, name(), start, spaced);
        } else if (text.startsWith(":=", at)) {
            at += 2;
            add(Kind.SIGN, ":=", start, spaced);
        } else if ("|(),=".indexOf(first) >= 0) {
            at++;
            add(Kind.SIGN, String.valueOf(first), start, spaced);
        } else {
            throw new TemplateException(place(at), "'" + first + "' means nothing here");
        }
    }

    private String name() {
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isNamePart(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }

    private String string(char quote) {
        int start = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char letter = text.charAt(at++);
            if (letter == '\\' && quote != '`' && at < text.length()) {
                letter = escaped(text.charAt(at++));
            }
            value.append(letter);
        }
        if (at == text.length()) {
            throw new TemplateException(place(start), "a string without its second " + quote);
        }
        at++;
        return value.toString();
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            default -> letter;
        };
    }

    private void add(Kind kind, String value, int start, boolean spaced) {
        tokens.add(new Token(kind, value, spaced, place(start)));
    }

    private Place place(int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, index - lineStart + 1);
    }
}
