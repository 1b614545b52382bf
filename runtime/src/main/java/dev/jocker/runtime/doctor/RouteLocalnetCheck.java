package dev.jocker.runtime.doctor;

import java.io.IOException;
import java.util.List;

/** Whether 127.0.0.0/8 can be reached from outside. */
record RouteLocalnetCheck(HostFiles files) implements Check {
    private static final String PARAMETER = "net.ipv4.conf.all.route_localnet";

    @Override
    public String name() {
        return "route_localnet";
    }

    @Override
    public List<Finding> look() throws IOException {
        return List.of(
                "1".equals(files.parameter(PARAMETER))
                        ? Finding.warn(
                                name(),
                                PARAMETER + " is on",
                                "Neighbours on any link can reach what listens on 127.0.0.1 only (CVE-2020-8558). Jocker needs it "
                                        + "for its own bridges alone, and guards them: sysctl -w " + PARAMETER + "=0")
                        : Finding.ok(name(), "off, but for links that say otherwise"));
    }
}
