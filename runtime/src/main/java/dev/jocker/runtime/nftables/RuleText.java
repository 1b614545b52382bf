package dev.jocker.runtime.nftables;

import dev.jocker.bindings.nftables_h;
import dev.jocker.runtime.netlink.Alignment;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.nftables.Clause.Condition;
import dev.jocker.runtime.nftables.Clause.Statement;
import dev.jocker.runtime.nftables.Expression.*;
import dev.jocker.runtime.syscall.Flags;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as {@code nft list} writes them: {@code ip saddr 10.0.0.0/8 oifname "eth0" masquerade}. The kernel knows them as small programs only;
 * this follows what is in each register. What has no name here is in brackets, {@code [log]}.
 */
public final class RuleText {
    private static final int FIRST_WORD = 8; // NFT_REG32_00, where NFT_REG_1 begins
    private static final int WORDS = 4;
    private static final int WORD_BYTES = 4;
    private static final Field PORT = new Field("port", Field.Kind.PORT);

    private final List<Clause> clauses = new ArrayList<>();
    /** By the number of the first word of four bytes: a {@link Field}, {@link Bytes} or the text of a map's answer. */
    private final Map<Integer, Object> registers = new HashMap<>();

    private final Map<Integer, Integer> lengths = new HashMap<>();
    private final boolean bothFamilies;
    private NftFamily family;
    private String protocol = "th";
    /** Said only if nothing that follows says it: {@code meta nfproto ipv4}, {@code meta l4proto tcp}. */
    private Condition impliedFamily;

    private Condition impliedProtocol;

    private RuleText(Table table) {
        bothFamilies = table.family() == NftFamily.NFPROTO_INET;
        family = bothFamilies ? null : table.family();
    }

    /** The rule in a line, without its handle. */
    public static String of(Rule rule) {
        var text = new StringBuilder();
        for (Clause clause : clauses(rule)) {
            text.append(text.isEmpty() ? "" : " ").append(clause);
        }
        String comment = Comment.read(rule.userData());
        return comment == null ? text.toString() : text + " comment \"" + comment + "\"";
    }

    /** The rule in pieces. */
    public static List<Clause> clauses(Rule rule) {
        var text = new RuleText(rule.table());
        for (Expression expression : rule.expressions()) {
            text.follow(expression);
        }
        text.sayImplied();
        return List.copyOf(text.clauses);
    }

    /** An element of a set, or of a map with what it leads to: {@code tcp . 8080 : 10.0.0.2 . 80}. */
    public static String of(Set set, Element element) {
        String key = concatenated(set.key(), element.key());
        String to = element.verdict() != null
                ? verdict(element.verdict())
                : element.data() == null ? null : concatenated(set.data(), element.data());
        return to == null ? key : key + " : " + to;
    }

    private static String concatenated(List<DataType> types, Bytes bytes) {
        var text = new StringBuilder();
        int at = 0;
        for (DataType type : types) {
            if (at + type.size() > bytes.size()) {
                break;
            }
            text.append(text.isEmpty() ? "" : " . ").append(field(type).value(bytes.slice(at, at + type.size())));
            at += types.size() == 1 ? type.size() : Alignment.align(type.size());
        }
        return text.toString();
    }

    private static Field field(DataType type) {
        return new Field(
                type.name(),
                switch (type) {
                    case IPV4_ADDR -> Field.Kind.ADDRESS4;
                    case IPV6_ADDR -> Field.Kind.ADDRESS6;
                    case INET_PROTO -> Field.Kind.PROTOCOL;
                    case INET_SERVICE -> Field.Kind.PORT;
                    case MARK -> Field.Kind.MARK;
                    case IFNAME -> Field.Kind.LINK;
                    case ETHER_ADDR, VERDICT -> Field.Kind.BYTES;
                });
    }

    private void follow(Expression expression) {
        switch (expression) {
            case Meta(var register, var key) -> load(register, Field.of(key));
            case Ct(var register, var key) -> load(register, Field.of(key));
            case Fib fib -> load(fib.register(), Field.of(fib));
            case Payload payload -> load(payload);
            case Immediate(var register, var data) -> put(register, data, data.size());
            case Bitwise(var source, var destination, var mask, var xor) -> {
                Object field = registers.get(word(source));
                put(destination, field instanceof Field f ? f.masked(mask) : field, mask.size());
            }
            case Compare compare -> compare(compare);
            case Lookup lookup -> look(lookup);
            case Nat nat -> say((nat.destination() ? "dnat" : "snat") + target(nat) + flags(nat.flags()));
            case Masquerade(var flags) -> say("masquerade" + flags(flags));
            case Redirect(var port, var flags) ->
                say("redirect" + (port == 0 ? "" : " to :" + value(port, PORT)) + flags(flags));
            case Counter(var packets, var bytes) ->
                add(new Statement("counter packets " + packets + " bytes " + bytes));
            case Decide(var verdict) -> say(verdict(verdict));
            case Reject reject -> say("reject" + (reject.type() == 1 ? " with tcp reset" : ""));
            case MetaSet(var register, var key) -> say(Field.of(key).name() + " set " + value(register, Field.of(key)));
            case CtSet(var register, var key) -> say(Field.of(key).name() + " set " + value(register, Field.of(key)));
            case Unknown(var name, var data) -> say("[" + name + "]");
        }
    }

    private void load(int register, Field field) {
        put(register, field, field.kind() == Field.Kind.LINK ? WORDS * WORD_BYTES : WORD_BYTES);
    }

    private void load(Payload payload) {
        boolean network = payload.base() == PayloadBase.NFT_PAYLOAD_NETWORK_HEADER;
        boolean transport = payload.base() == PayloadBase.NFT_PAYLOAD_TRANSPORT_HEADER;
        Field field = Field.of(payload, family, protocol);
        if (network && field.kind() != Field.Kind.BYTES) {
            impliedFamily = null;
        }
        if (transport && field.kind() == Field.Kind.PORT) {
            impliedProtocol = null;
        }
        put(payload.register(), field, payload.length());
    }

    private void compare(Compare compare) {
        if (!(registers.get(word(compare.register())) instanceof Field field)) {
            say("[cmp]");
            return;
        }
        boolean isNot = compare.comparison() == Comparison.NFT_CMP_NEQ;
        boolean isZero = new BigInteger(1, compare.data().toArray()).signum() == 0;
        if (field.isBits() && field.mask() != null && isZero) {
            // Any of these bits: what is left of them is not nought.
            addCondition(field, isNot ? "" : "!=", field.value(field.mask()));
        } else {
            addCondition(field, operator(compare.comparison()), field.value(compare.data()));
        }
    }

    private void addCondition(Field field, String operator, String value) {
        var condition = new Condition(field.name(), operator, value);
        if (field.kind() == Field.Kind.FAMILY && operator.isEmpty() && bothFamilies) {
            sayImplied();
            family = value.equals("ipv4") ? NftFamily.NFPROTO_IPV4 : NftFamily.NFPROTO_IPV6;
            impliedFamily = condition;
        } else if (field.kind() == Field.Kind.PROTOCOL && operator.isEmpty()) {
            sayImplied();
            protocol = value;
            impliedProtocol = condition;
        } else {
            add(condition);
        }
    }

    private void look(Lookup lookup) {
        var key = new StringBuilder();
        for (int word = word(lookup.source()); registers.get(word) instanceof Field field; ) {
            key.append(key.isEmpty() ? "" : " . ").append(field.name());
            word += (lengths.get(word) + WORD_BYTES - 1) / WORD_BYTES;
        }
        if (lookup.destination() < 0) {
            add(new Condition(key.toString(), lookup.inverted() ? "!=" : "", "@" + lookup.set()));
        } else if (lookup.destination() == nftables_h.NFT_REG_VERDICT()) {
            say(key + " vmap @" + lookup.set());
        } else {
            registers.clear();
            put(lookup.destination(), key + " map @" + lookup.set(), 2 * WORDS * WORD_BYTES);
        }
    }

    /** {@code  ip to 10.0.0.2:80}, or to where a map leads. */
    private String target(Nat nat) {
        boolean v4 = nat.family() == NftFamily.NFPROTO_IPV4;
        String to = bothFamilies ? v4 ? " ip to " : " ip6 to " : " to ";
        if (registers.get(word(nat.addressRegister())) instanceof String map) {
            return to + map;
        }
        String address = nat.addressRegister() == 0
                ? ""
                : value(nat.addressRegister(), new Field("", v4 ? Field.Kind.ADDRESS4 : Field.Kind.ADDRESS6));
        if (nat.portRegister() == 0) {
            return to + address;
        }
        return to + (v4 || address.isEmpty() ? address : "[" + address + "]") + ":" + value(nat.portRegister(), PORT);
    }

    private String value(int register, Field field) {
        Object value = registers.get(word(register));
        return value instanceof Bytes bytes ? field.value(bytes) : value instanceof String map ? map : "?";
    }

    private static String flags(Flags<NatFlag> flags) {
        var text = new StringBuilder();
        if (flags.has(NatFlag.NF_NAT_RANGE_PROTO_RANDOM)) {
            text.append(",random");
        }
        if (flags.has(NatFlag.NF_NAT_RANGE_PROTO_RANDOM_FULLY)) {
            text.append(",fully-random");
        }
        if (flags.has(NatFlag.NF_NAT_RANGE_PERSISTENT)) {
            text.append(",persistent");
        }
        return text.isEmpty() ? "" : " " + text.substring(1);
    }

    private static String verdict(Verdict verdict) {
        int code = verdict.code();
        if (code == nftables_h.NF_ACCEPT()) {
            return "accept";
        }
        if (code == nftables_h.NF_DROP()) {
            return "drop";
        }
        if (code == nftables_h.NFT_RETURN()) {
            return "return";
        }
        if (code == nftables_h.NFT_CONTINUE()) {
            return "continue";
        }
        if (code == nftables_h.NFT_JUMP()) {
            return "jump " + verdict.chain();
        }
        return code == nftables_h.NFT_GOTO() ? "goto " + verdict.chain() : "queue";
    }

    private static String operator(Comparison comparison) {
        return switch (comparison) {
            case NFT_CMP_EQ -> "";
            case NFT_CMP_NEQ -> "!=";
            case NFT_CMP_LT -> "<";
            case NFT_CMP_LTE -> "<=";
            case NFT_CMP_GT -> ">";
            case NFT_CMP_GTE -> ">=";
        };
    }

    private void put(int register, Object value, int bytes) {
        registers.put(word(register), value);
        lengths.put(word(register), bytes);
    }

    /** Registers 1 to 4 are the words 8 to 23, four at a time. */
    private static int word(int register) {
        return register >= 1 && register <= WORDS ? FIRST_WORD + (register - 1) * WORDS : register;
    }

    private void say(String statement) {
        add(new Statement(statement));
    }

    private void add(Clause clause) {
        sayImplied();
        clauses.add(clause);
    }

    private void sayImplied() {
        if (impliedFamily != null) {
            clauses.add(impliedFamily);
            impliedFamily = null;
        }
        if (impliedProtocol != null) {
            clauses.add(impliedProtocol);
            impliedProtocol = null;
        }
    }
}
