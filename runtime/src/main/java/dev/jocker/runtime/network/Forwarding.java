package dev.jocker.runtime.network;

import java.io.IOException;

/** Whether the thread's network namespace passes packets on from one link to another, {@code ip-sysctl.rst}. */
public final class Forwarding {
    private Forwarding() {}

    /** Whether it does, for IPv4 or for IPv6. */
    public static boolean isOn(boolean v4) throws IOException {
        return Sysctl.isForwarding(v4);
    }

    /** Has it do so. Addresses that came by a router's advertisements stay. */
    public static void enable(boolean v4) throws IOException {
        Sysctl.forward(v4);
    }

    /** What is to be 1 for it. */
    public static String parameter(boolean v4) {
        return v4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
    }
}
