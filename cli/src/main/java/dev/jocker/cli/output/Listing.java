package dev.jocker.cli.output;

import dev.jocker.cli.option.OptionException;
import dev.jocker.cli.template.Template;
import dev.jocker.cli.template.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list as {@code --format} wants it: {@code table}, {@code json} (an object a line), {@code table} and a template whose columns are
 * separated by tabs, or a template for each line.
 */
public final class Listing {
    private static final String TABLE = "table";
    private static final Method WORD = word -> word;

    private final Template template;
    private final String source;
    private final boolean table;
    private final boolean json;
    private final Map<String, Object> headings = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /**
     * An empty list.
     *
     * @param format what was typed; null: {@code table}
     * @param columns the template of the plain table
     * @param headings each field's name and its heading, and so on; one that takes a word ends in {@code ()}, and its word is the heading
     * @throws OptionException if the template is none
     */
    public Listing(String format, String columns, String... headings) {
        String how = format == null || format.isEmpty() ? TABLE : unescaped(format);
        json = how.equals("json") || how.equals("{{json .}}");
        table = how.equals(TABLE) || how.startsWith(TABLE + " ") || how.startsWith(TABLE + "\t");
        String own = table ? how.substring(TABLE.length()).strip() : how;
        source = own.isEmpty() ? columns : own;
        template = json ? null : parse(source);
        for (int i = 0; i < headings.length; i += 2) {
            String field = headings[i];
            if (field.endsWith("()")) {
                this.headings.put(field.substring(0, field.length() - 2), WORD);
            } else {
                this.headings.put(field, headings[i + 1]);
            }
        }
    }

    /** Whether the field is printed, and so has to be found out. */
    public boolean shows(String field) {
        return json || source.contains("." + field);
    }

    /** Adds a row: values by the names of the fields. */
    public Listing row(Map<String, Object> values) {
        rows.add(values);
        return this;
    }

    /** All lines, each ended. */
    public String text(int terminalWidth) {
        if (table) {
            return table(terminalWidth);
        }
        var text = new StringBuilder();
        for (Map<String, Object> row : rows) {
            text.append(json ? JsonText.compact(row) : render(template, row)).append('\n');
        }
        return text.toString();
    }

    private String table(int terminalWidth) {
        Table lines = new Table(cells(render(template, headings)));
        for (Map<String, Object> row : rows) {
            lines.row(cells(render(template, row)));
        }
        return lines.text(terminalWidth);
    }

    private static String[] cells(String line) {
        return line.split("\t", -1);
    }

    /**
     * Reads a template that was typed.
     *
     * @throws OptionException if it is none
     */
    public static Template parse(String text) {
        try {
            return Template.parse(text);
        } catch (TemplateException e) {
            throw wrong(e);
        }
    }

    /** Prints it, or says in one line why it can't be. */
    public static String render(Template template, Object data) {
        try {
            return template.render(data);
        } catch (TemplateException e) {
            throw wrong(e);
        }
    }

    private static OptionException wrong(TemplateException e) {
        return new OptionException("--format: at ".concat(e.getMessage()), e);
    }

    /** A shell leaves {@code \t} as two letters; docker takes them for a tab. */
    public static String unescaped(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }
}
