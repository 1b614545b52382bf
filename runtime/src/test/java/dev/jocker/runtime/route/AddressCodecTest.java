package dev.jocker.runtime.route;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import org.junit.jupiter.api.Test;

/** Each request is what {@code ip(8)} sends; {@code br0} is 2. */
final class AddressCodecTest {
    private static final int SEQUENCE = 8;

    /** {@code ip address add 10.0.0.1/24 dev br0} */
    @Test
    void addsAnAddress() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/24")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0100 0a000001                            IFA_ADDRESS
                """));
    }

    /** {@code ip address add 10.0.0.1/24 broadcast 10.0.0.255 label br0:1 scope link dev br0} */
    @Test
    void addsAnAddressWithABroadcastAddressAndALabel() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/24"))
                .broadcast(IpAddress.parse("10.0.0.255"))
                .label("br0:1")
                .scope(Scope.RT_SCOPE_LINK));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                3c000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                021800fd 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0400 0a0000ff                            IFA_BROADCAST
                0a00 0300 6272303a3100 0000                   IFA_LABEL "br0:1"
                0800 0100 0a000001                            IFA_ADDRESS
                """));
    }

    /** {@code ip address add 10.0.0.1 peer 10.0.0.2 dev br0} */
    @Test
    void addsAnAddressWithAPeer() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/32")).peer(IpAddress.parse("10.0.0.2")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02200000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0100 0a000002                            IFA_ADDRESS
                """));
    }

    /** {@code ip address add 10.0.0.1/24 dev br0 valid_lft 300 preferred_lft 100} */
    @Test
    void addsAnAddressForSomeTime() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/24")).lifetime(300, 100));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                3c000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0100 0a000001                            IFA_ADDRESS
                1400 0600 640000002c0100000000000000000000    IFA_CACHEINFO
                """));
    }

    /** {@code ip address add 10.0.0.1/24 dev br0 noprefixroute} */
    @Test
    void addsAnAddressWithoutARoute() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/24")).with(AddressFlag.IFA_F_NOPREFIXROUTE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0800 00020000                            IFA_FLAGS
                0800 0100 0a000001                            IFA_ADDRESS
                """));
    }

    /** {@code ip address add 10.0.0.1/24 dev br0 metric 50} */
    @Test
    void addsAnAddressWithAMetric() {
        var request = add(Address.of(2, Cidr.parse("10.0.0.1/24")).metric(50));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0900 32000000                            IFA_RT_PRIORITY
                0800 0100 0a000001                            IFA_ADDRESS
                """));
    }

    /** {@code ip address add fd00::1/64 dev br0} */
    @Test
    void addsAnIpv6Address() {
        var request = add(Address.of(2, Cidr.parse("fd00::1/64")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                40000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                0a400000 02000000                             ifaddrmsg
                1400 0200 fd000000000000000000000000000001    IFA_LOCAL
                1400 0100 fd000000000000000000000000000001    IFA_ADDRESS
                """));
    }

    /** {@code ip address add fd00::1/64 dev br0 nodad} */
    @Test
    void addsAnIpv6AddressThatIsNotTried() {
        var request = add(Address.of(2, Cidr.parse("fd00::1/64")).with(AddressFlag.IFA_F_NODAD));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                40000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                0a400200 02000000                             ifaddrmsg
                1400 0200 fd000000000000000000000000000001    IFA_LOCAL
                1400 0100 fd000000000000000000000000000001    IFA_ADDRESS
                """));
    }

    /** {@code ip address add 127.0.0.2/8 dev lo} */
    @Test
    void addsALoopbackAddressInTheScopeOfTheHost() {
        var request = add(Address.of(1, Cidr.parse("127.0.0.2/8")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1400 0506 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
                020800fe 01000000                             ifaddrmsg
                0800 0200 7f000002                            IFA_LOCAL
                0800 0100 7f000002                            IFA_ADDRESS
                """));
    }

    /** {@code ip address replace 10.0.0.1/24 dev br0} */
    @Test
    void replaces() {
        var request = AddressCodec.add(
                Address.of(2, Cidr.parse("10.0.0.1/24")), Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1400 0505 08000000 00000000          RTM_NEWADDR, REQUEST|ACK|REPLACE|CREATE
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000001                            IFA_LOCAL
                0800 0100 0a000001                            IFA_ADDRESS
                """));
    }

    /** {@code ip address del 10.0.0.5/24 dev br0} */
    @Test
    void deletes() {
        var request = AddressCodec.delete(Address.of(2, Cidr.parse("10.0.0.5/24")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                28000000 1500 0500 08000000 00000000          RTM_DELADDR, REQUEST|ACK
                02180000 02000000                             ifaddrmsg
                0800 0200 0a000005                            IFA_LOCAL
                0800 0100 0a000005                            IFA_ADDRESS
                """));
    }

    /** {@code ip address del fd00::5/64 dev br0} */
    @Test
    void deletesAnIpv6Address() {
        var request = AddressCodec.delete(Address.of(2, Cidr.parse("fd00::5/64")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                40000000 1500 0500 08000000 00000000          RTM_DELADDR, REQUEST|ACK
                0a400000 02000000                             ifaddrmsg
                1400 0200 fd000000000000000000000000000005    IFA_LOCAL
                1400 0100 fd000000000000000000000000000005    IFA_ADDRESS
                """));
    }

    private static Request add(Address address) {
        return AddressCodec.add(address, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL));
    }
}
