package dev.jocker.runtime.route;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each request is what {@code ip(8)} sends; {@code lo} is 1, {@code br0} is 2. */
final class RouteCodecTest {
    private static final int SEQUENCE = 8;

    /** {@code ip route add default via 10.0.0.9} */
    @Test
    void addsADefaultRoute() {
        var request = add(Route.byDefault(ip("10.0.0.9")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02000000 fe030001 00000000                    rtmsg
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route add 10.2.0.0/16 via 10.0.0.9 dev br0} */
    @Test
    void addsARouteByAGateway() {
        var request = add(to("10.2.0.0/16").via(ip("10.0.0.9")).dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                34000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030001 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add 10.2.0.0/16 dev br0} */
    @Test
    void addsARouteOntoALink() {
        var request = add(to("10.2.0.0/16").dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe03fd01 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add 10.2.0.0/16 scope link src 10.0.0.5 metric 100 dev br0} */
    @Test
    void addsARouteWithASourceAndAMetric() {
        var request = add(to("10.2.0.0/16")
                .dev(2)
                .scope(Scope.RT_SCOPE_LINK)
                .src(ip("10.0.0.5"))
                .metric(100));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                3c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe03fd01 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0700 0a000005                            RTA_PREFSRC
                0800 0600 64000000                            RTA_PRIORITY
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add 10.2.0.0/16 via 10.0.0.9 table 500} */
    @Test
    void addsARouteToATableWithALargeNumber() {
        var request = add(to("10.2.0.0/16").via(ip("10.0.0.9")).table(500));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                34000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 00030001 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                0800 0f00 f4010000                            RTA_TABLE
                """));
    }

    /** {@code ip route add 10.2.0.0/16 via 10.0.0.9 table 77 proto static} */
    @Test
    void addsARouteToATable() {
        var request = add(to("10.2.0.0/16").via(ip("10.0.0.9")).table(77).protocol(4));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 4d040001 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route add blackhole 10.3.0.0/16} */
    @Test
    void addsABlackhole() {
        var request = add(to("10.3.0.0/16").type(RouteType.RTN_BLACKHOLE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030006 00000000                    rtmsg
                0800 0100 0a030000                            RTA_DST
                """));
    }

    /** {@code ip route add unreachable 10.3.0.0/16 metric 5} */
    @Test
    void addsAnUnreachableNetwork() {
        var request = add(to("10.3.0.0/16").type(RouteType.RTN_UNREACHABLE).metric(5));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030007 00000000                    rtmsg
                0800 0100 0a030000                            RTA_DST
                0800 0600 05000000                            RTA_PRIORITY
                """));
    }

    /** {@code ip route add prohibit 10.3.0.0/16} */
    @Test
    void addsAProhibitedNetwork() {
        var request = add(to("10.3.0.0/16").type(RouteType.RTN_PROHIBIT));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030008 00000000                    rtmsg
                0800 0100 0a030000                            RTA_DST
                """));
    }

    /** {@code ip route add local 10.7.0.1 dev lo table local} */
    @Test
    void addsALocalAddress() {
        var request = add(to("10.7.0.1").type(RouteType.RTN_LOCAL).dev(1).table(255));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02200000 ff03fe02 00000000                    rtmsg
                0800 0100 0a070001                            RTA_DST
                0800 0400 01000000                            RTA_OIF
                """));
    }

    /** {@code ip route add 10.4.0.0/16 via 192.168.7.1 dev br0 onlink} */
    @Test
    void addsARouteToAGatewayThatIsOnTheLink() {
        var request = add(to("10.4.0.0/16").via(ip("192.168.7.1")).dev(2).onlink());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                34000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030001 04000000                    rtmsg
                0800 0100 0a040000                            RTA_DST
                0800 0500 c0a80701                            RTA_GATEWAY
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add 10.4.0.0/16 via 10.0.0.9 mtu lock 1300 advmss 1200} */
    @Test
    void addsARouteWithMetrics() {
        var request = add(to("10.4.0.0/16")
                .via(ip("10.0.0.9"))
                .with(RouteMetric.MTU, 1300)
                .with(RouteMetric.ADVMSS, 1200)
                .with(RouteMetric.LOCK, 1 << RouteMetric.MTU.number()));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030001 00000000                    rtmsg
                0800 0100 0a040000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                1c00 0800                                     RTA_METRICS
                0800 0200 14050000                              RTAX_MTU
                0800 0800 b0040000                              RTAX_ADVMSS
                0800 0100 04000000                              RTAX_LOCK
                """));
    }

    /** {@code ip route add 10.9.0.0/16 tos 0x10 via 10.0.0.9} */
    @Test
    void addsARouteForATypeOfService() {
        var request = add(to("10.9.0.0/16").via(ip("10.0.0.9")).tos(0x10));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100010 fe030001 00000000                    rtmsg
                0800 0100 0a090000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route add 10.6.0.0/16 via inet6 fd00::9 dev br0} */
    @Test
    void addsARouteByAGatewayOfTheOtherFamily() {
        var request = add(to("10.6.0.0/16").via(ip("fd00::9")).dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                44000000 1800 0506 08000000 00000000                 RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030001 00000000                           rtmsg
                0800 0100 0a060000                                   RTA_DST
                1600 1200 0a00fd000000000000000000000000000009 0000  RTA_VIA
                0800 0400 02000000                                   RTA_OIF
                """));
    }

    /** {@code ip route add 10.5.0.0/16 nexthop via 10.0.0.9 weight 2 nexthop via 10.0.0.8 dev br0 weight 1} */
    @Test
    void addsARouteOfSeveralWays() {
        var request = add(to("10.5.0.0/16")
                .nextHops(List.of(
                        NextHop.via(ip("10.0.0.9")).weight(2),
                        NextHop.via(ip("10.0.0.8")).dev(2))));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                02100000 fe030001 00000000                    rtmsg
                0800 0100 0a050000                            RTA_DST
                2400 0900                                     RTA_MULTIPATH
                1000 0001 00000000                              rtnexthop: flags, weight - 1, link
                0800 0500 0a000009                                RTA_GATEWAY
                1000 0000 02000000                              rtnexthop: flags, weight - 1, link
                0800 0500 0a000008                                RTA_GATEWAY
                """));
    }

    /** {@code ip route add default via fd00::9} */
    @Test
    void addsAnIpv6DefaultRoute() {
        var request = add(Route.byDefault(ip("fd00::9")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                0a000000 fe030001 00000000                    rtmsg
                1400 0500 fd000000000000000000000000000009    RTA_GATEWAY
                """));
    }

    /** {@code ip route add fd02::/48 via fd00::9 metric 7 dev br0} */
    @Test
    void addsAnIpv6Route() {
        var request = add(to("fd02::/48").via(ip("fd00::9")).metric(7).dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                54000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                0a300000 fe030001 00000000                    rtmsg
                1400 0100 fd020000000000000000000000000000    RTA_DST
                1400 0500 fd000000000000000000000000000009    RTA_GATEWAY
                0800 0600 07000000                            RTA_PRIORITY
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add fd02::/48 dev br0} */
    @Test
    void addsAnIpv6RouteOntoALink() {
        var request = add(to("fd02::/48").dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                0a300000 fe030001 00000000                    rtmsg
                1400 0100 fd020000000000000000000000000000    RTA_DST
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /** {@code ip route add fd05::/64 nexthop via fd00::9 nexthop via fd00::8 dev br0} */
    @Test
    void addsAnIpv6RouteOfSeveralWays() {
        var request = add(to("fd05::/64")
                .nextHops(List.of(
                        NextHop.via(ip("fd00::9")), NextHop.via(ip("fd00::8")).dev(2))));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                6c000000 1800 0506 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
                0a400000 fe030001 00000000                    rtmsg
                1400 0100 fd050000000000000000000000000000    RTA_DST
                3c00 0900                                     RTA_MULTIPATH
                1c00 0000 00000000                              rtnexthop: flags, weight - 1, link
                1400 0500 fd000000000000000000000000000009        RTA_GATEWAY
                1c00 0000 02000000                              rtnexthop: flags, weight - 1, link
                1400 0500 fd000000000000000000000000000008        RTA_GATEWAY
                """));
    }

    /** {@code ip route replace default via 10.0.0.9} */
    @Test
    void replaces() {
        var request =
                RouteCodec.add(Route.byDefault(ip("10.0.0.9")), Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1800 0505 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|REPLACE|CREATE
                02000000 fe030001 00000000                    rtmsg
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route append 10.2.0.0/16 via 10.0.0.9} */
    @Test
    void appends() {
        var request = RouteCodec.add(
                to("10.2.0.0/16").via(ip("10.0.0.9")), Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_APPEND));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 050c 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|CREATE|APPEND
                02100000 fe030001 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route del default} */
    @Test
    void deletesTheDefaultRoute() {
        var request = RouteCodec.delete(to("0.0.0.0/0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                1c000000 1900 0500 08000000 00000000          RTM_DELROUTE, REQUEST|ACK
                02000000 fe00ff00 00000000                    rtmsg
                """));
    }

    /** {@code ip route del 10.2.0.0/16 via 10.0.0.9} */
    @Test
    void deletesARoute() {
        var request = RouteCodec.delete(to("10.2.0.0/16").via(ip("10.0.0.9")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1900 0500 08000000 00000000          RTM_DELROUTE, REQUEST|ACK
                02100000 fe00ff00 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0500 0a000009                            RTA_GATEWAY
                """));
    }

    /** {@code ip route del blackhole 10.2.0.0/16 table 500} */
    @Test
    void deletesABlackhole() {
        var request = RouteCodec.delete(
                to("10.2.0.0/16").type(RouteType.RTN_BLACKHOLE).table(500));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1900 0500 08000000 00000000          RTM_DELROUTE, REQUEST|ACK
                02100000 0000ff06 00000000                    rtmsg
                0800 0100 0a020000                            RTA_DST
                0800 0f00 f4010000                            RTA_TABLE
                """));
    }

    /** {@code ip route del fd02::/48 dev br0} */
    @Test
    void deletesAnIpv6Route() {
        var request = RouteCodec.delete(to("fd02::/48").dev(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1900 0500 08000000 00000000          RTM_DELROUTE, REQUEST|ACK
                0a300000 fe000000 00000000                    rtmsg
                1400 0100 fd020000000000000000000000000000    RTA_DST
                0800 0400 02000000                            RTA_OIF
                """));
    }

    /**
     * {@code ip -6 route del default} sends RTA_DST :: as well; a prefix of 0 bits says the same, and so it is for adding.
     */
    @Test
    void deletesTheIpv6DefaultRoute() {
        assertThat(RouteCodec.delete(to("::/0")).encode(SEQUENCE)).isEqualTo(hex("""
                1c000000 1900 0500 08000000 00000000          RTM_DELROUTE, REQUEST|ACK
                0a000000 fe000000 00000000                    rtmsg
                """));
    }

    /** {@code ip route show}; ip(8) sends the end of its buffer too. */
    @Test
    void listsATable() {
        assertThat(RouteCodec.list(2, 254).encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1a00 0103 08000000 00000000          RTM_GETROUTE, REQUEST|ROOT|MATCH
                02000000 00000000 00000000                    rtmsg
                0800 0f00 fe000000                            RTA_TABLE
                """));
    }

    private static Request add(Route route) {
        return RouteCodec.add(route, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL));
    }

    private static Route to(String network) {
        return Route.to(Cidr.parse(network));
    }

    private static IpAddress ip(String address) {
        return IpAddress.parse(address);
    }

    /** {@code ip route change 10.0.0.0/24 dev v0}, where v0 has number 4 */
    @Test
    void changesARoute() {
        var route = Route.to(Cidr.parse("10.0.0.0/24")).dev(4);
        var request = RouteCodec.add(route, Flags.of(NewFlag.NLM_F_REPLACE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1800 0501 08000000 00000000          RTM_NEWROUTE, REQUEST|ACK|REPLACE
                02 18 00 00 fe 03 fd 01 00000000              rtmsg: AF_INET, /24, main, boot, link, unicast
                0800 0100 0a000000                            RTA_DST
                0800 0400 04000000                            RTA_OIF
                """));
    }

    /** {@code ip route get 10.0.0.9 from 10.0.0.1 oif v0}, where v0 has number 4 */
    @Test
    void asksForTheRouteOfAPacket() {
        var like = Route.to(Cidr.parse("10.0.0.9")).from(Cidr.parse("10.0.0.1")).dev(4);
        assertThat(RouteCodec.get(like, 0).encode(SEQUENCE)).isEqualTo(hex("""
                34000000 1a00 0100 08000000 00000000          RTM_GETROUTE, REQUEST
                02 20 20 00 00 00 00 00 00100000              rtmsg: AF_INET, /32, /32, RTM_F_LOOKUP_TABLE
                0800 0100 0a000009                            RTA_DST
                0800 0200 0a000001                            RTA_SRC
                0800 0400 04000000                            RTA_OIF
                """));
    }

    @Test
    void whatIsToldOfARouteBesidesIsFound() {
        var route = Route.to(Cidr.parse("fd05::/64"));
        assertThat(route.preference()).isEqualTo(-1);
        assertThat(route.user()).isEqualTo(-1);
        assertThat(route.expires()).isZero();
        assertThat(route.preference(3).preference()).isEqualTo(3);
    }
}
