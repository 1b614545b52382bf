package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Request;
import java.io.IOException;

/** Where commands go: to the kernel at once, or into a batch. */
@FunctionalInterface
interface Outbox {
    void put(Request command) throws IOException;
}
