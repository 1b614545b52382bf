package dev.jocker.cli.bench;

/**
 * A container's network, made and taken away once, in nanoseconds.
 *
 * @param attach until it is on the network and its port is published
 * @param detach until nothing is left of that
 */
public record NetSample(long attach, long detach) {
    long both() {
        return attach + detach;
    }
}
