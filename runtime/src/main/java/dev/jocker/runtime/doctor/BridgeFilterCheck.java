package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether what passes between two ports of a bridge goes through the packet filter of IP, too: the module br_netfilter. */
record BridgeFilterCheck(HostFiles files) implements Check {
    private static final String PARAMETER = "net.bridge.bridge-nf-call-iptables";

    @Override
    public String name() {
        return "br_netfilter";
    }

    @Override
    public List<Finding> look() throws IOException {
        String value = files.parameter(PARAMETER);
        if (value == null) {
            return List.of(Finding.ok(name(), "not loaded"));
        }
        return List.of(
                value.equals("1")
                        ? Finding.warn(
                                name(),
                                PARAMETER + " is on",
                                "Packets between two containers on one bridge pass the forward chains of this host's firewall, "
                                        + "and what refuses those, refuses them: sysctl -w " + PARAMETER + "=0, unless "
                                        + "somebody else, kubernetes say, wants it")
                        : Finding.ok(name(), "loaded, and off"));
    }
}
