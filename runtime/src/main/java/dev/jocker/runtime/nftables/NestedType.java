package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of attributes that are in others: lists, data, verdicts, hooks. */
enum NestedType implements Code {
    NFTA_LIST_ELEM(nftables_h.NFTA_LIST_ELEM()),
    NFTA_DATA_VALUE(nftables_h.NFTA_DATA_VALUE()),
    NFTA_DATA_VERDICT(nftables_h.NFTA_DATA_VERDICT()),
    NFTA_VERDICT_CODE(nftables_h.NFTA_VERDICT_CODE()),
    NFTA_VERDICT_CHAIN(nftables_h.NFTA_VERDICT_CHAIN()),
    NFTA_HOOK_HOOKNUM(nftables_h.NFTA_HOOK_HOOKNUM()),
    NFTA_HOOK_PRIORITY(nftables_h.NFTA_HOOK_PRIORITY()),
    NFTA_EXPR_NAME(nftables_h.NFTA_EXPR_NAME()),
    NFTA_EXPR_DATA(nftables_h.NFTA_EXPR_DATA()),
    NFTA_SET_DESC_CONCAT(nftables_h.NFTA_SET_DESC_CONCAT()),
    NFTA_SET_FIELD_LEN(nftables_h.NFTA_SET_FIELD_LEN()),
    NFNL_BATCH_GENID(nftables_h.NFNL_BATCH_GENID()),
    NFTA_GEN_ID(nftables_h.NFTA_GEN_ID());

    private final int number;

    NestedType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
