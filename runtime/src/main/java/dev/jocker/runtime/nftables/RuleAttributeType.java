package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of a rule's attributes. */
enum RuleAttributeType implements Code {
    NFTA_RULE_TABLE(nftables_h.NFTA_RULE_TABLE()),
    NFTA_RULE_CHAIN(nftables_h.NFTA_RULE_CHAIN()),
    NFTA_RULE_HANDLE(nftables_h.NFTA_RULE_HANDLE()),
    NFTA_RULE_EXPRESSIONS(nftables_h.NFTA_RULE_EXPRESSIONS()),
    NFTA_RULE_POSITION(nftables_h.NFTA_RULE_POSITION()),
    NFTA_RULE_USERDATA(nftables_h.NFTA_RULE_USERDATA());

    private final int number;

    RuleAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static RuleAttributeType of(int number) {
        return Code.find(values(), number);
    }
}
