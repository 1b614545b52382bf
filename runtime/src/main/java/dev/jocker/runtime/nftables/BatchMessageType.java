package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** What a batch begins and ends with. */
enum BatchMessageType implements Code {
    NFNL_MSG_BATCH_BEGIN(nftables_h.NFNL_MSG_BATCH_BEGIN()),
    NFNL_MSG_BATCH_END(nftables_h.NFNL_MSG_BATCH_END());

    private final int number;

    BatchMessageType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
