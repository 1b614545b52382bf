package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.NftMessageType.*;

import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.netlink.NetlinkProtocol;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Errno;
import dev.jocker.runtime.syscall.Fd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packet filter of one network namespace: what {@code nft(8)} shows and changes. Changes are made by a {@link Batch}. */
public final class Nftables implements AutoCloseable {
    private final NetlinkSocket socket;

    private Nftables(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** For the thread's network namespace; it stays that one's on any thread. */
    public static Nftables open() throws IOException {
        return new Nftables(NetlinkSocket.open(NetlinkProtocol.NETLINK_NETFILTER));
    }

    /** For another network namespace, which stays the caller's, who can close it at once. */
    public static Nftables in(Fd namespace) throws IOException {
        return new Nftables(NetlinkSocket.open(NetlinkProtocol.NETLINK_NETFILTER, namespace));
    }

    /** Collects changes, to be made all or none. */
    public Batch batch() {
        return new Batch(socket);
    }

    /** A number that every batch that changes something counts up. */
    public long generation() throws IOException {
        return NftCodec.readGeneration(socket.ask(Request.query(NFT_MSG_GETGEN, "", everything())));
    }

    private static AttributeWriter everything() {
        return AttributeWriter.after(NftCodec.header(0, 0));
    }

    /** All tables. <i>Equivalent to:</i> {@code nft list tables}. */
    public List<Table> tables() throws IOException {
        return list(Request.dump(NFT_MSG_GETTABLE, "", everything()), NftCodec::readTable);
    }

    /** All chains of all tables. <i>Equivalent to:</i> {@code nft list chains}. */
    public List<Chain> chains() throws IOException {
        return list(Request.dump(NFT_MSG_GETCHAIN, "", everything()), NftCodec::readChain);
    }

    /** All sets and maps of all tables, but those that hold what this library has no name for. <i>Equivalent to:</i> {@code nft list sets}. */
    public List<Set> sets() throws IOException {
        return list(Request.dump(NFT_MSG_GETSET, "", everything()), SetCodec::readSet);
    }

    /** What is in a set or map. <i>Equivalent to:</i> {@code nft list set inet TABLE NAME}. */
    public List<Element> elements(Set set) throws IOException {
        List<Element> elements = new ArrayList<>();
        for (Message message :
                socket.dump(Request.dump(NFT_MSG_GETSETELEM, set.toString(), SetCodec.elementsOf(set)))) {
            elements.addAll(SetCodec.readElements(message));
        }
        return elements;
    }

    /**
     * The element of a set or map that has this key, if there is one; of a set of ranges, what is known of the range in which it is.
     *
     * <p><i>Equivalent to:</i> {@code nft get element inet TABLE NAME '{ KEY }'}
     *
     * @return none, too, where there is no such set: the kernel says the same of both
     */
    public Optional<Element> find(Set set, Bytes key) throws IOException {
        AttributeWriter which = SetCodec.elements(set, List.of(Element.of(key)));
        try {
            List<Element> found =
                    SetCodec.readElements(socket.ask(Request.query(NFT_MSG_GETSETELEM, set.toString(), which)));
            return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
        } catch (NetlinkException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The rules of a chain in their order. <i>Equivalent to:</i> {@code nft -a list chain inet TABLE NAME}. */
    public List<Rule> rules(Chain chain) throws IOException {
        AttributeWriter which = NftCodec.rules(chain.table(), chain.name(), 0);
        return list(Request.dump(NFT_MSG_GETRULE, chain.toString(), which), NftCodec::readRule);
    }

    private interface Reading<T> {
        /** Null for what has no name here. */
        T read(Message message) throws MalformedMessageException;
    }

    private <T> List<T> list(Request request, Reading<T> reading) throws IOException {
        List<T> all = new ArrayList<>();
        for (Message message : socket.dump(request)) {
            T read = reading.read(message);
            if (read != null) {
                all.add(read);
            }
        }
        return all;
    }

    @Override
    public void close() {
        socket.close();
    }
}
