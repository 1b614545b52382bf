package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The example that README.md shows does what it says there. {@link ReadmeExampleTest} keeps the two alike. */
@NeedsRoot
class ReadmeExampleIT {
    // README: begin
    static void connect(RouteSocket host, NetworkNamespace inside) throws IOException {
        host.links().add(Link.bridge("br0").up());
        int bridge = host.links().get("br0").index();
        host.addresses().add(bridge, Cidr.parse("10.1.0.1/24"));
        LinkSettings peer = LinkSettings.NONE.namespace(inside.fd());
        host.links().add(Link.veth("veth0").peer("eth0", peer).master(bridge).up());

        try (RouteSocket there = RouteSocket.in(inside.fd())) {
            int eth0 = there.links().get("eth0").index();
            there.links().setUp(eth0);
            there.addresses().add(eth0, Cidr.parse("10.1.0.2/24"));
            there.routes().add(Route.byDefault(IpAddress.parse("10.1.0.1")));
        }
    }
    // README: end

    @Test
    void theTwoReachEachOther() throws IOException {
        try (Scene host = Scene.create();
                Scene inside = Scene.create()) {
            connect(host.route, inside.namespace);
            assertThat(inside.run("busybox", "ping", "-c", "1", "-W", "5", "10.1.0.1"))
                    .contains("1 packets received");
            assertThat(inside.one("route", "show", "default").get("gateway").asString())
                    .isEqualTo("10.1.0.1");
        }
    }
}
