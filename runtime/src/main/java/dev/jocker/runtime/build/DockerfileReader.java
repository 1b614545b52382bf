package dev.jocker.runtime.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** From the lines of a Dockerfile to its {@link Statement}s: parser directives, comments, continued lines, heredocs. */
final class DockerfileReader {
    private static final Set<String> WITH_HEREDOCS = Set.of("ADD", "COPY", "RUN", "ONBUILD");
    private static final Set<String> DIRECTIVES = Set.of("syntax", "escape", "check");

    private final String file;
    private final List<String> lines;
    private final List<Statement> statements = new ArrayList<>();
    private char escape = '\\';
    private int at;

    private DockerfileReader(String file, String text) {
        this.file = file;
        this.lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }

    static List<Statement> read(String file, String text) throws DockerfileException {
        var reader = new DockerfileReader(file, text);
        reader.directives();
        while (reader.at < reader.lines.size()) {
            reader.statement();
        }
        return reader.statements;
    }

    /** They stand before everything else, comments too; what looks like one later is a comment. */
    private void directives() throws DockerfileException {
        List<String> seen = new ArrayList<>();
        for (; at < lines.size() && isComment(lines.get(at)); at++) {
            String comment = lines.get(at).strip().substring(1).strip();
            int equals = comment.indexOf('=');
            String name = equals < 0 ? "" : comment.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (!DIRECTIVES.contains(name)) {
                return;
            }
            if (seen.contains(name)) {
                throw DockerfileException.at(file, at + 1, "the parser directive " + name + " is there twice");
            }
            seen.add(name);
            String value = comment.substring(equals + 1).strip();
            if (name.equals("escape")) {
                if (!value.equals("\\") && !value.equals("`")) {
                    throw DockerfileException.at(file, at + 1, "escape has to be \\ or `, not " + value);
                }
                escape = value.charAt(0);
            }
        }
    }

    private void statement() throws DockerfileException {
        String text = lines.get(at).stripLeading();
        int first = ++at;
        if (text.isEmpty() || isComment(text)) {
            return;
        }
        var whole = new StringBuilder();
        while (continues(text)) {
            whole.append(text, 0, text.stripTrailing().length() - 1);
            text = "";
            while (at < lines.size()
                    && (isComment(lines.get(at)) || lines.get(at).isBlank())) {
                at++;
            }
            if (at < lines.size()) {
                text = lines.get(at++);
            }
        }
        String line = whole.append(text).toString().strip();
        if (line.isEmpty()) {
            return;
        }
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        String keyword = line.substring(0, end).toUpperCase(Locale.ROOT);
        String rest = line.substring(end).strip();
        List<Heredoc> heredocs = WITH_HEREDOCS.contains(keyword) ? heredocs(rest, first) : List.of();
        statements.add(new Statement(file, first, keyword, rest, heredocs, escape));
    }

    /** Whether the line ends with an escape character that is not itself escaped; blanks after it do not count. */
    private boolean continues(String line) {
        String end = line.stripTrailing();
        int last = end.length() - 1;
        return last >= 0 && end.charAt(last) == escape && (last == 0 || end.charAt(last - 1) != escape);
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    private List<Heredoc> heredocs(String rest, int first) throws DockerfileException {
        List<Heredoc> heredocs = new ArrayList<>();
        for (String word : ShellWords.split(rest, escape)) {
            String name = HeredocWord.name(word);
            if (name != null) {
                heredocs.add(heredoc(name, HeredocWord.stripsTabs(word), first));
            }
        }
        return heredocs;
    }

    private Heredoc heredoc(String quoted, boolean stripsTabs, int first) throws DockerfileException {
        String name = ShellWords.unquoted(quoted, escape);
        var content = new StringBuilder();
        while (at < lines.size()) {
            String line = lines.get(at++);
            String text = stripsTabs ? withoutTabs(line) : line;
            if (text.equals(name)) {
                return new Heredoc(name, name.equals(quoted), content.toString());
            }
            content.append(text).append('\n');
        }
        throw DockerfileException.at(
                file, first, "the heredoc " + name + " has no end: a line with nothing but " + name);
    }

    private static String withoutTabs(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == '\t') {
            start++;
        }
        return line.substring(start);
    }
}
