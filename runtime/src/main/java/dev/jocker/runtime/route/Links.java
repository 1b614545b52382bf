package dev.jocker.runtime.route;

import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The links of a network namespace, {@code ip-link(8)}. A link is named by its index, which it keeps, or by a name of its. */
public final class Links {
    private final NetlinkSocket socket;
    private final Outbox outbox;

    Links(NetlinkSocket socket, Outbox outbox) {
        this.socket = socket;
        this.outbox = outbox;
    }

    /**
     * Makes a link. EEXIST if there is one of that name.
     *
     * <p><i>Equivalent to:</i> {@code ip link add br0 type bridge}
     */
    public void add(NewLink link) throws IOException {
        outbox.put(LinkCodec.add(link));
    }

    /**
     * Changes what the settings name, all in one message. The kernel does one after the other: when it refuses one, those before it are done.
     *
     * <p><i>Equivalent to:</i> {@code ip link set dev veth0 up mtu 1400 master br0}
     */
    public void set(int index, LinkSettings settings) throws IOException {
        outbox.put(LinkCodec.set(index, "", settings));
    }

    /**
     * As {@link #set(int, LinkSettings)}, for a link by its name, in one message: no other can have taken the name between a look-up and the
     * change.
     */
    public void set(String name, LinkSettings settings) throws IOException {
        outbox.put(LinkCodec.set(0, name, settings));
    }

    /** <i>Equivalent to:</i> {@code ip link set dev veth0 up}. */
    public void setUp(int index) throws IOException {
        set(index, LinkSettings.NONE.up());
    }

    /** <i>Equivalent to:</i> {@code ip link set dev veth0 up}. */
    public void setUp(String name) throws IOException {
        set(name, LinkSettings.NONE.up());
    }

    /** <i>Equivalent to:</i> {@code ip link set dev veth0 down}. */
    public void setDown(int index) throws IOException {
        set(index, LinkSettings.NONE.down());
    }

    /** <i>Equivalent to:</i> {@code ip link set dev veth0 name eth0}. */
    public void rename(int index, String name) throws IOException {
        set(index, LinkSettings.NONE.name(name));
    }

    /** Makes a link a port of another. <i>Equivalent to:</i> {@code ip link set dev veth0 master br0}. */
    public void attach(int index, int master) throws IOException {
        set(index, LinkSettings.NONE.master(master));
    }

    /** <i>Equivalent to:</i> {@code ip link set dev veth0 nomaster}. */
    public void detach(int index) throws IOException {
        set(index, LinkSettings.NONE.noMaster());
    }

    /**
     * Moves a link into another network namespace. It arrives there down and without addresses, and with another index if its own is taken.
     *
     * <p><i>Equivalent to:</i> {@code ip link set dev veth0 netns NAME}
     */
    public void move(int index, Fd namespace) throws IOException {
        set(index, LinkSettings.NONE.namespace(namespace));
    }

    /** Deletes a link; of a veth pair, both ends. <i>Equivalent to:</i> {@code ip link delete dev veth0}. */
    public void delete(int index) throws IOException {
        outbox.put(LinkCodec.delete(index, ""));
    }

    /** Deletes a link by its name, in one message. <i>Equivalent to:</i> {@code ip link delete dev veth0}. */
    public void delete(String name) throws IOException {
        outbox.put(LinkCodec.delete(0, name));
    }

    /** Gives a link further names. <i>Equivalent to:</i> {@code ip link property add dev veth0 altname one altname two}. */
    public void addNames(int index, List<String> names) throws IOException {
        outbox.put(LinkCodec.addNames(index, names));
    }

    /** Takes further names away. <i>Equivalent to:</i> {@code ip link property del dev veth0 altname one}. */
    public void deleteNames(int index, List<String> names) throws IOException {
        outbox.put(LinkCodec.deleteNames(index, names));
    }

    /** All links, with statistics. <i>Equivalent to:</i> {@code ip -s -d link show}. */
    public List<Link> list() throws IOException {
        return list(List.of());
    }

    /** The links that are ports of another. <i>Equivalent to:</i> {@code ip link show master br0}. */
    public List<Link> portsOf(int master) throws IOException {
        return list(List.of(new LinkAttribute.Master(master)));
    }

    /** The links of a kind. <i>Equivalent to:</i> {@code ip link show type bridge}. */
    public List<Link> ofKind(String kind) throws IOException {
        var wanted = new LinkKind.Other(kind, Bytes.NONE);
        return list(List.of(new LinkAttribute.Info(wanted, List.of(), null)));
    }

    private List<Link> list(List<LinkAttribute> filter) throws IOException {
        List<Link> links = new ArrayList<>();
        for (Message message : socket.dump(LinkCodec.list(filter))) {
            links.add(read(message));
        }
        return links;
    }

    /** One link; ENODEV if there is none. <i>Equivalent to:</i> {@code ip link show dev veth0}. */
    public Link get(int index) throws IOException {
        return read(socket.ask(LinkCodec.get(index, "")));
    }

    /** The link of a name, if there is one. <i>Equivalent to:</i> {@code ip link show dev veth0}. */
    public Optional<Link> find(String name) throws IOException {
        try {
            return Optional.of(get(name));
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The link of a name; ENODEV if there is none. <i>Equivalent to:</i> {@code ip link show dev veth0}. */
    public Link get(String name) throws IOException {
        return read(socket.ask(LinkCodec.get(0, LinkName.check(name))));
    }

    /** The index of the link of a name, and nothing else of what the kernel tells; ENODEV if there is none. */
    public int index(String name) throws IOException {
        return LinkHeader.read(socket.ask(LinkCodec.get(0, LinkName.check(name))))
                .index();
    }

    /** What a notification says of a link: RTM_NEWLINK, RTM_DELLINK. */
    public static Link read(Message message) throws MalformedMessageException {
        return LinkCodec.read(message);
    }
}
