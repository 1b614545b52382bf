package dev.jocker.runtime.route;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.syscall.Flags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each request is what {@code ip(8)} sends, as strace(1) showed it: {@code strace -e raw=sendmsg -e write=all ip …}, in a namespace with {@code lo} (1), {@code br0} (2), {@code eth0} (3), {@code veth0} (4). */
final class LinkCodecTest {
    private static final int SEQUENCE = 8;

    /** {@code ip link add br0 type bridge} */
    @Test
    void addsABridge() {
        var request = LinkCodec.add(Link.bridge("br0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0300 62723000                            IFLA_IFNAME "br0"
                1000 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                """));
    }

    /** {@code ip link add br0 type bridge stp_state 1 forward_delay 200 ageing_time 30000 priority 4096 vlan_filtering 1 vlan_default_pvid 1 mcast_snooping 0 nf_call_iptables 1} */
    @Test
    void addsABridgeWithOptions() {
        var request = LinkCodec.add(Link.of(
                "br0",
                new LinkKind.Bridge()
                        .with(BridgeOption.STP_STATE, 1)
                        .with(BridgeOption.FORWARD_DELAY, 200)
                        .with(BridgeOption.AGEING_TIME, 30_000)
                        .with(BridgeOption.PRIORITY, 4096)
                        .with(BridgeOption.VLAN_FILTERING, 1)
                        .with(BridgeOption.VLAN_DEFAULT_PVID, 1)
                        .with(BridgeOption.MCAST_SNOOPING, 0)
                        .with(BridgeOption.NF_CALL_IPTABLES, 1)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                7c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0300 62723000                            IFLA_IFNAME "br0"
                5400 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                4400 0200                                       IFLA_INFO_DATA
                0800 0500 01000000                                IFLA_BR_STP_STATE
                0800 0100 c8000000                                IFLA_BR_FORWARD_DELAY
                0800 0400 30750000                                IFLA_BR_AGEING_TIME
                0600 0600 0010 0000                               IFLA_BR_PRIORITY
                0500 0700 01 000000                               IFLA_BR_VLAN_FILTERING
                0600 2700 0100 0000                               IFLA_BR_VLAN_DEFAULT_PVID
                0500 1700 00 000000                               IFLA_BR_MCAST_SNOOPING
                0500 2400 01 000000                               IFLA_BR_NF_CALL_IPTABLES
                """));
    }

    /** {@code ip link add br0 up type bridge} */
    @Test
    void addsALinkThatIsUp() {
        var request = LinkCodec.add(Link.bridge("br0").up());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 01000000 01000000           ifinfomsg
                0800 0300 62723000                            IFLA_IFNAME "br0"
                1000 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                """));
    }

    /** {@code ip link add br0 index 77 type bridge} */
    @Test
    void addsALinkWithAnIndex() {
        var request = LinkCodec.add(Link.bridge("br0").index(77));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 4d000000 00000000 00000000           ifinfomsg
                0800 0300 62723000                            IFLA_IFNAME "br0"
                1000 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                """));
    }

    /** {@code ip link add br0 mtu 1400 address 02:00:00:00:00:01 txqueuelen 500 type bridge} */
    @Test
    void addsALinkWithSettings() {
        var request = LinkCodec.add(Link.bridge("br0")
                .settings(LinkSettings.NONE
                        .mtu(1400)
                        .address(MacAddress.parse("02:00:00:00:00:01"))
                        .txQueueLength(500)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                54000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0400 78050000                            IFLA_MTU
                0a00 0100 020000000001 0000                   IFLA_ADDRESS
                0800 0d00 f4010000                            IFLA_TXQLEN
                0800 0300 62723000                            IFLA_IFNAME "br0"
                1000 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                """));
    }

    /** {@code ip link add d0 type dummy} */
    @Test
    void addsADummy() {
        var request = LinkCodec.add(Link.dummy("d0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                38000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0700 0300 643000 00                           IFLA_IFNAME "d0"
                1000 1200                                     IFLA_LINKINFO
                0900 0100 64756d6d79 000000                     IFLA_INFO_KIND "dummy"
                """));
    }

    /** {@code ip link add veth0 type veth peer name eth0} */
    @Test
    void addsAVethPair() {
        var request = LinkCodec.add(Link.veth("veth0").peer("eth0"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                5c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0a00 0300 766574683000 0000                   IFLA_IFNAME "veth0"
                3000 1200                                     IFLA_LINKINFO
                0800 0100 76657468                              IFLA_INFO_KIND "veth"
                2400 0200                                       IFLA_INFO_DATA
                2000 0100                                         VETH_INFO_PEER
                00000000 00000000 00000000 00000000                 ifinfomsg
                0900 0300 6574683000 000000                         IFLA_IFNAME "eth0"
                """));
    }

    /** {@code ip link add veth0 mtu 1400 type veth peer name eth0 address 02:00:00:00:00:02 mtu 1400 netns 1} */
    @Test
    void addsAVethPairWithThePeerInAnotherNamespace() {
        var request = LinkCodec.add(Link.veth("veth0")
                .peer(
                        "eth0",
                        LinkSettings.NONE
                                .address(MacAddress.parse("02:00:00:00:00:02"))
                                .mtu(1400)
                                .namespaceOf(1))
                .mtu(1400));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                80000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0400 78050000                            IFLA_MTU
                0a00 0300 766574683000 0000                   IFLA_IFNAME "veth0"
                4c00 1200                                     IFLA_LINKINFO
                0800 0100 76657468                              IFLA_INFO_KIND "veth"
                4000 0200                                       IFLA_INFO_DATA
                3c00 0100                                         VETH_INFO_PEER
                00000000 00000000 00000000 00000000                 ifinfomsg
                0a00 0100 020000000002 0000                         IFLA_ADDRESS
                0800 0400 78050000                                  IFLA_MTU
                0800 1300 01000000                                  IFLA_NET_NS_PID
                0900 0300 6574683000 000000                         IFLA_IFNAME "eth0"
                """));
    }

    /** {@code ip link add link lo name v5 type vlan id 5} */
    @Test
    void addsAVlan() {
        var request = LinkCodec.add(Link.vlan("v5", 1, 5));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0500 01000000                            IFLA_LINK
                0700 0300 763500 00                           IFLA_IFNAME "v5"
                1800 1200                                     IFLA_LINKINFO
                0800 0100 766c616e                              IFLA_INFO_KIND "vlan"
                0c00 0200                                       IFLA_INFO_DATA
                0600 0100 0500 0000                               IFLA_VLAN_ID
                """));
    }

    /** {@code ip link add link lo name v5 type vlan proto 802.1ad id 5 gvrp on reorder_hdr off} */
    @Test
    void addsAVlanOfAProviderBridge() {
        var request = LinkCodec.add(Link.of(
                        "v5",
                        new LinkKind.Vlan(
                                5,
                                0x88a8,
                                Flags.of(VlanFlag.VLAN_FLAG_GVRP),
                                Flags.of(VlanFlag.VLAN_FLAG_GVRP, VlanFlag.VLAN_FLAG_REORDER_HDR)))
                .parent(1));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                5c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0500 01000000                            IFLA_LINK
                0700 0300 763500 00                           IFLA_IFNAME "v5"
                2c00 1200                                     IFLA_LINKINFO
                0800 0100 766c616e                              IFLA_INFO_KIND "vlan"
                2000 0200                                       IFLA_INFO_DATA
                0600 0500 88a8 0000                               IFLA_VLAN_PROTOCOL
                0600 0100 0500 0000                               IFLA_VLAN_ID
                0c00 0200 0200000003000000                        IFLA_VLAN_FLAGS
                """));
    }

    /** {@code ip link add link lo name m0 type macvlan mode bridge} */
    @Test
    void addsAMacvlan() {
        var request = LinkCodec.add(Link.macvlan("m0", 1, MacvlanMode.MACVLAN_MODE_BRIDGE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                4c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0500 01000000                            IFLA_LINK
                0700 0300 6d3000 00                           IFLA_IFNAME "m0"
                1c00 1200                                     IFLA_LINKINFO
                0b00 0100 6d6163766c616e 00                     IFLA_INFO_KIND "macvlan"
                0c00 0200                                       IFLA_INFO_DATA
                0800 0100 04000000                                IFLA_MACVLAN_MODE
                """));
    }

    /** {@code ip link add link lo name i0 type ipvlan mode l3} */
    @Test
    void addsAnIpvlan() {
        var request = LinkCodec.add(Link.ipvlan("i0", 1, IpvlanMode.IPVLAN_MODE_L3));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                54000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0500 01000000                            IFLA_LINK
                0700 0300 693000 00                           IFLA_IFNAME "i0"
                2400 1200                                     IFLA_LINKINFO
                0a00 0100 6970766c616e 0000                     IFLA_INFO_KIND "ipvlan"
                1400 0200                                       IFLA_INFO_DATA
                0600 0100 0100 0000                               IFLA_IPVLAN_MODE
                0600 0200 0000 0000                               IFLA_IPVLAN_FLAGS
                """));
    }

    /** {@code ip link add vx0 type vxlan id 42 dstport 4789} */
    @Test
    void addsAVxlan() {
        var request = LinkCodec.add(Link.vxlan("vx0", 42));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                54000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0300 76783000                            IFLA_IFNAME "vx0"
                2c00 1200                                     IFLA_LINKINFO
                0900 0100 76786c616e 000000                     IFLA_INFO_KIND "vxlan"
                1c00 0200                                       IFLA_INFO_DATA
                0800 0100 2a000000                                IFLA_VXLAN_ID
                0500 0700 01 000000                               IFLA_VXLAN_LEARNING
                0600 0f00 12b5 0000                               IFLA_VXLAN_PORT
                """));
    }

    /** {@code ip link add vx0 type vxlan id 42 dev lo remote 10.0.0.2 local 10.0.0.1 dstport 4789 nolearning} */
    @Test
    void addsAVxlanBetweenTwoAddresses() {
        var request = LinkCodec.add(Link.of(
                "vx0",
                new LinkKind.Vxlan(42, 1, 0, IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"), false, 4789)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                6c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0300 76783000                            IFLA_IFNAME "vx0"
                4400 1200                                     IFLA_LINKINFO
                0900 0100 76786c616e 000000                     IFLA_INFO_KIND "vxlan"
                3400 0200                                       IFLA_INFO_DATA
                0800 0300 01000000                                IFLA_VXLAN_LINK
                0800 0100 2a000000                                IFLA_VXLAN_ID
                0800 0400 0a000001                                IFLA_VXLAN_LOCAL
                0800 0200 0a000002                                IFLA_VXLAN_GROUP
                0500 0700 00 000000                               IFLA_VXLAN_LEARNING
                0600 0f00 12b5 0000                               IFLA_VXLAN_PORT
                """));
    }

    /** {@code ip link add vx0 type vxlan id 42 group ff05::100 dev lo ttl 5 dstport 4789} */
    @Test
    void addsAVxlanOfAGroup() {
        var request = LinkCodec.add(
                Link.of("vx0", new LinkKind.Vxlan(42, 1, 5, null, IpAddress.parse("ff05::100"), true, 4789)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                78000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 0300 76783000                            IFLA_IFNAME "vx0"
                5000 1200                                     IFLA_LINKINFO
                0900 0100 76786c616e 000000                     IFLA_INFO_KIND "vxlan"
                4000 0200                                       IFLA_INFO_DATA
                0800 0300 01000000                                IFLA_VXLAN_LINK
                0500 0500 05 000000                               IFLA_VXLAN_TTL
                0800 0100 2a000000                                IFLA_VXLAN_ID
                1400 1000 ff050000000000000000000000000100        IFLA_VXLAN_GROUP6
                0500 0700 01 000000                               IFLA_VXLAN_LEARNING
                0600 0f00 12b5 0000                               IFLA_VXLAN_PORT
                """));
    }

    /** {@code ip link set veth0 up} */
    @Test
    void setsALinkUp() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.up());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 01000000 01000000           ifinfomsg
                """));
    }

    /** {@code ip link set veth0 down} */
    @Test
    void setsALinkDown() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.down());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 01000000           ifinfomsg
                """));
    }

    /** {@code ip link set veth0 name v1} */
    @Test
    void renames() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.name("v1"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0700 0300 763100 00                           IFLA_IFNAME "v1"
                """));
    }

    /** {@code ip link set veth0 mtu 1400} */
    @Test
    void setsTheMtu() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.mtu(1400));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 0400 78050000                            IFLA_MTU
                """));
    }

    /** {@code ip link set veth0 address 02:00:00:00:00:07} */
    @Test
    void setsTheAddress() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.address(MacAddress.parse("02:00:00:00:00:07")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0a00 0100 020000000007 0000                   IFLA_ADDRESS
                """));
    }

    /** {@code ip link set veth0 master br0} */
    @Test
    void attachesToABridge() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.master(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 0a00 02000000                            IFLA_MASTER
                """));
    }

    /** {@code ip link set veth0 nomaster} */
    @Test
    void detaches() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.noMaster());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 0a00 00000000                            IFLA_MASTER
                """));
    }

    /** {@code ip link set veth0 netns 1} */
    @Test
    void movesToTheNamespaceOfAProcess() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.namespaceOf(1));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 1300 01000000                            IFLA_NET_NS_PID
                """));
    }

    /** {@code ip link set veth0 txqueuelen 77} */
    @Test
    void setsTheQueueLength() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.txQueueLength(77));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 0d00 4d000000                            IFLA_TXQLEN
                """));
    }

    /** {@code ip link set veth0 promisc on} */
    @Test
    void setsPromiscuous() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.flag(LinkFlag.IFF_PROMISC, true));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00010000 00010000           ifinfomsg
                """));
    }

    /** {@code ip link set veth0 promisc off} */
    @Test
    void unsetsPromiscuous() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.flag(LinkFlag.IFF_PROMISC, false));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00010000           ifinfomsg
                """));
    }

    /** {@code ip link set veth0 arp off} */
    @Test
    void doesWithoutArp() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.flag(LinkFlag.IFF_NOARP, true));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 80000000 80000000           ifinfomsg
                """));
    }

    /** {@code ip link set veth0 alias hello} */
    @Test
    void setsAnAlias() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.alias("hello"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0900 1400 68656c6c6f 000000                   IFLA_IFALIAS "hello"
                """));
    }

    /** {@code ip link set veth0 group 5} */
    @Test
    void setsTheGroup() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.group(5));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0800 1b00 05000000                            IFLA_GROUP
                """));
    }

    /** {@code ip link set veth0 up mtu 1300 master br0} */
    @Test
    void setsSeveralAtOnce() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.up().mtu(1300).master(2));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 01000000 01000000           ifinfomsg
                0800 0400 14050000                            IFLA_MTU
                0800 0a00 02000000                            IFLA_MASTER
                """));
    }

    /** {@code ip link set br0 type bridge ageing_time 100} */
    @Test
    void changesABridge() {
        var request = LinkCodec.set(
                2, "", LinkSettings.NONE.bridge(new LinkKind.Bridge().with(BridgeOption.AGEING_TIME, 100)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                3c000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 02000000 00000000 00000000           ifinfomsg
                1c00 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                0c00 0200                                       IFLA_INFO_DATA
                0800 0400 64000000                                IFLA_BR_AGEING_TIME
                """));
    }

    /** {@code ip link set veth0 type bridge_slave hairpin on isolated on} */
    @Test
    void changesAPort() {
        var request = LinkCodec.set(
                4,
                "",
                LinkSettings.NONE.bridgePort(Map.of(BridgePortOption.HAIRPIN, 1L, BridgePortOption.ISOLATED, 1L)));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                2800 1200                                     IFLA_LINKINFO
                1000 0100 6272696467655f736c617665              IFLA_INFO_KIND "bridge_slave"
                1400 0500                                       IFLA_INFO_SLAVE_DATA
                0500 0400 01 000000                               IFLA_BRPORT_MODE
                0500 2100 01 000000                               IFLA_BRPORT_ISOLATED
                """));
    }

    /** {@code ip link property add dev veth0 altname one altname two} */
    @Test
    void addsNames() {
        var request = LinkCodec.addNames(4, List.of("one", "two"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                34000000 6c00 050e 08000000 00000000          RTM_NEWLINKPROP, REQUEST|ACK|EXCL|CREATE|APPEND
                00000000 04000000 00000000 00000000           ifinfomsg
                1400 3480 080035006f6e65000800350074776f00    IFLA_MAX_MTU
                """));
    }

    /** {@code ip link property del dev veth0 altname one} */
    @Test
    void deletesNames() {
        var request = LinkCodec.deleteNames(4, List.of("one"));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 6d00 0500 08000000 00000000          RTM_DELLINKPROP, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                0c00 3480 080035006f6e6500                    IFLA_MAX_MTU
                """));
    }

    /** {@code ip link del veth0} */
    @Test
    void deletes() {
        var request = LinkCodec.delete(4, "");
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1100 0500 08000000 00000000          RTM_DELLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg
                """));
    }

    /** ip(8) looks the index up first; one message with the name does the same, and no other link can come between. */
    @Test
    void namesALinkWhereTheIndexIsNotKnown() {
        var request = LinkCodec.set(0, "veth0", LinkSettings.NONE.up());
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 00000000 01000000 01000000           ifinfomsg
                0a00 0300 766574683000 0000                   IFLA_IFNAME "veth0"
                """));
    }

    /** {@code ip -s link show}, without IFLA_EXT_MASK: it would ask for virtual functions of network cards, which {@link Link} has not. */
    @Test
    void lists() {
        assertThat(LinkCodec.list(List.of()).encode(SEQUENCE)).isEqualTo(hex("""
                20000000 1200 0103 08000000 00000000          RTM_GETLINK, REQUEST|ROOT|MATCH
                00000000 00000000 00000000 00000000           ifinfomsg
                """));
    }

    /** {@code ip link show type veth}, likewise */
    @Test
    void listsTheLinksOfAKind() {
        var filter = new LinkAttribute.Info(new LinkKind.Other("veth", Bytes.NONE), List.of(), null);
        assertThat(LinkCodec.list(List.of(filter)).encode(SEQUENCE)).isEqualTo(hex("""
                2c000000 1200 0103 08000000 00000000          RTM_GETLINK, REQUEST|ROOT|MATCH
                00000000 00000000 00000000 00000000           ifinfomsg
                0c00 1200                                     IFLA_LINKINFO
                0800 0100 76657468                              IFLA_INFO_KIND "veth"
                """));
    }

    /** {@code ip link set dev v0 addrgenmode none}, where v0 has number 4 */
    @Test
    void setsHowAddressesAreGenerated() {
        var request = LinkCodec.set(4, "", LinkSettings.NONE.addressGeneration(1));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 04000000 00000000 00000000           ifinfomsg: 4
                1000 1a00                                     IFLA_AF_SPEC
                0c00 0a00                                       AF_INET6
                0500 0800 01 000000                               IFLA_INET6_ADDR_GEN_MODE
                """));
    }

    /** {@code ip link add br1 numtxqueues 4 numrxqueues 2 type bridge} */
    @Test
    void addsALinkWithQueues() {
        var settings = LinkSettings.NONE.sendQueues(4).receiveQueues(2);
        var request = LinkCodec.add(Link.bridge("br1").settings(settings));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                0800 1f00 04000000                            IFLA_NUM_TX_QUEUES
                0800 2000 02000000                            IFLA_NUM_RX_QUEUES
                0800 0300 62723100                            IFLA_IFNAME "br1"
                1000 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                """));
    }

    /** {@code ip link set dev br0 type bridge no_linklocal_learn 1 mcast_hash_max 512}, where br0 has number 2 */
    @Test
    void setsOneBitOfABridge() {
        var bridge = new LinkKind.Bridge()
                .with(BridgeOption.MULTI_BOOLOPT, 1L << 32 | 1)
                .with(BridgeOption.MCAST_HASH_MAX, 512);
        var request = LinkCodec.set(2, "", LinkSettings.NONE.bridge(bridge));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                48000000 1000 0500 08000000 00000000          RTM_NEWLINK, REQUEST|ACK
                00000000 02000000 00000000 00000000           ifinfomsg: 2
                2800 1200                                     IFLA_LINKINFO
                0a00 0100 627269646765 0000                     IFLA_INFO_KIND "bridge"
                1800 0200                                       IFLA_INFO_DATA
                0800 1b00 00020000                                IFLA_BR_MCAST_HASH_MAX
                0c00 2e00 01000000 01000000                       IFLA_BR_MULTI_BOOLOPT: values, mask
                """));
    }

    /** {@code ip link add type veth peer mtu 1400} */
    @Test
    void leavesTheNamesOfAPairToTheKernel() {
        var request = LinkCodec.add(Link.of("", new LinkKind.Veth(null, LinkSettings.NONE.mtu(1400))));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                4c000000 1000 0506 08000000 00000000          RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                00000000 00000000 00000000 00000000           ifinfomsg
                2c00 1200                                     IFLA_LINKINFO
                0800 0100 76657468                              IFLA_INFO_KIND "veth"
                2000 0200                                       IFLA_INFO_DATA
                1c00 0100                                         VETH_INFO_PEER
                00000000 00000000 00000000 00000000                 ifinfomsg
                0800 0400 78050000                                  IFLA_MTU
                """));
    }
}
