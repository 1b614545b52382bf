package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.BatchMessageType.*;
import static dev.jocker.runtime.nftables.NftMessageType.*;

import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.NetlinkException;
import dev.jocker.runtime.netlink.NetlinkSocket;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that are made all at once or not at all, and that no packet sees half: a transaction. {@link #commit} sends them; what refers to
 * something must come after it.
 *
 * <pre>
 * NFNL_MSG_BATCH_BEGIN   NFT_MSG_NEWTABLE   NFT_MSG_NEWCHAIN …   NFNL_MSG_BATCH_END
 * </pre>
 *
 * <p><i>Equivalent to:</i> {@code nft -f FILE}
 */
public final class Batch {
    /** So that their attribute is shorter than the 64 KiB that one can be, whatever they are. */
    private static final int ELEMENTS_TOGETHER = 150;

    private final NetlinkSocket socket;
    private final List<Change> changes = new ArrayList<>();
    private long generation;
    private int sets;

    Batch(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** A batch for somebody else to send: {@link #encode}. */
    public static Batch unsent() {
        return new Batch(null);
    }

    private record Change(NftMessageType type, Flags<NewFlag> flags, String subject, AttributeWriter content) {}

    private Batch put(NftMessageType type, String subject, AttributeWriter content, NewFlag... flags) {
        Flags<NewFlag> all = Flags.none(NewFlag.class);
        for (NewFlag flag : flags) {
            all = all.with(flag);
        }
        changes.add(new Change(type, all, subject, content));
        return this;
    }

    /** Adds a table, unless it is there. <i>Equivalent to:</i> {@code add table inet NAME}. */
    public Batch add(Table table) {
        return put(NFT_MSG_NEWTABLE, table.toString(), NftCodec.newTable(table));
    }

    /** Deletes a table with all that is in it; ENOENT if it is not there. <i>Equivalent to:</i> {@code delete table inet NAME}. */
    public Batch delete(Table table) {
        return put(NFT_MSG_DELTABLE, table.toString(), NftCodec.named(table));
    }

    /** Adds a chain, unless it is there. <i>Equivalent to:</i> {@code add chain inet TABLE NAME}. */
    public Batch add(Chain chain) {
        return put(NFT_MSG_NEWCHAIN, chain.toString(), NftCodec.newChain(chain), NewFlag.NLM_F_CREATE);
    }

    /** Deletes a chain; EBUSY if a rule leads to it. <i>Equivalent to:</i> {@code delete chain inet TABLE NAME}. */
    public Batch delete(Chain chain) {
        return put(NFT_MSG_DELCHAIN, chain.toString(), NftCodec.named(chain));
    }

    /** Deletes the rules of a chain. <i>Equivalent to:</i> {@code flush chain inet TABLE NAME}. */
    public Batch flush(Chain chain) {
        return put(NFT_MSG_DELRULE, chain.toString(), NftCodec.rules(chain.table(), chain.name(), 0));
    }

    /** Deletes the rules of all chains of a table. <i>Equivalent to:</i> {@code flush table inet NAME}. */
    public Batch flush(Table table) {
        return put(NFT_MSG_DELRULE, table.toString(), NftCodec.rules(table, null, 0));
    }

    /** Adds a set or map, unless it is there. <i>Equivalent to:</i> {@code add set inet TABLE NAME '{ … }'}. */
    public Batch add(Set set) {
        return put(NFT_MSG_NEWSET, set.toString(), SetCodec.newSet(set, ++sets), NewFlag.NLM_F_CREATE);
    }

    /** Deletes a set or map; EBUSY if a rule looks into it. <i>Equivalent to:</i> {@code delete set inet TABLE NAME}. */
    public Batch delete(Set set) {
        return put(NFT_MSG_DELSET, set.toString(), SetCodec.named(set));
    }

    /** Adds elements; one that is there already stays. <i>Equivalent to:</i> {@code add element inet TABLE NAME '{ … }'}. */
    public Batch add(Set set, List<Element> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_TOGETHER) {
            List<Element> some = elements.subList(from, Math.min(from + ELEMENTS_TOGETHER, elements.size()));
            put(NFT_MSG_NEWSETELEM, set.toString(), SetCodec.elements(set, some), NewFlag.NLM_F_CREATE);
        }
        return this;
    }

    /** Adds elements; EEXIST if one is there already. <i>Equivalent to:</i> {@code create element inet TABLE NAME '{ … }'}. */
    public Batch create(Set set, List<Element> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_TOGETHER) {
            List<Element> some = elements.subList(from, Math.min(from + ELEMENTS_TOGETHER, elements.size()));
            AttributeWriter content = SetCodec.elements(set, some);
            put(NFT_MSG_NEWSETELEM, set.toString(), content, NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL);
        }
        return this;
    }

    /** Deletes elements; ENOENT if one is not there. <i>Equivalent to:</i> {@code delete element inet TABLE NAME '{ … }'}. */
    public Batch delete(Set set, List<Element> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_TOGETHER) {
            List<Element> some = elements.subList(from, Math.min(from + ELEMENTS_TOGETHER, elements.size()));
            put(NFT_MSG_DELSETELEM, set.toString(), SetCodec.elements(set, some));
        }
        return this;
    }

    /** Deletes all elements. <i>Equivalent to:</i> {@code flush set inet TABLE NAME}. */
    public Batch flush(Set set) {
        return put(NFT_MSG_DELSETELEM, set.toString(), SetCodec.elementsOf(set));
    }

    /** Adds a rule behind the others of its chain. <i>Equivalent to:</i> {@code add rule inet TABLE CHAIN …}. */
    public Batch add(Rule rule) {
        NewFlag[] flags = {NewFlag.NLM_F_CREATE, NewFlag.NLM_F_APPEND};
        return put(NFT_MSG_NEWRULE, rule.table() + " " + rule.chain(), NftCodec.newRule(rule), flags);
    }

    /** Adds a rule before the others of its chain. <i>Equivalent to:</i> {@code insert rule inet TABLE CHAIN …}. */
    public Batch insert(Rule rule) {
        String subject = rule.table() + " " + rule.chain();
        return put(NFT_MSG_NEWRULE, subject, NftCodec.newRule(rule), NewFlag.NLM_F_CREATE);
    }

    /** Deletes a rule that was listed. <i>Equivalent to:</i> {@code delete rule inet TABLE CHAIN handle NUMBER}. */
    public Batch delete(Rule rule) {
        if (rule.handle() == 0) {
            throw new IllegalArgumentException("a rule without a handle was not listed, and cannot be deleted");
        }
        String subject = rule.table() + " " + rule.chain() + " handle " + rule.handle();
        return put(NFT_MSG_DELRULE, subject, NftCodec.rules(rule.table(), rule.chain(), rule.handle()));
    }

    /** Makes the batch fail with ERESTART if somebody has changed something since: {@link Nftables#generation}. */
    public Batch onlyIn(long generationOfThen) {
        generation = generationOfThen;
        return this;
    }

    /** How many changes there are. */
    public int size() {
        return changes.size();
    }

    /**
     * Makes the changes, and empties the batch.
     *
     * @throws NetlinkException the first that was refused, {@link NetlinkException#index} tells which; then none was made
     * @throws IllegalStateException if it is {@link #unsent}
     */
    public void commit() throws IOException {
        if (socket == null) {
            throw new IllegalStateException("a batch that somebody else sends");
        }
        List<Request> requests = requests();
        changes.clear();
        if (requests.size() > 2) {
            socket.executeAll(requests);
        }
    }

    /**
     * The datagram that makes the changes, for any socket of netlink's netfilter, {@code sendto(2)}; it stays right as long as what it refers
     * to is there. The kernel's answer is that to the last change.
     */
    public byte[] encode() {
        var datagram = new ByteArrayOutputStream();
        List<Request> requests = requests();
        for (int i = 0; i < requests.size(); i++) {
            datagram.writeBytes(requests.get(i).encode(i + 1));
        }
        return datagram.toByteArray();
    }

    /** The last change is acknowledged, by which we know that all were made; the others speak up only when refused. */
    List<Request> requests() {
        List<Request> requests = new ArrayList<>();
        requests.add(Request.opening(NFNL_MSG_BATCH_BEGIN, "", NftCodec.batch(generation)));
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            requests.add(
                    i == changes.size() - 1
                            ? Request.command(change.type, change.flags, change.subject, change.content)
                            : Request.silent(change.type, change.flags, change.subject, change.content));
        }
        requests.add(Request.silent(NFNL_MSG_BATCH_END, Flags.none(NewFlag.class), "", NftCodec.batch(0)));
        return requests;
    }
}
