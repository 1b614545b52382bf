/**
 * Templates for {@code --format}: the part of Go's {@code text/template} that docker's users type, over trees of maps, lists, strings,
 * numbers and booleans, as JSON is.
 *
 * <p>{@code TemplateScanner} makes tokens of the text, {@code TemplateParser} a tree of {@code Node}s, {@code Evaluation} the output.
 * Start at {@link dev.jocker.cli.template.Template}. Nothing here knows a verb. A field that is not there is an error with its place, and
 * false where it is only asked for; Go would print {@code <no value>}.
 */
package dev.jocker.cli.template;
