package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Which packets a table sees. */
public enum NftFamily implements Code {
    /** IPv4. */
    NFPROTO_IPV4(nftables_h.NFPROTO_IPV4()),
    /** IPv6. */
    NFPROTO_IPV6(nftables_h.NFPROTO_IPV6()),
    /** Both. */
    NFPROTO_INET(nftables_h.NFPROTO_INET()),
    NFPROTO_ARP(nftables_h.NFPROTO_ARP()),
    NFPROTO_BRIDGE(nftables_h.NFPROTO_BRIDGE()),
    /** What arrives on one link. */
    NFPROTO_NETDEV(nftables_h.NFPROTO_NETDEV());

    private final int number;

    NftFamily(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** nft(8)'s word: {@code inet}. */
    public String word() {
        return switch (this) {
            case NFPROTO_IPV4 -> "ip";
            case NFPROTO_IPV6 -> "ip6";
            case NFPROTO_INET -> "inet";
            case NFPROTO_ARP -> "arp";
            case NFPROTO_BRIDGE -> "bridge";
            case NFPROTO_NETDEV -> "netdev";
        };
    }

    /** The constant with this number, or null. */
    static NftFamily of(int number) {
        return Code.find(values(), number);
    }
}
