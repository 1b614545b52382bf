package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether this host passes packets on. */
record ForwardingCheck(HostFiles files) implements Check {
    @Override
    public String name() {
        return "forwarding";
    }

    @Override
    public List<Finding> look() throws IOException {
        String ip6 = "1".equals(files.parameter("net.ipv6.conf.all.forwarding")) ? "IPv6 too" : "IPv6 is not";
        return List.of(
                "1".equals(files.parameter("net.ipv4.ip_forward"))
                        ? Finding.ok(
                                name(),
                                "IPv4 is passed on, " + ip6
                                        + ", also what neighbours send this way, unless a firewall refuses it; "
                                        + "this stays on when the last network of containers goes")
                        : Finding.warn(
                                name(),
                                "net.ipv4.ip_forward is off: no packet is passed on",
                                "The first network of containers turns it on; jocker nat does with --enable-forwarding"));
    }
}
