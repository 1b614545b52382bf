package dev.jocker.runtime.route;

import dev.jocker.bindings.socket_h;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Code;

/** The two families of internet addresses, {@code address_families(7)}. */
public enum Family implements Code {
    AF_INET(socket_h.AF_INET()),
    AF_INET6(socket_h.AF_INET6());

    private final int number;

    Family(int number) {
        this.number = number;
    }

    @Override
    public int number() {
        return number;
    }

    /** The address's. */
    public static Family of(IpAddress address) {
        return address.isV4() ? AF_INET : AF_INET6;
    }

    /** The one with this number, or null: there are families without such addresses. */
    static Family of(int number) {
        return Code.find(values(), number);
    }

    /** Its address of zeros: 0.0.0.0, or ::. */
    public IpAddress any() {
        return this == AF_INET ? IpAddress.anyV4() : IpAddress.anyV6();
    }
}
