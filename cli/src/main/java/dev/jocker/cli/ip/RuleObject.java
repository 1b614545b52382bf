package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.route.Family;
import dev.jocker.runtime.route.Rule;
import dev.jocker.runtime.route.RuleAction;
import java.io.IOException;
import java.util.List;

/** {@code jocker ip rule}. */
final class RuleObject {
    private static final long MOST = 0xffff_ffffL;

    private final Session session;

    RuleObject(Session session) {
        this.session = session;
    }

    void run(Words words) throws IOException {
        String typed = words.hasNext() ? words.next() : "list";
        String verb = Words.match(typed, "list", "lst", "show", "add", "delete", "help");
        switch (verb) {
            case "list", "lst", "show" -> show(words);
            case "add" -> session.route().rules().add(parse(words, true));
            case "delete" -> session.route().rules().delete(parse(words, false));
            case "help" -> session.print(Help.RULE);
            case null, default -> throw Help.unknownVerb(typed, "rule");
        }
    }

    private void show(Words words) throws IOException {
        words.end();
        Family asked = session.display().family();
        Report report = session.report();
        List<Rule> rules = session.route().rules().list(asked == null ? Family.AF_INET : asked);
        var printer = new RulePrinter(session, report, rules);
        for (Rule rule : rules) {
            report.openObject();
            printer.print(rule);
            report.closeObject();
        }
        session.print(report);
    }

    /** @param complete whether what is not told is as ip(8) has it, and not: any */
    private Rule parse(Words words, boolean complete) {
        Family family = family(words);
        Rule rule = Rule.lookup(family, 0);
        boolean acts = false;
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "not" -> rule = rule.inverted(true);
                case "from" -> rule = rule.from(network(words.value(word), family));
                case "to" -> rule = rule.to(network(words.value(word), family));
                case "preference", "pref", "order", "priority", "prio" ->
                    rule = rule.priority(Values.u32(word, words.value(word)));
                case "tos", "dsfield" -> rule = rule.tos(Values.integer(word, words.value(word), 0, 255));
                case "fwmark" -> rule = mark(rule, words.value(word));
                case "iif", "dev" -> rule = rule.input(Values.linkName(words.value(word)));
                case "oif" -> rule = rule.output(Values.linkName(words.value(word)));
                case "suppress_prefixlength", "sup_pl" ->
                    rule = rule.suppressedPrefix(Values.integer(word, words.value(word), 0, 128));
                case "table", "lookup" -> {
                    rule = rule.table(session.tables.number("table", words.value(word), MOST));
                    acts = true;
                }
                case "goto" -> {
                    rule = rule.goTo(Values.u32(word, words.value(word)));
                    acts = true;
                }
                case "type" -> {
                    rule = act(rule, words.value(word));
                    acts = true;
                }
                default -> {
                    rule = act(rule, word);
                    acts = true;
                }
            }
        }
        // As ip(8) has it: what only matches looks up in the main table.
        return acts || !complete ? rule : rule.table(session.tables.number("table", "main", MOST));
    }

    private Family family(Words words) {
        if (session.display().family() != null) {
            return session.display().family();
        }
        for (String word : new String[] {"from", "to"}) {
            String network = words.behind(word);
            if (network != null && network.indexOf(':') >= 0) {
                return Family.AF_INET6;
            }
        }
        return Family.AF_INET;
    }

    /** Null for {@code all}. */
    private static Cidr network(String text, Family family) {
        Cidr network = Values.network(text, family);
        return network.prefix() == 0 ? null : network;
    }

    private static Rule mark(Rule rule, String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? rule.mark(Values.u32("fwmark", text))
                : rule.mark(
                        Values.u32("fwmark", text.substring(0, slash)),
                        Values.u32("fwmark", text.substring(slash + 1)));
    }

    private static Rule act(Rule rule, String word) {
        return rule.action(
                switch (word) {
                    case "blackhole" -> RuleAction.FR_ACT_BLACKHOLE;
                    case "unreachable" -> RuleAction.FR_ACT_UNREACHABLE;
                    case "prohibit" -> RuleAction.FR_ACT_PROHIBIT;
                    case "nop" -> RuleAction.FR_ACT_NOP;
                    default -> throw Words.garbage(word);
                });
    }
}
