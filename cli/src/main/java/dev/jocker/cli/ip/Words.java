package dev.jocker.cli.ip;

import java.util.List;

/** What was typed, word by word. */
final class Words {
    private final List<String> words;
    private int next;

    Words(List<String> words) {
        this.words = words;
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** The next word, which stays the next. */
    String peek() {
        return words.get(next);
    }

    /** Whether the next word is this one. */
    boolean isNext(String word) {
        return hasNext() && peek().equals(word);
    }

    /** Takes the next word; there has to be one. */
    String next() {
        return words.get(next++);
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        boolean is = isNext(word);
        next += is ? 1 : 0;
        return is;
    }

    /** The word behind {@code name}, which is its value. */
    String value(String name) {
        if (!hasNext()) {
            throw new UsageException("\"" + name + "\" needs a value");
        }
        return next();
    }

    /** The word behind the first {@code word} that is still to come, or null. Nothing is taken. */
    String behind(String word) {
        for (int i = next; i < words.size() - 1; i++) {
            if (words.get(i).equals(word)) {
                return words.get(i + 1);
            }
        }
        return null;
    }

    /** All that have not been taken, which are now. */
    List<String> rest() {
        List<String> rest = words.subList(next, words.size());
        next = words.size();
        return rest;
    }

    /** Nothing may follow. */
    void end() {
        if (hasNext()) {
            throw garbage(peek());
        }
    }

    static UsageException garbage(String word) {
        return new UsageException("\"" + word + "\" is not expected here");
    }

    /** Whether {@code typed} is {@code word}, or its beginning. */
    static boolean matches(String typed, String word) {
        return !typed.isEmpty() && word.startsWith(typed);
    }

    /** The first of these words that {@code typed} is, or begins; null if it is none. */
    static String match(String typed, String... among) {
        for (String word : among) {
            if (matches(typed, word)) {
                return word;
            }
        }
        return null;
    }
}
