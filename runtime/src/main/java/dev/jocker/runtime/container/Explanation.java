package dev.jocker.runtime.container;

import dev.jocker.runtime.oci.Spec;
import dev.jocker.runtime.program.Program;

/**
 * A start that has not happened.
 *
 * @param spec what is wanted
 * @param launch the program that clones
 * @param child the program that becomes the command
 */
public record Explanation(Spec spec, Program launch, Program child) {}
