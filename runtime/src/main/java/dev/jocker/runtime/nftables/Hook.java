package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Code;

/** Where in the way of a packet a chain stands, for the families of the internet. */
public enum Hook implements Code {
    NF_INET_PRE_ROUTING(nftables_h.NF_INET_PRE_ROUTING()),
    NF_INET_LOCAL_IN(nftables_h.NF_INET_LOCAL_IN()),
    NF_INET_FORWARD(nftables_h.NF_INET_FORWARD()),
    NF_INET_LOCAL_OUT(nftables_h.NF_INET_LOCAL_OUT()),
    NF_INET_POST_ROUTING(nftables_h.NF_INET_POST_ROUTING());

    private final int number;

    Hook(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }
}
