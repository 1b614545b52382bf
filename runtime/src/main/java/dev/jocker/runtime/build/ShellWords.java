package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.List;

/** Splits text at blanks, but not in quotes nor after an escape character, as a shell does. */
final class ShellWords {
    private ShellWords() {}

    /** The words as they stand, quotes and escapes in them. A quote without an end goes to the end of the text. */
    static List<String> split(String text, char escape) {
        List<String> words = new ArrayList<>();
        int start = -1;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (start < 0 && !Character.isWhitespace(c)) {
                start = i;
            }
            if (start < 0) {
                continue;
            }
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (Character.isWhitespace(c)) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    /** A word without its quotes and escapes; dollars are left alone. */
    static String unquoted(String word, char escape) {
        var text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == escape && quote != '\'' && i + 1 < word.length()) {
                text.append(word.charAt(++i));
            } else if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote == 0 ? c : 0;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
