package dev.jocker.runtime.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a registry wants to be shown who asks: {@code WWW-Authenticate} of RFC 9110.
 *
 * @param scheme in lower case: {@code basic}, {@code bearer}
 * @param parameters their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    /** Reads a header, which may hold several. What makes no sense is left out. */
    static List<Challenge> parse(String header) {
        return new Reader(header).challenges();
    }

    private static final class Reader {
        private static final String DELIMITERS = " \t,=\"";

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Challenge> challenges() {
            List<Challenge> challenges = new ArrayList<>();
            Map<String, String> parameters = null;
            while (at < text.length()) {
                String word = token();
                blanks();
                if (word.isEmpty()) {
                    at++;
                } else if (at < text.length() && text.charAt(at) == '=' && parameters != null) {
                    at++;
                    blanks();
                    parameters.put(word.toLowerCase(Locale.ROOT), value());
                } else {
                    parameters = new LinkedHashMap<>();
                    challenges.add(new Challenge(word.toLowerCase(Locale.ROOT), parameters));
                }
            }
            return challenges;
        }

        private String token() {
            int start = at;
            while (at < text.length() && DELIMITERS.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            var value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
