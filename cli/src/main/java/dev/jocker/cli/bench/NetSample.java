package dev.jocker.cli.bench;

/**
 * A container's network, made and taken away once, in nanoseconds.
 *
 * @param attach until its namespace is there, on the network, and its port is published
 * @param detach until no process can see anything of that, but for the link on the host
 */
public record NetSample(long attach, long detach) {
    long both() {
        return attach + detach;
    }
}
