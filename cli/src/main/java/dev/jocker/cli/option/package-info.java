/**
 * Options of a command line: a verb declares each in one line and reads it as a field; picocli parses and lays out the
 * help.
 *
 * <p>What picocli is told is told in code, for only the verb that runs: its annotations cost a cold start five times
 * as much. Start at {@link dev.jocker.cli.option.Options}. Nothing here knows a verb, and nothing here prints.
 */
package dev.jocker.cli.option;
