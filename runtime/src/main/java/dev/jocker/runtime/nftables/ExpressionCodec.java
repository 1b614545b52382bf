package dev.jocker.runtime.nftables;

import static dev.jocker.runtime.nftables.ExpressionAttributeType.*;
import static dev.jocker.runtime.nftables.NestedType.*;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.Code;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.nftables.Expression.*;
import dev.jocker.runtime.syscall.Flag;
import dev.jocker.runtime.syscall.Flags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions as attributes: a name, and the data of that name. All numbers are big-endian.
 *
 * <pre>
 * NFTA_LIST_ELEM { NFTA_EXPR_NAME "cmp"
 *                  NFTA_EXPR_DATA { NFTA_CMP_SREG 1, NFTA_CMP_OP 0, NFTA_CMP_DATA { NFTA_DATA_VALUE … } } }
 * </pre>
 */
final class ExpressionCodec {
    private ExpressionCodec() {}

    static void write(Expression expression, AttributeWriter element) {
        element.string(NFTA_EXPR_NAME, name(expression));
        element.flaggedNested(NFTA_EXPR_DATA, data -> writeData(expression, data));
    }

    private static String name(Expression expression) {
        return switch (expression) {
            case Payload p -> "payload";
            case Meta m -> "meta";
            case MetaSet m -> "meta";
            case Ct c -> "ct";
            case CtSet c -> "ct";
            case Fib f -> "fib";
            case Compare c -> "cmp";
            case Bitwise b -> "bitwise";
            case Lookup l -> "lookup";
            case Immediate i -> "immediate";
            case Decide d -> "immediate";
            case Counter c -> "counter";
            case Nat n -> "nat";
            case Masquerade m -> "masq";
            case Redirect r -> "redir";
            case Reject r -> "reject";
            case Unknown u -> u.name();
        };
    }

    private static void writeData(Expression expression, AttributeWriter data) {
        switch (expression) { // no default: a new expression must not compile
            case Payload(var register, var base, var offset, var length) ->
                data.u32be(NFTA_PAYLOAD_DREG, register)
                        .u32be(NFTA_PAYLOAD_BASE, base.number())
                        .u32be(NFTA_PAYLOAD_OFFSET, offset)
                        .u32be(NFTA_PAYLOAD_LEN, length);
            case Meta(var register, var key) ->
                data.u32be(NFTA_META_KEY, key.number()).u32be(NFTA_META_DREG, register);
            case MetaSet(var register, var key) ->
                data.u32be(NFTA_META_KEY, key.number()).u32be(NFTA_META_SREG, register);
            case Ct(var register, var key) ->
                data.u32be(NFTA_CT_KEY, key.number()).u32be(NFTA_CT_DREG, register);
            case CtSet(var register, var key) ->
                data.u32be(NFTA_CT_KEY, key.number()).u32be(NFTA_CT_SREG, register);
            case Fib(var register, var result, var flags) ->
                data.u32be(NFTA_FIB_FLAGS, flags.bits())
                        .u32be(NFTA_FIB_RESULT, result.number())
                        .u32be(NFTA_FIB_DREG, register);
            case Compare(var register, var comparison, var value) ->
                data.u32be(NFTA_CMP_SREG, register)
                        .u32be(NFTA_CMP_OP, comparison.number())
                        .flaggedNested(NFTA_CMP_DATA, nested -> nested.bytes(NFTA_DATA_VALUE, value));
            case Bitwise(var source, var destination, var mask, var xor) ->
                data.u32be(NFTA_BITWISE_SREG, source)
                        .u32be(NFTA_BITWISE_DREG, destination)
                        .u32be(NFTA_BITWISE_LEN, mask.size())
                        .flaggedNested(NFTA_BITWISE_MASK, nested -> nested.bytes(NFTA_DATA_VALUE, mask))
                        .flaggedNested(NFTA_BITWISE_XOR, nested -> nested.bytes(NFTA_DATA_VALUE, xor));
            case Lookup lookup -> writeLookup(lookup, data);
            case Immediate(var register, var value) ->
                data.u32be(NFTA_IMMEDIATE_DREG, register)
                        .flaggedNested(NFTA_IMMEDIATE_DATA, nested -> nested.bytes(NFTA_DATA_VALUE, value));
            case Decide(var verdict) ->
                data.u32be(NFTA_IMMEDIATE_DREG, nftables_h.NFT_REG_VERDICT())
                        .flaggedNested(NFTA_IMMEDIATE_DATA, nested -> write(verdict, nested));
            case Counter(var packets, var bytes) -> {
                // Zeros are left out, as nft(8) does.
                if (packets != 0 || bytes != 0) {
                    data.u64be(NFTA_COUNTER_BYTES, bytes).u64be(NFTA_COUNTER_PACKETS, packets);
                }
            }
            case Nat nat -> writeNat(nat, data);
            case Masquerade(var flags) -> writeFlags(NFTA_MASQ_FLAGS, flags, data);
            case Redirect(var port, var flags) -> {
                if (port != 0) {
                    data.u32be(NFTA_REDIR_REG_PROTO_MIN, port);
                }
                writeFlags(NFTA_REDIR_FLAGS, flags, data);
            }
            case Reject(var type, var code) ->
                data.u32be(NFTA_REJECT_TYPE, type).u8(NFTA_REJECT_ICMP_CODE, code);
            case Unknown(var name, var bytes) -> data.append(bytes);
        }
    }

    private static void writeLookup(Lookup lookup, AttributeWriter data) {
        data.u32be(NFTA_LOOKUP_SREG, lookup.source());
        if (lookup.destination() >= 0) {
            data.u32be(NFTA_LOOKUP_DREG, lookup.destination());
        }
        data.string(NFTA_LOOKUP_SET, lookup.set()).u32be(NFTA_LOOKUP_SET_ID, 0);
        if (lookup.inverted()) {
            data.u32be(NFTA_LOOKUP_FLAGS, nftables_h.NFT_LOOKUP_F_INV());
        }
    }

    private static void writeNat(Nat nat, AttributeWriter data) {
        data.u32be(NFTA_NAT_TYPE, nat.destination() ? nftables_h.NFT_NAT_DNAT() : nftables_h.NFT_NAT_SNAT());
        data.u32be(NFTA_NAT_FAMILY, nat.family().number());
        if (nat.addressRegister() != 0) {
            data.u32be(NFTA_NAT_REG_ADDR_MIN, nat.addressRegister());
        }
        if (nat.portRegister() != 0) {
            data.u32be(NFTA_NAT_REG_PROTO_MIN, nat.portRegister());
        }
        writeFlags(NFTA_NAT_FLAGS, nat.flags(), data);
    }

    private static <F extends Enum<F> & Flag> void writeFlags(Code type, Flags<F> flags, AttributeWriter data) {
        if (!flags.isEmpty()) {
            data.u32be(type, flags.bits());
        }
    }

    static void write(Verdict verdict, AttributeWriter data) {
        data.flaggedNested(NFTA_DATA_VERDICT, nested -> {
            nested.u32be(NFTA_VERDICT_CODE, verdict.code());
            if (verdict.chain() != null) {
                nested.string(NFTA_VERDICT_CHAIN, verdict.chain());
            }
        });
    }

    /** An expression from what an NFTA_LIST_ELEM has in it. What it has beside what is known here makes it {@link Unknown}. */
    static Expression read(List<Attribute> element) throws MalformedMessageException {
        String name = "";
        Bytes data = Bytes.NONE;
        for (Attribute attribute : element) {
            if (attribute.type() == NFTA_EXPR_NAME.number()) {
                name = attribute.string();
            } else if (attribute.type() == NFTA_EXPR_DATA.number()) {
                data = attribute.value();
            }
        }
        Expression known = new Fields(data).expression(name);
        return known == null ? new Unknown(name, data) : known;
    }

    static Verdict verdict(Attribute nest) throws MalformedMessageException {
        int code = 0;
        String chain = null;
        for (Attribute attribute : nest.nested()) {
            if (attribute.type() == NFTA_VERDICT_CODE.number()) {
                code = attribute.s32be();
            } else if (attribute.type() == NFTA_VERDICT_CHAIN.number()) {
                chain = attribute.string();
            }
        }
        return new Verdict(code, chain);
    }

    /** The data of an expression, by its attributes' types, which are taken out one by one: what is left is unknown. */
    private static final class Fields {
        private final Map<Integer, Attribute> left = new HashMap<>();

        Fields(Bytes data) throws MalformedMessageException {
            for (Attribute attribute : Attribute.readAll(data, 0)) {
                left.put(attribute.type(), attribute);
            }
        }

        /** The expression of this name, or null if there is more in it than it can hold, or if the name is not known. */
        Expression expression(String name) throws MalformedMessageException {
            Expression read = switch (name) {
                case "payload" -> payload();
                case "meta" -> meta();
                case "ct" -> ct();
                case "fib" -> fib();
                case "cmp" -> compare();
                case "bitwise" -> bitwise();
                case "lookup" -> lookup();
                case "immediate" -> immediate();
                case "counter" -> counter();
                case "nat" -> nat();
                case "masq" -> new Masquerade(new Flags<>(NatFlag.class, number(NFTA_MASQ_FLAGS)));
                case "redir" -> redirect();
                case "reject" -> new Reject((int) number(NFTA_REJECT_TYPE), u8(NFTA_REJECT_ICMP_CODE));
                default -> null;
            };
            return left.isEmpty() ? read : null;
        }

        private Expression payload() throws MalformedMessageException {
            PayloadBase base = Code.find(PayloadBase.values(), (int) number(NFTA_PAYLOAD_BASE));
            int register = (int) number(NFTA_PAYLOAD_DREG);
            var read = new Payload(register, base, (int) number(NFTA_PAYLOAD_OFFSET), (int) number(NFTA_PAYLOAD_LEN));
            return base == null || register == 0 ? null : read;
        }

        private Expression meta() throws MalformedMessageException {
            MetaKey key = Code.find(MetaKey.values(), (int) number(NFTA_META_KEY));
            boolean sets = left.containsKey(NFTA_META_SREG.number());
            int register = (int) number(sets ? NFTA_META_SREG : NFTA_META_DREG);
            if (key == null) {
                return null;
            }
            return sets ? new MetaSet(register, key) : new Meta(register, key);
        }

        private Expression ct() throws MalformedMessageException {
            CtKey key = Code.find(CtKey.values(), (int) number(NFTA_CT_KEY));
            boolean sets = left.containsKey(NFTA_CT_SREG.number());
            int register = (int) number(sets ? NFTA_CT_SREG : NFTA_CT_DREG);
            if (key == null) {
                return null;
            }
            return sets ? new CtSet(register, key) : new Ct(register, key);
        }

        private Expression fib() throws MalformedMessageException {
            FibResult result = Code.find(FibResult.values(), (int) number(NFTA_FIB_RESULT));
            int register = (int) number(NFTA_FIB_DREG);
            var flags = new Flags<>(FibFlag.class, number(NFTA_FIB_FLAGS));
            return result == null ? null : new Fib(register, result, flags);
        }

        private Expression compare() throws MalformedMessageException {
            Comparison comparison = Code.find(Comparison.values(), (int) number(NFTA_CMP_OP));
            int register = (int) number(NFTA_CMP_SREG);
            Bytes data = value(NFTA_CMP_DATA);
            return comparison == null || data == null ? null : new Compare(register, comparison, data);
        }

        private Expression bitwise() throws MalformedMessageException {
            int source = (int) number(NFTA_BITWISE_SREG);
            int destination = (int) number(NFTA_BITWISE_DREG);
            long length = number(NFTA_BITWISE_LEN);
            Bytes mask = value(NFTA_BITWISE_MASK);
            Bytes xor = value(NFTA_BITWISE_XOR);
            dropZero(NFTA_BITWISE_OP);
            boolean known = mask != null && xor != null && mask.size() == length;
            return known ? new Bitwise(source, destination, mask, xor) : null;
        }

        private Expression lookup() throws MalformedMessageException {
            Attribute set = left.remove(NFTA_LOOKUP_SET.number());
            int source = (int) number(NFTA_LOOKUP_SREG);
            boolean isMap = left.containsKey(NFTA_LOOKUP_DREG.number());
            int destination = isMap ? (int) number(NFTA_LOOKUP_DREG) : -1;
            boolean inverted = number(NFTA_LOOKUP_FLAGS) != 0;
            return set == null ? null : new Lookup(set.string(), source, destination, inverted);
        }

        private Expression immediate() throws MalformedMessageException {
            int register = (int) number(NFTA_IMMEDIATE_DREG);
            Attribute nest = left.remove(NFTA_IMMEDIATE_DATA.number());
            for (Attribute data : nest == null ? List.<Attribute>of() : nest.nested()) {
                if (data.type() == NFTA_DATA_VERDICT.number() && register == nftables_h.NFT_REG_VERDICT()) {
                    return new Decide(verdict(data));
                }
                if (data.type() == NFTA_DATA_VALUE.number()) {
                    return new Immediate(register, data.value());
                }
            }
            return null;
        }

        private Expression counter() throws MalformedMessageException {
            Attribute bytes = left.remove(NFTA_COUNTER_BYTES.number());
            Attribute packets = left.remove(NFTA_COUNTER_PACKETS.number());
            return new Counter(packets == null ? 0 : packets.u64be(), bytes == null ? 0 : bytes.u64be());
        }

        /** The kernel tells the ends of ranges too, which are the same as the beginnings where no range was given. */
        private Expression nat() throws MalformedMessageException {
            long type = number(NFTA_NAT_TYPE);
            NftFamily family = NftFamily.of((int) number(NFTA_NAT_FAMILY));
            int address = (int) number(NFTA_NAT_REG_ADDR_MIN);
            int port = (int) number(NFTA_NAT_REG_PROTO_MIN);
            dropIf(NFTA_NAT_REG_ADDR_MAX, address);
            dropIf(NFTA_NAT_REG_PROTO_MAX, port);
            var flags = new Flags<>(NatFlag.class, number(NFTA_NAT_FLAGS));
            return family == null ? null : new Nat(type == nftables_h.NFT_NAT_DNAT(), family, address, port, flags);
        }

        private Expression redirect() throws MalformedMessageException {
            int port = (int) number(NFTA_REDIR_REG_PROTO_MIN);
            dropIf(NFTA_REDIR_REG_PROTO_MAX, port);
            return new Redirect(port, new Flags<>(NatFlag.class, number(NFTA_REDIR_FLAGS)));
        }

        /** A number that is taken out; 0 where there is none. */
        private long number(Code type) throws MalformedMessageException {
            Attribute attribute = left.remove(type.number());
            return attribute == null ? 0 : attribute.u32be();
        }

        private int u8(Code type) throws MalformedMessageException {
            Attribute attribute = left.remove(type.number());
            return attribute == null ? 0 : attribute.u8();
        }

        private Bytes value(Code type) throws MalformedMessageException {
            Attribute nest = left.remove(type.number());
            for (Attribute data : nest == null ? List.<Attribute>of() : nest.nested()) {
                if (data.type() == NFTA_DATA_VALUE.number()) {
                    return data.value();
                }
            }
            return null;
        }

        private void dropIf(Code type, int same) throws MalformedMessageException {
            Attribute attribute = left.get(type.number());
            if (attribute != null && attribute.s32be() == same) {
                left.remove(type.number());
            }
        }

        private void dropZero(Code type) throws MalformedMessageException {
            dropIf(type, 0);
        }
    }
}
