package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Types of the attributes of expressions; each expression has its own, which count from 1. */
enum ExpressionAttributeType implements Code {
    NFTA_META_DREG(nftables_h.NFTA_META_DREG()),
    NFTA_META_KEY(nftables_h.NFTA_META_KEY()),
    NFTA_META_SREG(nftables_h.NFTA_META_SREG()),
    NFTA_CMP_SREG(nftables_h.NFTA_CMP_SREG()),
    NFTA_CMP_OP(nftables_h.NFTA_CMP_OP()),
    NFTA_CMP_DATA(nftables_h.NFTA_CMP_DATA()),
    NFTA_PAYLOAD_DREG(nftables_h.NFTA_PAYLOAD_DREG()),
    NFTA_PAYLOAD_BASE(nftables_h.NFTA_PAYLOAD_BASE()),
    NFTA_PAYLOAD_OFFSET(nftables_h.NFTA_PAYLOAD_OFFSET()),
    NFTA_PAYLOAD_LEN(nftables_h.NFTA_PAYLOAD_LEN()),
    NFTA_LOOKUP_SET(nftables_h.NFTA_LOOKUP_SET()),
    NFTA_LOOKUP_SREG(nftables_h.NFTA_LOOKUP_SREG()),
    NFTA_LOOKUP_DREG(nftables_h.NFTA_LOOKUP_DREG()),
    NFTA_LOOKUP_SET_ID(nftables_h.NFTA_LOOKUP_SET_ID()),
    NFTA_LOOKUP_FLAGS(nftables_h.NFTA_LOOKUP_FLAGS()),
    NFTA_IMMEDIATE_DREG(nftables_h.NFTA_IMMEDIATE_DREG()),
    NFTA_IMMEDIATE_DATA(nftables_h.NFTA_IMMEDIATE_DATA()),
    NFTA_NAT_TYPE(nftables_h.NFTA_NAT_TYPE()),
    NFTA_NAT_FAMILY(nftables_h.NFTA_NAT_FAMILY()),
    NFTA_NAT_REG_ADDR_MIN(nftables_h.NFTA_NAT_REG_ADDR_MIN()),
    NFTA_NAT_REG_ADDR_MAX(nftables_h.NFTA_NAT_REG_ADDR_MAX()),
    NFTA_NAT_REG_PROTO_MIN(nftables_h.NFTA_NAT_REG_PROTO_MIN()),
    NFTA_NAT_REG_PROTO_MAX(nftables_h.NFTA_NAT_REG_PROTO_MAX()),
    NFTA_NAT_FLAGS(nftables_h.NFTA_NAT_FLAGS()),
    NFTA_MASQ_FLAGS(nftables_h.NFTA_MASQ_FLAGS()),
    NFTA_REDIR_REG_PROTO_MIN(nftables_h.NFTA_REDIR_REG_PROTO_MIN()),
    NFTA_REDIR_REG_PROTO_MAX(nftables_h.NFTA_REDIR_REG_PROTO_MAX()),
    NFTA_REDIR_FLAGS(nftables_h.NFTA_REDIR_FLAGS()),
    NFTA_COUNTER_BYTES(nftables_h.NFTA_COUNTER_BYTES()),
    NFTA_COUNTER_PACKETS(nftables_h.NFTA_COUNTER_PACKETS()),
    NFTA_CT_DREG(nftables_h.NFTA_CT_DREG()),
    NFTA_CT_KEY(nftables_h.NFTA_CT_KEY()),
    NFTA_CT_SREG(nftables_h.NFTA_CT_SREG()),
    NFTA_BITWISE_SREG(nftables_h.NFTA_BITWISE_SREG()),
    NFTA_BITWISE_DREG(nftables_h.NFTA_BITWISE_DREG()),
    NFTA_BITWISE_LEN(nftables_h.NFTA_BITWISE_LEN()),
    NFTA_BITWISE_OP(nftables_h.NFTA_BITWISE_OP()),
    NFTA_BITWISE_MASK(nftables_h.NFTA_BITWISE_MASK()),
    NFTA_BITWISE_XOR(nftables_h.NFTA_BITWISE_XOR()),
    NFTA_FIB_DREG(nftables_h.NFTA_FIB_DREG()),
    NFTA_FIB_RESULT(nftables_h.NFTA_FIB_RESULT()),
    NFTA_FIB_FLAGS(nftables_h.NFTA_FIB_FLAGS()),
    NFTA_REJECT_TYPE(nftables_h.NFTA_REJECT_TYPE()),
    NFTA_REJECT_ICMP_CODE(nftables_h.NFTA_REJECT_ICMP_CODE());

    private final int number;

    ExpressionAttributeType(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
