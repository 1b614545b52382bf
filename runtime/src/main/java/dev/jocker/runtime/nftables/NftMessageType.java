package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** What a message of nf_tables is about. */
enum NftMessageType implements Code {
    NFT_MSG_NEWTABLE(nftables_h.NFT_MSG_NEWTABLE()),
    NFT_MSG_GETTABLE(nftables_h.NFT_MSG_GETTABLE()),
    NFT_MSG_DELTABLE(nftables_h.NFT_MSG_DELTABLE()),
    NFT_MSG_NEWCHAIN(nftables_h.NFT_MSG_NEWCHAIN()),
    NFT_MSG_GETCHAIN(nftables_h.NFT_MSG_GETCHAIN()),
    NFT_MSG_DELCHAIN(nftables_h.NFT_MSG_DELCHAIN()),
    NFT_MSG_NEWRULE(nftables_h.NFT_MSG_NEWRULE()),
    NFT_MSG_GETRULE(nftables_h.NFT_MSG_GETRULE()),
    NFT_MSG_DELRULE(nftables_h.NFT_MSG_DELRULE()),
    NFT_MSG_NEWSET(nftables_h.NFT_MSG_NEWSET()),
    NFT_MSG_GETSET(nftables_h.NFT_MSG_GETSET()),
    NFT_MSG_DELSET(nftables_h.NFT_MSG_DELSET()),
    NFT_MSG_NEWSETELEM(nftables_h.NFT_MSG_NEWSETELEM()),
    NFT_MSG_GETSETELEM(nftables_h.NFT_MSG_GETSETELEM()),
    NFT_MSG_DELSETELEM(nftables_h.NFT_MSG_DELSETELEM()),
    NFT_MSG_GETGEN(nftables_h.NFT_MSG_GETGEN());

    private final int number;

    NftMessageType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return nftables_h.NFNL_SUBSYS_NFTABLES() << Byte.SIZE | number;
    }
}
