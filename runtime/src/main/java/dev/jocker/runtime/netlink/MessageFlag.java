package dev.jocker.runtime.netlink;

import dev.jocker.bindings.netlink_h;
import dev.jocker.runtime.syscall.Flag;

/** Flags of any message's header. The others depend on its use: {@link GetFlag}, {@link NewFlag}, {@link DeleteFlag}. */
public enum MessageFlag implements Flag {
    NLM_F_REQUEST(netlink_h.NLM_F_REQUEST()),
    NLM_F_MULTI(netlink_h.NLM_F_MULTI()),
    NLM_F_ACK(netlink_h.NLM_F_ACK()),
    NLM_F_ECHO(netlink_h.NLM_F_ECHO()),
    NLM_F_DUMP_INTR(netlink_h.NLM_F_DUMP_INTR()),
    NLM_F_DUMP_FILTERED(netlink_h.NLM_F_DUMP_FILTERED());

    private final long bits;

    MessageFlag(long bits) {
        this.bits = bits;
    }

    @Override
    public long bits() {
        return bits;
    }
}
