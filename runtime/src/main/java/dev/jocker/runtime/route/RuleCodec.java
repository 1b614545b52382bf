package dev.jocker.runtime.route;

import static dev.jocker.runtime.route.RuleAttributeType.*;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.netlink.Attribute;
import dev.jocker.runtime.netlink.AttributeWriter;
import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.netlink.DeleteFlag;
import dev.jocker.runtime.netlink.MalformedMessageException;
import dev.jocker.runtime.netlink.Message;
import dev.jocker.runtime.netlink.NewFlag;
import dev.jocker.runtime.netlink.Request;
import dev.jocker.runtime.syscall.Flags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages about rules: struct fib_rule_hdr, then attributes.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 * +-------+-------+-------+-------+-------+-------+-------+-------+
 * |family |dst    |src    |tos    |table  | 0     | 0     |action |   dst, src: lengths of the prefixes
 * +-------+-------+-------+-------+-------+-------+-------+-------+
 * | flags FIB_RULE_*              |
 * +-------------------------------+
 * </pre>
 */
final class RuleCodec {
    static final int BYTES = 12; // RouteStructsTest compares with the bindings
    private static final int TABLE_IN_HEADER = 0xff;
    private static final int ACTION = 7;
    private static final int FLAGS = 8;

    private RuleCodec() {}

    static Request add(Rule rule) {
        var flags = Flags.of(NewFlag.NLM_F_CREATE, NewFlag.NLM_F_EXCL);
        return Request.command(
                RouteMessageType.RTM_NEWRULE,
                flags,
                subject(rule),
                content(rule, rule.action().number()));
    }

    /** A lookup's action is not told, as any may be meant; the table tells. */
    static Request delete(Rule rule) {
        int action =
                rule.action() == RuleAction.FR_ACT_TO_TBL ? 0 : rule.action().number();
        return Request.command(
                RouteMessageType.RTM_DELRULE, Flags.none(DeleteFlag.class), subject(rule), content(rule, action));
    }

    static Request list(Family family) {
        ByteBuffer struct = Bytes.struct(BYTES).put(0, (byte) family.number());
        return Request.dump(RouteMessageType.RTM_GETRULE, "", AttributeWriter.after(Bytes.of(struct)));
    }

    private static String subject(Rule rule) {
        return rule.priority() == Rule.ANY_PRIORITY ? "" : "priority " + rule.priority();
    }

    private static int prefix(Cidr network) {
        return network == null ? 0 : network.prefix();
    }

    private static AttributeWriter content(Rule rule, int action) {
        ByteBuffer struct = Bytes.struct(BYTES);
        struct.put((byte) rule.family().number()).put((byte) prefix(rule.to())).put((byte) prefix(rule.from()));
        struct.put((byte) rule.tos()).put((byte) (rule.table() > TABLE_IN_HEADER ? 0 : rule.table()));
        struct.put(ACTION, (byte) action);
        struct.putInt(FLAGS, rule.inverted() ? rtnetlink_h.FIB_RULE_INVERT() : 0);
        var writer = AttributeWriter.after(Bytes.of(struct));
        write(rule, writer);
        return writer;
    }

    private static void write(Rule rule, AttributeWriter writer) {
        if (rule.from() != null) {
            IpAttributes.write(writer, FRA_SRC, rule.from().address());
        }
        if (rule.to() != null) {
            IpAttributes.write(writer, FRA_DST, rule.to().address());
        }
        if (rule.priority() != Rule.ANY_PRIORITY) {
            writer.u32(FRA_PRIORITY, rule.priority());
        }
        if (rule.markMask() != 0) {
            writer.u32(FRA_FWMARK, rule.mark());
            writer.u32(FRA_FWMASK, rule.markMask());
        }
        if (rule.input() != null) {
            writer.string(FRA_IIFNAME, rule.input());
        }
        if (rule.output() != null) {
            writer.string(FRA_OIFNAME, rule.output());
        }
        if (rule.suppressedPrefix() >= 0) {
            writer.u32(FRA_SUPPRESS_PREFIXLEN, rule.suppressedPrefix());
        }
        if (rule.table() > TABLE_IN_HEADER) {
            writer.u32(FRA_TABLE, rule.table());
        }
        if (rule.target() != 0) {
            writer.u32(FRA_GOTO, rule.target());
        }
        if (rule.protocol() != rtnetlink_h.RTPROT_BOOT()) {
            writer.u8(FRA_PROTOCOL, rule.protocol());
        }
        IpAttributes.writeOthers(writer, rule.others());
    }

    /** A rule from an RTM_NEWRULE message; null for a family that is none of the internet's. */
    static Rule read(Message message) throws MalformedMessageException {
        ByteBuffer struct = message.struct(BYTES);
        Family family = Family.of(Byte.toUnsignedInt(struct.get(0)));
        if (family == null) {
            return null;
        }
        long priority = 0;
        IpAddress from = null;
        IpAddress to = null;
        String input = null;
        String output = null;
        long mark = 0;
        long markMask = 0;
        long table = Byte.toUnsignedLong(struct.get(4));
        long target = 0;
        int suppressed = -1;
        int protocol = rtnetlink_h.RTPROT_BOOT();
        List<Attribute> others = new ArrayList<>();
        for (Attribute attribute : message.attributes(BYTES)) {
            switch (RuleAttributeType.of(attribute.type())) {
                case FRA_PRIORITY -> priority = attribute.u32();
                case FRA_SRC -> from = IpAttributes.address(attribute);
                case FRA_DST -> to = IpAttributes.address(attribute);
                case FRA_IIFNAME -> input = attribute.string();
                case FRA_OIFNAME -> output = attribute.string();
                case FRA_FWMARK -> mark = attribute.u32();
                case FRA_FWMASK -> markMask = attribute.u32();
                case FRA_TABLE -> table = attribute.u32();
                case FRA_GOTO -> target = attribute.u32();
                case FRA_SUPPRESS_PREFIXLEN -> suppressed = attribute.s32();
                case FRA_PROTOCOL -> protocol = attribute.u8();
                case null -> others.add(attribute);
            }
        }
        RuleAction action = RuleAction.of(Byte.toUnsignedInt(struct.get(ACTION)));
        return new Rule(
                family,
                priority,
                network(from, struct.get(2), family),
                network(to, struct.get(1), family),
                input,
                output,
                mark,
                markMask,
                Byte.toUnsignedInt(struct.get(3)),
                (struct.getInt(FLAGS) & rtnetlink_h.FIB_RULE_INVERT()) != 0,
                action == null ? RuleAction.FR_ACT_NOP : action,
                table,
                target,
                suppressed,
                protocol,
                others);
    }

    private static Cidr network(IpAddress address, byte prefix, Family family) throws MalformedMessageException {
        return address == null ? null : IpAttributes.network(address, Byte.toUnsignedInt(prefix), family);
    }
}
