package dev.jocker.runtime.route;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.syscall.Flags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The addresses of links, {@code ip-address(8)}. */
public final class Addresses {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    Addresses(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /** Adds an address; EEXIST if the link has it. <i>Equivalent to:</i> {@code ip address add 10.0.0.1/24 dev eth0}. */
    public void add(Address address) throws IOException {
        outbox.put(AddressCodec.add(address, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL)));
    }

    /** As {@link #add(Address)}, with nothing but the address. */
    public void add(int link, Cidr address) throws IOException {
        add(Address.of(link, address));
    }

    /** Adds an address, or changes its lifetimes and flags if it is there. <i>Equivalent to:</i> {@code ip address replace 10.0.0.1/24 dev eth0}. */
    public void replace(Address address) throws IOException {
        outbox.put(AddressCodec.add(address, Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_REPLACE)));
    }

    /** Deletes an address; EADDRNOTAVAIL if the link has it not. <i>Equivalent to:</i> {@code ip address delete 10.0.0.1/24 dev eth0}. */
    public void delete(Address address) throws IOException {
        outbox.put(AddressCodec.delete(address));
    }

    /** All addresses. <i>Equivalent to:</i> {@code ip address show}. */
    public List<Address> list() throws IOException {
        return list(0);
    }

    /** The addresses of one link. <i>Equivalent to:</i> {@code ip address show dev eth0}. */
    public List<Address> list(int link) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (Message message : socket.dump(AddressCodec.list(0, link))) {
            Address address = read(message);
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** What a notification says of an address, RTM_NEWADDR or RTM_DELADDR; null for one that is none of the internet's. */
    public static Address read(Message message) throws MalformedMessageException {
        return AddressCodec.read(message);
    }
}
