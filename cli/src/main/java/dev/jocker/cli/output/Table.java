package dev.jocker.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows under headings, in columns as wide as their widest cell and three spaces apart. Where that is wider than the
 * terminal, the widest columns give way, and their longer cells end in {@code …}.
 */
public final class Table {
    /** For output that is no terminal, or must not be cut. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int GAP = 3;
    private static final int NARROWEST = 8;
    private static final String CUT = "…";

    private final List<String[]> rows = new ArrayList<>();
    private final int columns;

    /** A table with these headings, printed in upper case. */
    public Table(String... headings) {
        columns = headings.length;
        String[] upper = new String[columns];
        for (int i = 0; i < columns; i++) {
            upper[i] = headings[i].toUpperCase(Locale.ROOT);
        }
        rows.add(upper);
    }

    /**
     * Adds a row. Control characters, which could move the cursor, are shown as {@code ?}.
     *
     * @throws IllegalArgumentException if there are not as many cells as headings
     */
    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + columns + " columns");
        }
        String[] clean = new String[columns];
        for (int i = 0; i < columns; i++) {
            clean[i] = printable(cells[i]);
        }
        rows.add(clean);
        return this;
    }

    /** All lines, each ended; no trailing spaces. */
    public String text(int terminalWidth) {
        int[] widths = widths();
        shrink(widths, terminalWidth);
        var text = new StringBuilder();
        for (String[] row : rows) {
            int owed = 0; // spaces that are written only if something follows
            for (int i = 0; i < columns; i++) {
                String cell = fit(row[i], widths[i]);
                if (!cell.isEmpty()) {
                    text.repeat(' ', owed).append(cell);
                    owed = 0;
                }
                owed += widths[i] - length(cell) + GAP;
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], length(row[i]));
            }
        }
        return widths;
    }

    /** Takes from the widest column, one by one, until the line fits or no column can give. */
    private void shrink(int[] widths, int terminalWidth) {
        int total = GAP * (columns - 1);
        for (int width : widths) {
            total += width;
        }
        while (total > terminalWidth) {
            int widest = 0;
            for (int i = 1; i < columns; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private static String fit(String cell, int width) {
        if (length(cell) <= width) {
            return cell;
        }
        return cell.substring(0, cell.offsetByCodePoints(0, width - 1)).concat(CUT);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String printable(String cell) {
        char[] letters = cell.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (Character.isISOControl(letters[i])) {
                letters[i] = '?';
            }
        }
        return new String(letters);
    }
}
