package dev.jocker.runtime.nftables;

import dev.jocker.runtime.netlink.Code;

/**
 * What is in a set. The kernel knows lengths only; the numbers are those of nft(8), which prints sets by them, and are in no header of the
 * kernel's.
 */
public enum DataType implements Code {
    VERDICT(0xffffff00, 0),
    IPV4_ADDR(7, 4),
    IPV6_ADDR(8, 16),
    ETHER_ADDR(9, 6),
    INET_PROTO(12, 1),
    INET_SERVICE(13, 2),
    MARK(19, 4),
    IFNAME(41, 16);

    private final int number;
    private final int size;

    DataType(int number, int size) {
        this.number = number;
        this.size = size;
    }

    @Override
    public int number() {
        return number;
    }

    /** Whether it is a number or a name of this host's, not a piece of a packet: then it has the processor's byte order. */
    boolean isOfHost() {
        return this == MARK || this == IFNAME;
    }

    /** Bytes that it takes, alone. */
    public int size() {
        return size;
    }
}
