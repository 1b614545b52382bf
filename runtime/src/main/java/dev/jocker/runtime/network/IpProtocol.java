package dev.jocker.runtime.network;

import dev.jocker.bindings.in_h;
import java.util.Locale;

/** The protocols that have ports, {@code protocols(5)}. */
public enum IpProtocol {
    TCP(in_h.IPPROTO_TCP()),
    UDP(in_h.IPPROTO_UDP()),
    SCTP(in_h.IPPROTO_SCTP());

    private final int number;

    IpProtocol(int number) {
        this.number = number;
    }

    /** The number in IP's header. */
    public int number() {
        return number;
    }

    /**
     * Parses {@code tcp}, {@code udp} or {@code sctp}, in letters of any size.
     *
     * @throws IllegalArgumentException if it is another word
     */
    public static IpProtocol parse(String word) {
        for (IpProtocol protocol : values()) {
            if (protocol.name().equalsIgnoreCase(word)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("not a protocol with ports: \"" + word + "\", but for tcp, udp and sctp");
    }

    /** {@code tcp}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
