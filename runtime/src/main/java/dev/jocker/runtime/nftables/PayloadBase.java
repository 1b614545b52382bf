package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** From where a {@link Expression.Payload} counts. */
public enum PayloadBase implements Code {
    NFT_PAYLOAD_LL_HEADER(nftables_h.NFT_PAYLOAD_LL_HEADER()),
    NFT_PAYLOAD_NETWORK_HEADER(nftables_h.NFT_PAYLOAD_NETWORK_HEADER()),
    NFT_PAYLOAD_TRANSPORT_HEADER(nftables_h.NFT_PAYLOAD_TRANSPORT_HEADER());

    private final int number;

    PayloadBase(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
