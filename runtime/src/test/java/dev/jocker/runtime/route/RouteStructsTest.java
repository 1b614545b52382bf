package dev.jocker.runtime.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.bindings.fib_rule_hdr;
import dev.jocker.bindings.ifa_cacheinfo;
import dev.jocker.bindings.ifaddrmsg;
import dev.jocker.bindings.ifinfomsg;
import dev.jocker.bindings.ifla_vlan_flags;
import dev.jocker.bindings.nda_cacheinfo;
import dev.jocker.bindings.ndmsg;
import dev.jocker.bindings.rta_cacheinfo;
import dev.jocker.bindings.rtmsg;
import dev.jocker.bindings.rtnexthop;
import dev.jocker.bindings.rtnl_link_stats64;
import org.junit.jupiter.api.Test;

/** The offsets that the codecs spell are those of the bindings. */
final class RouteStructsTest {
    @Test
    void links() {
        assertThat(offsets(ifinfomsg.ifi_type$offset(), ifinfomsg.ifi_index$offset(), ifinfomsg.ifi_flags$offset()))
                .containsExactly(LinkHeader.TYPE, LinkHeader.INDEX, LinkHeader.FLAGS);
        assertThat(ifinfomsg.ifi_change$offset()).isEqualTo(LinkHeader.MASK);
        assertThat(ifinfomsg.sizeof()).isEqualTo(LinkHeader.BYTES);
        assertThat(offsets(ifla_vlan_flags.flags$offset(), ifla_vlan_flags.mask$offset()))
                .containsExactly(0, 4);
        assertThat(offsets(
                        rtnl_link_stats64.rx_packets$offset(),
                        rtnl_link_stats64.tx_packets$offset(),
                        rtnl_link_stats64.rx_bytes$offset(),
                        rtnl_link_stats64.tx_bytes$offset(),
                        rtnl_link_stats64.rx_errors$offset(),
                        rtnl_link_stats64.tx_errors$offset(),
                        rtnl_link_stats64.rx_dropped$offset(),
                        rtnl_link_stats64.tx_dropped$offset(),
                        rtnl_link_stats64.multicast$offset(),
                        rtnl_link_stats64.collisions$offset()))
                .containsExactly(0, 8, 16, 24, 32, 40, 48, 56, 64, 72);
        assertThat(offsets(
                        rtnl_link_stats64.rx_length_errors$offset(),
                        rtnl_link_stats64.rx_over_errors$offset(),
                        rtnl_link_stats64.rx_crc_errors$offset(),
                        rtnl_link_stats64.rx_frame_errors$offset(),
                        rtnl_link_stats64.rx_fifo_errors$offset(),
                        rtnl_link_stats64.rx_missed_errors$offset(),
                        rtnl_link_stats64.tx_aborted_errors$offset(),
                        rtnl_link_stats64.tx_carrier_errors$offset(),
                        rtnl_link_stats64.tx_fifo_errors$offset(),
                        rtnl_link_stats64.tx_heartbeat_errors$offset(),
                        rtnl_link_stats64.tx_window_errors$offset(),
                        rtnl_link_stats64.rx_compressed$offset(),
                        rtnl_link_stats64.tx_compressed$offset(),
                        rtnl_link_stats64.rx_nohandler$offset()))
                .containsExactly(80, 88, 96, 104, 112, 120, 128, 136, 144, 152, 160, 168, 176, 184);
    }

    @Test
    void addresses() {
        assertThat(offsets(
                        ifaddrmsg.ifa_family$offset(),
                        ifaddrmsg.ifa_prefixlen$offset(),
                        ifaddrmsg.ifa_flags$offset(),
                        ifaddrmsg.ifa_scope$offset(),
                        ifaddrmsg.ifa_index$offset(),
                        ifaddrmsg.sizeof()))
                .containsExactly(0, 1, 2, 3, 4, AddressCodec.BYTES);
        assertThat(offsets(
                        ifa_cacheinfo.ifa_prefered$offset(), ifa_cacheinfo.ifa_valid$offset(), ifa_cacheinfo.sizeof()))
                .containsExactly(0, 4, AddressCodec.CACHEINFO_BYTES);
    }

    @Test
    void routes() {
        assertThat(offsets(
                        rtmsg.rtm_family$offset(),
                        rtmsg.rtm_dst_len$offset(),
                        rtmsg.rtm_src_len$offset(),
                        rtmsg.rtm_tos$offset(),
                        rtmsg.rtm_table$offset(),
                        rtmsg.rtm_protocol$offset(),
                        rtmsg.rtm_scope$offset(),
                        rtmsg.rtm_type$offset(),
                        rtmsg.rtm_flags$offset(),
                        rtmsg.sizeof()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, RouteCodec.BYTES);
        assertThat(offsets(
                        rtnexthop.rtnh_len$offset(),
                        rtnexthop.rtnh_flags$offset(),
                        rtnexthop.rtnh_hops$offset(),
                        rtnexthop.rtnh_ifindex$offset(),
                        rtnexthop.sizeof()))
                .containsExactly(0, 2, 3, 4, RouteCodec.HOP_BYTES);
    }

    @Test
    void neighboursAndRules() {
        assertThat(offsets(
                        ndmsg.ndm_family$offset(),
                        ndmsg.ndm_ifindex$offset(),
                        ndmsg.ndm_state$offset(),
                        ndmsg.ndm_flags$offset(),
                        ndmsg.sizeof()))
                .containsExactly(0, 4, 8, 10, NeighbourCodec.BYTES);
        assertThat(offsets(
                        nda_cacheinfo.ndm_confirmed$offset(),
                        nda_cacheinfo.ndm_used$offset(),
                        nda_cacheinfo.ndm_updated$offset(),
                        nda_cacheinfo.ndm_refcnt$offset(),
                        nda_cacheinfo.sizeof()))
                .containsExactly(
                        Neighbour.CACHEINFO_CONFIRMED,
                        Neighbour.CACHEINFO_USED,
                        Neighbour.CACHEINFO_UPDATED,
                        Neighbour.CACHEINFO_REFERENCES,
                        Neighbour.CACHEINFO_BYTES);
        assertThat(rta_cacheinfo.rta_expires$offset()).isEqualTo(Route.CACHEINFO_EXPIRES);
        assertThat(offsets(
                        fib_rule_hdr.family$offset(),
                        fib_rule_hdr.dst_len$offset(),
                        fib_rule_hdr.src_len$offset(),
                        fib_rule_hdr.tos$offset(),
                        fib_rule_hdr.table$offset(),
                        fib_rule_hdr.action$offset(),
                        fib_rule_hdr.flags$offset(),
                        fib_rule_hdr.sizeof()))
                .containsExactly(0, 1, 2, 3, 4, 7, 8, RuleCodec.BYTES);
    }

    private static int[] offsets(long... offsets) {
        int[] all = new int[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            all[i] = (int) offsets[i];
        }
        return all;
    }
}
