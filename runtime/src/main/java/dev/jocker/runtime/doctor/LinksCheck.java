package dev.jocker.runtime.doctor;

import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.NewLink;
import dev.jocker.runtime.route.RouteSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether there are bridges and pairs of veth: tried, in a network namespace that is made for it and gone afterwards. */
record LinksCheck() implements Check {
    @Override
    public String name() {
        return "links";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (NetworkNamespace own = NetworkNamespace.create();
                RouteSocket socket = RouteSocket.in(own.fd())) {
            add(findings, socket, Link.bridge("doctor0"), "bridge");
            add(findings, socket, Link.veth("doctor1").peer("doctor2"), "veth");
        } catch (IOException e) {
            return List.of(Finding.bad(
                    name(),
                    "no network namespace can be made: " + e.getMessage(),
                    "Containers have --network host only: it takes root, and a kernel with CONFIG_NET_NS"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(name(), "bridge, veth"));
        }
        return findings;
    }

    private void add(List<Finding> findings, RouteSocket socket, NewLink link, String kind) {
        try {
            socket.links().add(link);
        } catch (IOException e) {
            findings.add(Finding.bad(
                    name(), "no " + kind + ": " + e.getMessage(), "Networks of containers need it: modprobe " + kind));
        }
    }
}
