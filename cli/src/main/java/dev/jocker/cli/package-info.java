/**
 * The command line: one class a verb, which is its options as fields and one call into the library. {@link
 * dev.jocker.cli.Main} finds the verb, {@code Command} is the list of them, {@code Engine} all that they want of the
 * library.
 *
 * <p>Not here: how a container is made ({@code dev.jocker.runtime.container}), and how options are parsed ({@link
 * dev.jocker.cli.option}) and tables printed ({@link dev.jocker.cli.output}). Start at {@code RunVerb}.
 */
package dev.jocker.cli;
