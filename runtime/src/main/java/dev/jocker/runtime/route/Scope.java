package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.netlink.Code;

/** How far an address is valid, or how far away a route leads. Any other number from 1 to 199 is an administrator's. */
public enum Scope implements Code {
    RT_SCOPE_UNIVERSE(rtnetlink_h.RT_SCOPE_UNIVERSE()),
    RT_SCOPE_SITE(rtnetlink_h.RT_SCOPE_SITE()),
    RT_SCOPE_LINK(rtnetlink_h.RT_SCOPE_LINK()),
    RT_SCOPE_HOST(rtnetlink_h.RT_SCOPE_HOST()),
    RT_SCOPE_NOWHERE(rtnetlink_h.RT_SCOPE_NOWHERE());

    private final int number;

    Scope(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The constant with this number, or null. */
    static Scope of(int number) {
        return Code.find(values(), number);
    }
}
