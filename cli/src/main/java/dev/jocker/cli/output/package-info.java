/**
 * How results are printed: tables that fit the terminal, sizes and ages in words, JSON a line each. Pure functions of
 * what they are given; nothing here asks the kernel or knows a verb.
 */
package dev.jocker.cli.output;
