package dev.jocker.runtime.nftables;

/** A table: a name under which chains, sets and maps are kept together. {@code nft add table inet NAME}. */
public record Table(NftFamily family, String name) {
    /** {@code inet jocker}. */
    @Override
    public String toString() {
        return family.word() + " " + name;
    }
}
