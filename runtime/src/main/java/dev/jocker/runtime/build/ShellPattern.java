package dev.jocker.runtime.build;

/** Patterns of a shell for the text of a variable: {@code *}, {@code ?}, and a backslash before what is meant as it stands. */
final class ShellPattern {
    private ShellPattern() {}

    /** {@code ${NAME#pattern}}: without the shortest beginning that matches, or the longest. */
    static String withoutStart(String text, String pattern, boolean longest) {
        for (int i = 0; i <= text.length(); i++) {
            int end = longest ? text.length() - i : i;
            if (matches(pattern, 0, text.substring(0, end), 0)) {
                return text.substring(end);
            }
        }
        return text;
    }

    /** {@code ${NAME%pattern}}: without the shortest end that matches, or the longest. */
    static String withoutEnd(String text, String pattern, boolean longest) {
        for (int i = 0; i <= text.length(); i++) {
            int start = longest ? i : text.length() - i;
            if (matches(pattern, 0, text.substring(start), 0)) {
                return text.substring(0, start);
            }
        }
        return text;
    }

    /** {@code ${NAME/pattern/replacement}}: the first match, the longest there, replaced; or all. */
    static String replaced(String text, String pattern, String replacement, boolean all) {
        var result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.length();
            while (end > at && !matches(pattern, 0, text.substring(at, end), 0)) {
                end--;
            }
            if (end == at) {
                result.append(text.charAt(at++));
                continue;
            }
            result.append(replacement);
            at = end;
            if (!all) {
                break;
            }
        }
        return result.append(text.substring(at)).toString();
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            for (int i = t; i <= text.length(); i++) {
                if (matches(pattern, p + 1, text, i)) {
                    return true;
                }
            }
            return false;
        }
        if (t == text.length()) {
            return false;
        }
        if (c == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == text.charAt(t) && matches(pattern, p + 2, text, t + 1);
        }
        return (c == '?' || c == text.charAt(t)) && matches(pattern, p + 1, text, t + 1);
    }
}
