/**
 * Templates for {@code --format}: the part of Go's {@code text/template} that docker's users type, over trees of maps, lists, strings,
 * numbers and booleans, as JSON is.
 *
 * <p>{@code TemplateScanner} makes tokens of the text, {@code TemplateParser} a tree of {@code Node}s, {@code Evaluation} the output.
 * Start at {@link dev.jocker.cli.template.Template}. Nothing here knows a verb. A field that the data itself has not is an error with its
 * place, and false where it is only asked for: it is mistyped. Further down, what is not there prints as {@code <no value>}, as in Go.
 */
package dev.jocker.cli.template;
