package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;

/**
 * What becomes of a packet, {@code nft(8)}, verdict statement.
 *
 * @param code NF_ACCEPT, NFT_JUMP and the like
 * @param chain to go to, or null
 */
public record Verdict(int code, String chain) {
    public static final Verdict DROP = new Verdict(nftables_h.NF_DROP(), null);
    public static final Verdict ACCEPT = new Verdict(nftables_h.NF_ACCEPT(), null);

    /** Back to the chain from which it was jumped. */
    public static final Verdict RETURN = new Verdict(nftables_h.NFT_RETURN(), null);

    public static final Verdict CONTINUE = new Verdict(nftables_h.NFT_CONTINUE(), null);

    /** Through another chain, and back here. */
    public static Verdict jump(String chain) {
        return new Verdict(nftables_h.NFT_JUMP(), chain);
    }

    /** To another chain, and not back here. */
    public static Verdict goTo(String chain) {
        return new Verdict(nftables_h.NFT_GOTO(), chain);
    }
}
