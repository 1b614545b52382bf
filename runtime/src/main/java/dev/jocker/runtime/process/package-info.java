/**
 * A process that Jocker has started, as the programs see it that embed Jocker: its streams, how it ends, when it got where, what it has
 * on the host and has changed in its root, and the exceptions that say what went wrong.
 */
package dev.jocker.runtime.process;
