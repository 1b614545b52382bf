package dev.jocker.runtime.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.namespace.NetworkNamespace;
import dev.jocker.runtime.route.Addresses;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.LinkSettings;
import dev.jocker.runtime.route.Links;
import dev.jocker.runtime.route.RouteBatch;
import dev.jocker.runtime.route.RouteGroup;
import dev.jocker.runtime.route.RouteMessageType;
import dev.jocker.runtime.route.RouteSocket;
import dev.jocker.testing.NeedsRoot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel tells of another namespace. */
@NeedsRoot
final class NotificationsIT {
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void linksAndAddressesAreHeardOf() throws IOException {
        try (var namespace = NetworkNamespace.create();
                var route = RouteSocket.in(namespace.fd());
                var heard = listen(namespace, RouteGroup.RTNLGRP_LINK, RouteGroup.RTNLGRP_IPV4_IFADDR)) {
            assertThat(heard.next(SHORT)).isEmpty();
            route.links().add(Link.bridge("br0"));
            route.addresses().add(route.links().get("br0").index(), Cidr.parse("10.0.0.1/24"));
            route.links().delete("br0");

            List<String> events = new ArrayList<>();
            for (List<Message> messages = heard.next(SHORT); !messages.isEmpty(); messages = heard.next(SHORT)) {
                for (Message message : messages) {
                    events.add(text(message));
                }
            }
            assertThat(events).containsSubsequence("new br0", "address 10.0.0.1/24", "gone br0");
        }
    }

    private static String text(Message message) throws IOException {
        if (message.type() == RouteMessageType.RTM_NEWLINK.number()) {
            return "new " + Links.read(message).name();
        }
        if (message.type() == RouteMessageType.RTM_DELLINK.number()) {
            return "gone " + Links.read(message).name();
        }
        return "address " + Addresses.read(message).local();
    }

    @Test
    void whoDoesNotListenInTimeIsTold() throws IOException {
        try (var namespace = NetworkNamespace.create();
                var route = RouteSocket.in(namespace.fd());
                var heard = listen(namespace, RouteGroup.RTNLGRP_LINK)) {
            route.links().add(Link.bridge("br0").up()); // nobody is told of a change of a link that is down
            int index = route.links().get("br0").index();
            for (int i = 0; i < 20; i++) {
                RouteBatch batch = route.batch();
                for (int j = 0; j < 250; j++) {
                    batch.links().set(index, LinkSettings.NONE.alias("alias " + i + " " + j));
                }
                batch.send();
            }
            assertThatThrownBy(() -> {
                        while (!heard.next(SHORT).isEmpty()) {
                            // until the gap
                        }
                    })
                    .hasMessage("netlink notifications: ENOBUFS, some were lost: list again");
            route.links().delete("br0");
            assertThat(heard.next(SHORT)).isNotEmpty();
        }
    }

    private static Notifications listen(NetworkNamespace namespace, RouteGroup... groups) throws IOException {
        return Notifications.open(NetlinkProtocol.NETLINK_ROUTE, namespace.fd(), List.of(groups));
    }
}
