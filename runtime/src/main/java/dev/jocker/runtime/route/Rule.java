package dev.jocker.runtime.route;

import dev.jocker.bindings.rtnetlink_h;
import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.netlink.Attribute;
import java.util.List;

/**
 * Which packets are looked up in which table of routes, {@code ip-rule(8)}. What it does not name it does not care for.
 *
 * @param family of the packets
 * @param priority the least comes first; -1: before all but the first
 * @param from the network of their source; null: any
 * @param to the network of their destination; null: any
 * @param input the link by which they came; null: any
 * @param output the link that their socket is bound to; null: any
 * @param mark the mark they bear, under {@code markMask}
 * @param markMask 0: whatever mark they bear
 * @param tos 0: any
 * @param inverted it is for all packets but those
 * @param action what it does
 * @param table in which it looks them up
 * @param target the priority of the rule to go to; 0: none
 * @param suppressedPrefix a route with a prefix as long as that, or less long, does not count; -1: all count
 * @param protocol who made it, RTPROT_*
 * @param others attributes that this library does not know: ports, users, …
 */
public record Rule(
        Family family,
        long priority,
        Cidr from,
        Cidr to,
        String input,
        String output,
        long mark,
        long markMask,
        int tos,
        boolean inverted,
        RuleAction action,
        long table,
        long target,
        int suppressedPrefix,
        int protocol,
        List<Attribute> others) {
    /** No priority is told: the kernel finds one. */
    public static final long ANY_PRIORITY = -1;

    private static final int NOTHING_SUPPRESSED = -1;
    private static final long WHOLE_MARK = 0xffff_ffffL;

    public Rule {
        others = List.copyOf(others);
    }

    /** Every packet of a family. <i>Equivalent to:</i> {@code ip rule add from all table NUMBER}. */
    public static Rule lookup(Family family, long table) {
        return new Rule(
                family,
                ANY_PRIORITY,
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                false,
                RuleAction.FR_ACT_TO_TBL,
                table,
                0,
                NOTHING_SUPPRESSED,
                rtnetlink_h.RTPROT_BOOT(),
                List.of());
    }

    /** Every packet of a family, without a table. <i>Equivalent to:</i> {@code ip rule add from all blackhole}. */
    public static Rule of(Family family, RuleAction action) {
        return lookup(family, 0).action(action);
    }

    /** What it does with what it matches. */
    public Rule action(RuleAction what) {
        var draft = new Draft(this);
        draft.action = what;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code table NUMBER}. */
    public Rule table(long number) {
        var draft = new Draft(this);
        draft.table = number;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code priority NUMBER}. */
    public Rule priority(long number) {
        var draft = new Draft(this);
        draft.priority = number;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code from NETWORK}. */
    public Rule from(Cidr network) {
        var draft = new Draft(this);
        draft.from = network;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code to NETWORK}. */
    public Rule to(Cidr network) {
        var draft = new Draft(this);
        draft.to = network;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code iif NAME}. */
    public Rule input(String link) {
        var draft = new Draft(this);
        draft.input = LinkName.check(link);
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code oif NAME}. */
    public Rule output(String link) {
        var draft = new Draft(this);
        draft.output = LinkName.check(link);
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code fwmark MARK/MASK}. */
    public Rule mark(long bits, long mask) {
        var draft = new Draft(this);
        draft.mark = bits;
        draft.markMask = mask;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code fwmark MARK}. */
    public Rule mark(long bits) {
        return mark(bits, WHOLE_MARK);
    }

    /** <i>Equivalent to:</i> {@code tos NUMBER}. */
    public Rule tos(int number) {
        var draft = new Draft(this);
        draft.tos = number;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code not}. */
    public Rule inverted(boolean all) {
        var draft = new Draft(this);
        draft.inverted = all;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code goto PRIORITY}. */
    public Rule goTo(long rule) {
        var draft = new Draft(this);
        draft.action = RuleAction.FR_ACT_GOTO;
        draft.target = rule;
        return draft.rule();
    }

    /** <i>Equivalent to:</i> {@code suppress_prefixlength LENGTH}. */
    public Rule suppressedPrefix(int length) {
        return new Rule(
                family, priority, from, to, input, output, mark, markMask, tos, inverted, action, table, target, length,
                protocol, others);
    }

    /** All components, to change some of them. */
    private static final class Draft {
        private Family family;
        private long priority;
        private Cidr from;
        private Cidr to;
        private String input;
        private String output;
        private long mark;
        private long markMask;
        private int tos;
        private boolean inverted;
        private RuleAction action;
        private long table;
        private long target;
        private int suppressedPrefix;
        private int protocol;
        private List<Attribute> others;

        Draft(Rule rule) {
            family = rule.family;
            priority = rule.priority;
            from = rule.from;
            to = rule.to;
            input = rule.input;
            output = rule.output;
            mark = rule.mark;
            markMask = rule.markMask;
            tos = rule.tos;
            inverted = rule.inverted;
            action = rule.action;
            table = rule.table;
            target = rule.target;
            suppressedPrefix = rule.suppressedPrefix;
            protocol = rule.protocol;
            others = rule.others;
        }

        Rule rule() {
            return new Rule(
                    family,
                    priority,
                    from,
                    to,
                    input,
                    output,
                    mark,
                    markMask,
                    tos,
                    inverted,
                    action,
                    table,
                    target,
                    suppressedPrefix,
                    protocol,
                    others);
        }
    }
}
