package dev.jocker.cli.bench;

/**
 * One image brought and unpacked, by whole commands, in nanoseconds.
 *
 * @param jocker by {@code jocker pull}
 * @param copy by {@code skopeo copy}
 * @param unpack by {@code umoci unpack}, after that
 */
record PullSample(long jocker, long copy, long unpack) {
    /** What ours is compared with. */
    long peers() {
        return copy + unpack;
    }
}
