package dev.jocker.runtime.network;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.inet.IpAddress;
import dev.jocker.runtime.nftables.Batch;
import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.Clause;
import dev.jocker.runtime.nftables.Clause.Condition;
import dev.jocker.runtime.nftables.Clause.Statement;
import dev.jocker.runtime.nftables.Expression;
import dev.jocker.runtime.nftables.Hook;
import dev.jocker.runtime.nftables.Match;
import dev.jocker.runtime.nftables.NatFlag;
import dev.jocker.runtime.nftables.NftFamily;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.nftables.RuleText;
import dev.jocker.runtime.nftables.Table;
import dev.jocker.runtime.nftables.Verdict;
import dev.jocker.runtime.syscall.Flags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code inet jocker-nat}: a {@link NatRule} is one rule in it, or two, and what is read there is a {@link NatRule} again. */
final class NatPlan {
    static final Table TABLE = new Table(NftFamily.NFPROTO_INET, "jocker-nat");

    private static final int DSTNAT = -100;
    private static final int FILTER = 0;
    private static final int SRCNAT = 100;
    private static final Chain PREROUTING = chain("prerouting", Chain.Kind.NAT, Hook.NF_INET_PRE_ROUTING, DSTNAT);
    private static final Chain POSTROUTING = chain("postrouting", Chain.Kind.NAT, Hook.NF_INET_POST_ROUTING, SRCNAT);
    private static final Chain FORWARD = chain("forward", Chain.Kind.FILTER, Hook.NF_INET_FORWARD, FILTER);

    private NatPlan() {}

    private static Chain chain(String name, Chain.Kind kind, Hook hook, int priority) {
        return Chain.base(TABLE, name, kind, hook, priority, Verdict.ACCEPT);
    }

    static void addBase(Batch batch) {
        batch.add(TABLE).add(PREROUTING).add(POSTROUTING).add(FORWARD);
    }

    static List<Rule> rules(NatRule wanted) {
        return switch (wanted) {
            case NatRule.Masquerade(var subnet, var out) ->
                List.of(leaving(subnet, out).with(new Expression.Masquerade(Flags.none(NatFlag.class))));
            case NatRule.Snat(var subnet, var to, var out) ->
                List.of(leaving(subnet, out).with(Match.translateSource(to)));
            case NatRule.Dnat dnat -> List.of(dnat(dnat));
            case NatRule.Forward(var in, var out) ->
                List.of(passing(in, out, Match.newOrEstablished()), passing(out, in, Match.established()));
        };
    }

    private static Rule leaving(Cidr subnet, String out) {
        Rule rule = Rule.of(POSTROUTING).with(Match.source(subnet));
        // Without a link, what goes from one of the subnet to another keeps its address.
        rule = out == null ? rule.with(Match.destinationNot(subnet)) : rule.with(Match.output(out));
        return rule.with(new Expression.Counter());
    }

    /** Only what is for this machine: a port alone would catch everybody's connections that pass by. */
    private static Rule dnat(NatRule.Dnat wanted) {
        Rule rule = Rule.of(PREROUTING);
        rule = wanted.address() == null
                ? rule.with(Match.familyOf(wanted.to())).with(Match.forThisHost())
                : rule.with(Match.destination(Cidr.host(wanted.address())));
        return rule.with(Match.destinationPort(wanted.protocol().number(), wanted.port()))
                .with(new Expression.Counter())
                .with(Match.translateDestination(wanted.to(), wanted.toPort()));
    }

    private static Rule passing(String in, String out, List<Expression> state) {
        return Rule.of(FORWARD)
                .with(Match.input(in))
                .with(Match.output(out))
                .with(state)
                .with(new Expression.Counter())
                .decide(Verdict.ACCEPT);
    }

    /** What a rule of the table means, or null: somebody else has written it. */
    static NatRule meaning(Rule rule) {
        Map<String, String> conditions = new HashMap<>();
        String statement = "";
        for (Clause clause : RuleText.clauses(rule)) {
            switch (clause) {
                case Condition(var left, var operator, var right) -> conditions.put(left + operator, right);
                case Statement(var text) -> statement = text;
            }
        }
        NatRule meaning;
        try {
            meaning = meaning(conditions, statement);
        } catch (IllegalArgumentException e) {
            return null;
        }
        // Whatever else there may be in the rule: it means that only if this would have made the same of it.
        return meaning != null && isAmong(rule, rules(meaning)) ? meaning : null;
    }

    private static NatRule meaning(Map<String, String> conditions, String statement) {
        String subnet = either(conditions, "ip saddr", "ip6 saddr");
        String out = unquoted(conditions.get("oifname"));
        if (statement.equals("masquerade") && subnet != null) {
            return new NatRule.Masquerade(Cidr.parse(subnet), out);
        }
        if (statement.startsWith("snat ") && subnet != null) {
            return new NatRule.Snat(Cidr.parse(subnet), IpAddress.parse(target(statement)), out);
        }
        String in = unquoted(conditions.get("iifname"));
        if (statement.equals("accept") && in != null && out != null && conditions.containsKey("ct state")) {
            boolean forth = conditions.get("ct state").contains("new");
            return forth ? new NatRule.Forward(in, out) : new NatRule.Forward(out, in);
        }
        return statement.startsWith("dnat ") ? dnat(conditions, statement) : null;
    }

    private static NatRule dnat(Map<String, String> conditions, String statement) {
        for (IpProtocol protocol : IpProtocol.values()) {
            String port = conditions.get(protocol + " dport");
            if (port != null) {
                String to = target(statement);
                int colon = to.lastIndexOf(':');
                String address = to.startsWith("[") ? to.substring(1, colon - 1) : to.substring(0, colon);
                String at = either(conditions, "ip daddr", "ip6 daddr");
                return new NatRule.Dnat(
                        protocol,
                        at == null ? null : IpAddress.parse(at),
                        Integer.parseInt(port),
                        IpAddress.parse(address),
                        Integer.parseInt(to.substring(colon + 1)));
            }
        }
        return null;
    }

    /** {@code dnat ip to 10.0.0.2:80}. */
    private static String target(String statement) {
        return statement.substring(statement.indexOf(" to ") + " to ".length());
    }

    private static String either(Map<String, String> conditions, String one, String other) {
        return conditions.getOrDefault(one, conditions.get(other));
    }

    private static String unquoted(String link) {
        return link == null ? null : link.substring(1, link.length() - 1);
    }

    private static boolean isAmong(Rule rule, List<Rule> rules) {
        for (Rule each : rules) {
            if (each.chain().equals(rule.chain()) && text(each).equals(text(rule))) {
                return true;
            }
        }
        return false;
    }

    /** Without what it has counted. */
    private static String text(Rule rule) {
        var text = new StringBuilder();
        for (Clause clause : RuleText.clauses(rule)) {
            boolean counter = clause instanceof Statement(var statement) && statement.startsWith("counter ");
            text.append(counter ? "counter" : clause.toString()).append(' ');
        }
        return text.toString();
    }
}
