package dev.jocker.runtime.build;

/** The word that announces a {@link Heredoc}: {@code <<EOF}, {@code <<-"EOF"}, {@code 3<<EOF}. */
final class HeredocWord {
    private HeredocWord() {}

    /** The name, with its quotes; null if the word announces none. */
    static String name(String word) {
        int start = arrows(word);
        if (start < 0) {
            return null;
        }
        String name = word.substring(start + (word.startsWith("-", start) ? 1 : 0));
        return name.isEmpty() || name.indexOf('<') >= 0 ? null : name;
    }

    /** Whether it is {@code <<-}. */
    static boolean stripsTabs(String word) {
        int start = arrows(word);
        return start >= 0 && word.startsWith("-", start);
    }

    /** Where the arrows end, or -1. */
    private static int arrows(String word) {
        int digits = 0;
        while (digits < word.length() && word.charAt(digits) >= '0' && word.charAt(digits) <= '9') {
            digits++;
        }
        return word.startsWith("<<", digits) ? digits + 2 : -1;
    }
}
