package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.ChainAttributeType.*;
import static dev.jocker.runtime.nftables.NestedType.*;
import static dev.jocker.runtime.nftables.RuleAttributeType.*;
import static dev.jocker.runtime.nftables.TableAttributeType.*;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages about tables, chains and rules: struct nfgenmsg, then attributes, whose numbers are big-endian. Sets are in {@link SetCodec}.
 *
 * <pre>
 *  0       1       2               4
 * +-------+-------+---------------+
 * |family |version| resource      |   version 0; resource: big-endian, 0, or for a batch the subsystem
 * +-------+-------+---------------+
 * </pre>
 */
final class NftCodec {
    static final int BYTES = 4; // NftCodecTest compares with the bindings

    private NftCodec() {}

    static Bytes header(int family, int resource) {
        ByteBuffer struct = Bytes.struct(BYTES).order(ByteOrder.BIG_ENDIAN);
        return Bytes.of(struct.put((byte) family).put((byte) 0).putShort((short) resource));
    }

    private static AttributeWriter about(Table table) {
        return AttributeWriter.after(header(table.family().number(), 0));
    }

    static AttributeWriter newTable(Table table) {
        return about(table).string(NFTA_TABLE_NAME, table.name()).u32be(NFTA_TABLE_FLAGS, 0);
    }

    static AttributeWriter named(Table table) {
        return about(table).string(NFTA_TABLE_NAME, table.name());
    }

    static AttributeWriter newChain(Chain chain) {
        AttributeWriter writer = named(chain);
        if (chain.base() != null) {
            Chain.Base base = chain.base();
            writer.string(NFTA_CHAIN_TYPE, base.kind().word());
            if (base.policy() != null) {
                writer.u32be(NFTA_CHAIN_POLICY, base.policy().code());
            }
            writer.flaggedNested(
                    NFTA_CHAIN_HOOK,
                    hook -> hook.u32be(NFTA_HOOK_HOOKNUM, base.hook()).u32be(NFTA_HOOK_PRIORITY, base.priority()));
        }
        return writer;
    }

    static AttributeWriter named(Chain chain) {
        return about(chain.table())
                .string(NFTA_CHAIN_TABLE, chain.table().name())
                .string(NFTA_CHAIN_NAME, chain.name());
    }

    static AttributeWriter newRule(Rule rule) {
        AttributeWriter writer =
                about(rule.table()).string(NFTA_RULE_TABLE, rule.table().name()).string(NFTA_RULE_CHAIN, rule.chain());
        writer.flaggedNested(
                NFTA_RULE_EXPRESSIONS,
                list -> rule.expressions()
                        .forEach(expression -> list.flaggedNested(
                                NFTA_LIST_ELEM, element -> ExpressionCodec.write(expression, element))));
        return rule.userData().size() == 0 ? writer : writer.bytes(NFTA_RULE_USERDATA, rule.userData());
    }

    /** The rule with this handle; 0: all rules of the chain. */
    static AttributeWriter rules(Table table, String chain, long handle) {
        AttributeWriter writer = about(table).string(NFTA_RULE_TABLE, table.name());
        if (chain != null) {
            writer.string(NFTA_RULE_CHAIN, chain);
        }
        return handle == 0 ? writer : writer.u64be(NFTA_RULE_HANDLE, handle);
    }

    /** The table that a message is about; null if its family has no name here. */
    static Table table(Message message, String name) throws MalformedMessageException {
        NftFamily family = NftFamily.of(Byte.toUnsignedInt(message.struct(BYTES).get(0)));
        return family == null ? null : new Table(family, name);
    }

    static Table readTable(Message message) throws MalformedMessageException {
        String name = "";
        for (Attribute attribute : message.attributes(BYTES)) {
            if (attribute.type() == NFTA_TABLE_NAME.number()) {
                name = attribute.string();
            }
        }
        return table(message, name);
    }

    static Chain readChain(Message message) throws MalformedMessageException {
        String table = "";
        String name = "";
        Chain.Kind kind = null;
        Verdict policy = null;
        Attribute hook = null;
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (ChainAttributeType.of(attribute.type())) {
                case NFTA_CHAIN_TABLE -> table = attribute.string();
                case NFTA_CHAIN_NAME -> name = attribute.string();
                case NFTA_CHAIN_TYPE -> kind = Chain.Kind.of(attribute.string());
                case NFTA_CHAIN_POLICY -> policy = new Verdict(attribute.s32be(), null);
                case NFTA_CHAIN_HOOK -> hook = attribute;
                case NFTA_CHAIN_HANDLE -> {}
                case null -> {} // counters, devices, flags
            }
        }
        Table in = table(message, table);
        return in == null ? null : new Chain(in, name, hook == null ? null : readBase(kind, policy, hook));
    }

    private static Chain.Base readBase(Chain.Kind kind, Verdict policy, Attribute nest)
            throws MalformedMessageException {
        int hook = 0;
        int priority = 0;
        for (Attribute attribute : nest.nested()) {
            if (attribute.type() == NFTA_HOOK_HOOKNUM.number()) {
                hook = attribute.s32be();
            } else if (attribute.type() == NFTA_HOOK_PRIORITY.number()) {
                priority = attribute.s32be();
            }
        }
        return new Chain.Base(kind, hook, priority, policy);
    }

    static Rule readRule(Message message) throws MalformedMessageException {
        String table = "";
        String chain = "";
        long handle = 0;
        List<Expression> expressions = new ArrayList<>();
        Bytes userData = Bytes.NONE;
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (RuleAttributeType.of(attribute.type())) {
                case NFTA_RULE_TABLE -> table = attribute.string();
                case NFTA_RULE_CHAIN -> chain = attribute.string();
                case NFTA_RULE_HANDLE -> handle = attribute.u64be();
                case NFTA_RULE_USERDATA -> userData = attribute.value();
                case NFTA_RULE_EXPRESSIONS -> {
                    for (Attribute element : attribute.nested()) {
                        expressions.add(ExpressionCodec.read(element.nested()));
                    }
                }
                case NFTA_RULE_POSITION -> {}
                case null -> {} // what iptables-nft keeps
            }
        }
        Table in = table(message, table);
        return in == null ? null : new Rule(in, chain, handle, expressions, userData);
    }

    static long readGeneration(Message message) throws MalformedMessageException {
        for (Attribute attribute : message.attributes(BYTES)) {
            if (attribute.type() == NFTA_GEN_ID.number()) {
                return attribute.u32be();
            }
        }
        throw new MalformedMessageException("a generation without its number");
    }

    /**
     * What opens a batch.
     *
     * @param generation that must still be; 0: any
     */
    static AttributeWriter batch(long generation) {
        var writer = AttributeWriter.after(header(0, nftables_h.NFNL_SUBSYS_NFTABLES()));
        return generation == 0 ? writer : writer.u32be(NFNL_BATCH_GENID, generation);
    }
}
