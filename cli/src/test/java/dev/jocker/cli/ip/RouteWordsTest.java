package dev.jocker.cli.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.route.NextHop;
import dev.jocker.runtime.route.Route;
import dev.jocker.runtime.route.RouteMetric;
import dev.jocker.runtime.route.RouteType;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words behind {@code ip route add} that name no link: nobody is asked. */
final class RouteWordsTest {
    private static Route parse(String words) throws IOException {
        var display = new Display(null, false, false, false, 0, false, false, false, false);
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        try (var session = new Session(null, display, nowhere, nowhere)) {
            return new RouteWords(session, new Words(List.of(words.split(" ")))).parse();
        }
    }

    @Test
    void aNetworkByAGateway() throws IOException {
        assertThat(parse("10.2.0.0/16 via 10.0.0.1 metric 7 src 10.0.0.9 onlink table main proto static"))
                .isEqualTo(Route.to(Cidr.parse("10.2.0.0/16"))
                        .via(IpAddress.parse("10.0.0.1"))
                        .metric(7)
                        .src(IpAddress.parse("10.0.0.9"))
                        .onlink()
                        .protocol(4));
        assertThat(parse("to 10.2.0.1 via inet6 fd00::1"))
                .isEqualTo(Route.to(Cidr.parse("10.2.0.1/32")).via(IpAddress.parse("fd00::1")));
    }

    @Test
    void theDefaultRouteIsOfItsGatewaysFamily() throws IOException {
        assertThat(parse("default via 10.0.0.1")).isEqualTo(Route.byDefault(IpAddress.parse("10.0.0.1")));
        assertThat(parse("default via fd00::1")).isEqualTo(Route.byDefault(IpAddress.parse("fd00::1")));
    }

    @Test
    void typesStandBeforeTheNetwork() throws IOException {
        assertThat(parse("blackhole 10.2.0.0/16").type()).isEqualTo(RouteType.RTN_BLACKHOLE);
        assertThat(parse("local 10.2.0.1"))
                .isEqualTo(Route.to(Cidr.parse("10.2.0.1/32"))
                        .type(RouteType.RTN_LOCAL)
                        .table(255));
    }

    @Test
    void whatIsKnownOfTheWay() throws IOException {
        Route route = parse("10.2.0.0/16 via 10.0.0.1 mtu lock 1400 rtt 2s rto_min 5ms hoplimit 64 tos 10");
        assertThat(route.metrics())
                .containsEntry(RouteMetric.MTU, 1400L)
                .containsEntry(RouteMetric.LOCK, 1L << 2)
                .containsEntry(RouteMetric.RTT, 16_000L)
                .containsEntry(RouteMetric.RTO_MIN, 5L)
                .containsEntry(RouteMetric.HOPLIMIT, 64L);
        assertThat(route.tos()).isEqualTo(0x10);
    }

    @Test
    void severalWays() throws IOException {
        assertThat(parse("10.2.0.0/16 nexthop via 10.0.0.1 weight 3 nexthop via 10.0.0.2")
                        .nextHops())
                .containsExactly(
                        NextHop.via(IpAddress.parse("10.0.0.1")).weight(3), NextHop.via(IpAddress.parse("10.0.0.2")));
    }

    @Test
    void wrongWordsAreOneLine() {
        String[][] wrong = {
            {"10.2.0.0/33 via 10.0.0.1", "10.2.0.0/33: the prefix is from 0 to 32"},
            {"10.2.0/16 via 10.0.0.1", "not an IP address: \"10.2.0\""},
            {"10.2.0.0/16 via fd00::1", "\"fd00::1\" is not an IPv4 address, which is expected here"},
            {"10.2.0.0/16 by 10.0.0.1", "\"by\" is not expected here"},
            {"10.2.0.0/16 via", "\"via\" needs a value"},
            {"10.2.0.0/16 table nosuchtable", "\"nosuchtable\" is no table"},
            {"10.2.0.0/16 nexthop via 10.0.0.1 weight 0", "weight is a number from 1 to 256, not \"0\""},
            {"blackhole", "say where it leads: ip route add default via 10.0.0.1"},
        };
        for (String[] each : wrong) {
            assertThatThrownBy(() -> parse(each[0]))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(each[1]);
        }
    }
}
