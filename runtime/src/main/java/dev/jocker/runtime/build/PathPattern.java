package dev.jocker.runtime.build;

/**
 * A pattern of paths as Go's {@code filepath.Match} has them: {@code *} and {@code ?} stay within one name, {@code [a-z]} and {@code [^a-z]} are
 * one character, a backslash means the next one as it stands; and {@code **} is any number of names.
 */
final class PathPattern {
    private final String pattern;

    private PathPattern(String pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is none */
    static PathPattern of(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && ++i == pattern.length() || c == '[' && (i = end(pattern, i)) < 0) {
                throw new IllegalArgumentException("the pattern " + pattern + " has no end");
            }
        }
        return new PathPattern(pattern);
    }

    /** Whether there is anything in it that does not stand for itself. */
    static boolean isOne(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[\\".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    boolean matches(String path) {
        return matches(0, path, 0);
    }

    private boolean matches(int p, String path, int t) {
        if (p == pattern.length()) {
            return t == path.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            return pattern.startsWith("**", p) ? many(p + 2, path, t) : one(p + 1, path, t);
        }
        if (t == path.length()) {
            return false;
        }
        char next = path.charAt(t);
        if (c == '[') {
            return next != '/' && inClass(p + 1, next) && matches(end(pattern, p) + 1, path, t + 1);
        }
        if (c == '?') {
            return next != '/' && matches(p + 1, path, t + 1);
        }
        int literal = c == '\\' ? p + 1 : p;
        return pattern.charAt(literal) == next && matches(literal + 1, path, t + 1);
    }

    private boolean one(int p, String path, int t) {
        for (int i = t; i <= path.length(); i++) {
            if (matches(p, path, i)) {
                return true;
            }
            if (i < path.length() && path.charAt(i) == '/') {
                return false;
            }
        }
        return false;
    }

    /** A slash after the stars is part of what they stand for: {@code a/**}{@code /b} matches {@code a/b}. */
    private boolean many(int p, String path, int t) {
        boolean slash = p < pattern.length() && pattern.charAt(p) == '/';
        if (slash && matches(p + 1, path, t)) {
            return true;
        }
        for (int i = t; i <= path.length(); i++) {
            if (matches(p, path, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean inClass(int from, char c) {
        int p = from;
        boolean not = pattern.charAt(p) == '^';
        p += not ? 1 : 0;
        boolean found = false;
        boolean first = true;
        while (first || pattern.charAt(p) != ']') {
            first = false;
            p += pattern.charAt(p) == '\\' ? 1 : 0;
            char low = pattern.charAt(p++);
            char high = low;
            if (pattern.charAt(p) == '-' && pattern.charAt(p + 1) != ']') {
                p++;
                p += pattern.charAt(p) == '\\' ? 1 : 0;
                high = pattern.charAt(p++);
            }
            found |= low <= c && c <= high;
        }
        return found != not;
    }

    /** Where the class that begins at {@code start} ends; -1 if it does not. */
    private static int end(String pattern, int start) {
        int p = start + 1;
        p += pattern.startsWith("^", p) ? 1 : 0;
        boolean first = true;
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == ']' && !first) {
                return p;
            }
            first = false;
            p += c == '\\' ? 2 : 1;
        }
        return -1;
    }
}
