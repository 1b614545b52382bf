package dev.jocker.runtime.container;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns that options of {@code ps(1)} ask for, of those that {@code docker top} is given: {@code -ef}, {@code aux}, {@code -o LIST}.
 *
 * @param columns what is shown
 * @param titles one for each
 */
record PsOptions(List<PsColumn> columns, List<String> titles) {
    private static final List<PsColumn> FULL = List.of(
            PsColumn.UID_NAME,
            PsColumn.PID,
            PsColumn.PPID,
            PsColumn.C,
            PsColumn.STIME,
            PsColumn.TTY,
            PsColumn.TIME,
            PsColumn.CMD);
    private static final List<PsColumn> USERS = List.of(
            PsColumn.USER,
            PsColumn.PID,
            PsColumn.CPU,
            PsColumn.MEM,
            PsColumn.VSZ,
            PsColumn.RSS,
            PsColumn.TTY,
            PsColumn.STAT,
            PsColumn.START,
            PsColumn.TIME,
            PsColumn.ARGS);

    /**
     * Reads the words; none: {@code -ef}.
     *
     * @throws IllegalArgumentException if one is not understood
     */
    static PsOptions parse(List<String> words) {
        List<PsColumn> columns = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        boolean users = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String letters = word.startsWith("-") ? word.substring(1) : word;
            int list = letters.indexOf('o');
            String before = list < 0 ? letters : letters.substring(0, list);
            if (before.isEmpty() && list < 0 || !isEveryOf(before, "eAfaux")) {
                throw notUnderstood(word);
            }
            users |= before.indexOf('u') >= 0;
            if (list >= 0) {
                String rest = letters.substring(list + 1);
                if (rest.isEmpty() && ++i == words.size()) {
                    throw new IllegalArgumentException("-o wants a list of columns, such as -o pid,comm");
                }
                addColumns(rest.isEmpty() ? words.get(i) : rest, columns, titles);
            }
        }
        if (!columns.isEmpty()) {
            return new PsOptions(columns, titles);
        }
        for (PsColumn column : users ? USERS : FULL) {
            titles.add(column.title());
        }
        return new PsOptions(users ? USERS : FULL, titles);
    }

    /** {@code pid,comm=NAME}: a title of one's own goes to the end of the word. */
    private static void addColumns(String list, List<PsColumn> columns, List<String> titles) {
        String rest = list;
        while (!rest.isEmpty()) {
            int comma = rest.indexOf(',');
            int equals = rest.indexOf('=');
            boolean titled = equals >= 0 && (comma < 0 || equals < comma);
            int end = titled ? equals : comma < 0 ? rest.length() : comma;
            PsColumn column = PsColumn.named(rest.substring(0, end).strip());
            columns.add(column);
            titles.add(titled ? rest.substring(equals + 1) : column.title());
            rest = titled || comma < 0 ? "" : rest.substring(comma + 1);
        }
    }

    private static boolean isEveryOf(String word, String letters) {
        for (int i = 0; i < word.length(); i++) {
            if (letters.indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException notUnderstood(String word) {
        return new IllegalArgumentException(
                "the option " + word + " of ps is not known here; -ef, aux and -o with a list of columns are");
    }
}
