/** One class per verb: fields, an options record, one call into {@code dev.jocker.runtime.container}, printing. */
package dev.jocker.cli;
