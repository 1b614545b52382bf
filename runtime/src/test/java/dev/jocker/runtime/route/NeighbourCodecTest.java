package dev.jocker.runtime.route;

import static dev.jocker.runtime.netlink.Hex.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.inet.MacAddress;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import org.junit.jupiter.api.Test;

/** Each request is what {@code ip(8)} sends; {@code br0} is 2. */
final class NeighbourCodecTest {
    private static final int SEQUENCE = 8;

    /** {@code ip neighbour add 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0} */
    @Test
    void addsANeighbour() {
        var request = add(Neighbour.of(2, IpAddress.parse("10.0.0.7"), MacAddress.parse("02:00:00:00:00:07")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1c00 0506 08000000 00000000          RTM_NEWNEIGH, REQUEST|ACK|EXCL|CREATE
                02000000 02000000 80000000                    ndmsg
                0800 0100 0a000007                            NDA_DST
                0a00 0200 020000000007 0000                   NDA_LLADDR
                """));
    }

    /** {@code ip neighbour add 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0 nud reachable} */
    @Test
    void addsANeighbourThatIsReachable() {
        var request = add(Neighbour.of(2, IpAddress.parse("10.0.0.7"), MacAddress.parse("02:00:00:00:00:07"))
                .state(NeighbourState.NUD_REACHABLE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1c00 0506 08000000 00000000          RTM_NEWNEIGH, REQUEST|ACK|EXCL|CREATE
                02000000 02000000 02000000                    ndmsg
                0800 0100 0a000007                            NDA_DST
                0a00 0200 020000000007 0000                   NDA_LLADDR
                """));
    }

    /** {@code ip neighbour add proxy 10.0.0.7 dev br0} */
    @Test
    void addsAProxy() {
        var request = add(Neighbour.proxy(2, IpAddress.parse("10.0.0.7")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1c00 0506 08000000 00000000          RTM_NEWNEIGH, REQUEST|ACK|EXCL|CREATE
                02000000 02000000 80000800                    ndmsg
                0800 0100 0a000007                            NDA_DST
                """));
    }

    /** {@code ip neighbour add fd00::7 lladdr 02:00:00:00:00:07 dev br0 router} */
    @Test
    void addsAnIpv6Router() {
        var request = add(Neighbour.of(2, IpAddress.parse("fd00::7"), MacAddress.parse("02:00:00:00:00:07"))
                .with(NeighbourFlag.NTF_ROUTER));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                3c000000 1c00 0506 08000000 00000000          RTM_NEWNEIGH, REQUEST|ACK|EXCL|CREATE
                0a000000 02000000 80008000                    ndmsg
                1400 0100 fd000000000000000000000000000007    NDA_DST
                0a00 0200 020000000007 0000                   NDA_LLADDR
                """));
    }

    /** {@code ip neighbour replace 10.0.0.7 lladdr 02:00:00:00:00:07 dev br0} */
    @Test
    void replaces() {
        var request = NeighbourCodec.add(
                Neighbour.of(2, IpAddress.parse("10.0.0.7"), MacAddress.parse("02:00:00:00:00:07")),
                Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                30000000 1c00 0505 08000000 00000000          RTM_NEWNEIGH, REQUEST|ACK|REPLACE|CREATE
                02000000 02000000 80000000                    ndmsg
                0800 0100 0a000007                            NDA_DST
                0a00 0200 020000000007 0000                   NDA_LLADDR
                """));
    }

    /** {@code ip neighbour del 10.0.0.7 dev br0} */
    @Test
    void deletes() {
        var request = NeighbourCodec.delete(
                Neighbour.of(2, IpAddress.parse("10.0.0.7"), MacAddress.parse("02:00:00:00:00:07")));
        assertThat(request.encode(SEQUENCE)).isEqualTo(hex("""
                24000000 1d00 0500 08000000 00000000          RTM_DELNEIGH, REQUEST|ACK
                02000000 02000000 80000000                    ndmsg
                0800 0100 0a000007                            NDA_DST
                """));
    }

    private static Request add(Neighbour neighbour) {
        return NeighbourCodec.add(neighbour, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL));
    }
}
