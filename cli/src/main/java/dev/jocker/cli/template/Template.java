package dev.jocker.cli.template;

import java.util.List;

/**
 * A text with places for values, in the language of Go's {@code text/template}:
 *
 * <pre>{@code
 * Template.parse("{{.Name}}: {{range .Mounts}}{{.Destination}} {{end}}").render(tree)
 * }</pre>
 *
 * There are fields, variables, pipelines, {@code if}, {@code with}, {@code range}, comments, {@code {{-} and {@code -}}}, Go's functions but for
 * those of HTML and URLs, and docker's: json, join, split, upper, lower, title, pad, truncate.
 */
public final class Template {
    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = nodes;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException if it is none
     */
    public static Template parse(String text) {
        return new Template(TemplateParser.parse(text));
    }

    /**
     * Prints it.
     *
     * @param data what the dot is: maps, lists, strings, {@code Long}, {@code Double}, {@code Boolean}, null, {@link dev.jocker.cli.output.Method}
     * @throws TemplateException if it asks for what is not there
     */
    public String render(Object data) {
        return Evaluation.of(nodes, data);
    }
}
