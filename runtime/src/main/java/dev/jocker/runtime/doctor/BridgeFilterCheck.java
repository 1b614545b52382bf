package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether what passes between two ports of a bridge goes through the packet filter of IP, too: the module br_netfilter. */
record BridgeFilterCheck(HostFiles files) implements Check {
    private static final String PARAMETER = "net.bridge.bridge-nf-call-iptables";
    private static final String PARAMETER6 = "net.bridge.bridge-nf-call-ip6tables";

    @Override
    public String name() {
        return "br_netfilter";
    }

    @Override
    public List<Finding> look() throws IOException {
        String value = files.parameter(PARAMETER);
        String value6 = files.parameter(PARAMETER6);
        if (value == null && value6 == null) {
            return List.of(Finding.ok(name(), "not loaded"));
        }
        List<Finding> findings = new ArrayList<>();
        if ("1".equals(value)) {
            findings.add(Finding.warn(
                    name(),
                    PARAMETER + " is on",
                    "Packets between two containers on one bridge pass the forward chains of this host's firewall, "
                            + "and what refuses those, refuses them: sysctl -w " + PARAMETER + "=0, unless "
                            + "somebody else, kubernetes say, wants it"));
        }
        if ("1".equals(value6)) {
            // The answer is translated back at the bridge's port, and IPv6 drops what comes over a wire to ::1.
            findings.add(Finding.warn(
                    name(),
                    PARAMETER6 + " is on",
                    "Published ports are not reached by ::1, only by 127.0.0.1 and the host's own addresses: "
                            + "sysctl -w " + PARAMETER6 + "=0, unless somebody else wants it"));
        }
        return findings.isEmpty() ? List.of(Finding.ok(name(), "loaded, and off")) : findings;
    }
}
