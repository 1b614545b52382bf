package dev.jocker.cli.ip;

import dev.jocker.runtime.inet.Cidr;
import dev.jocker.runtime.route.Link;
import dev.jocker.runtime.route.Rule;
import dev.jocker.runtime.route.RuleAction;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Prints rules as {@code ip rule show} does. */
final class RulePrinter {
    private static final long WHOLE_MARK = 0xffff_ffffL;
    private static final int KERNEL = 2;
    private static final int UNSPECIFIED = 0;

    private final Session session;
    private final Report report;
    private final List<Rule> all;

    /** @param all the rules among which a target is looked for */
    RulePrinter(Session session, Report report, List<Rule> all) {
        this.session = session;
        this.report = report;
        this.all = all;
    }

    void print(Rule rule) throws IOException {
        report.value("priority", "", rule.priority(), ":\t");
        if (rule.inverted()) {
            report.mark("not", "not ");
        }
        if (rule.from() == null) {
            report.value("src", "from ", "all", " ");
        } else {
            network(rule.from(), "src", "from ", "srclen");
        }
        if (rule.to() != null) {
            network(rule.to(), "dst", "to ", "dstlen");
        }
        if (rule.tos() != 0) {
            String tos = (rule.tos() < 16 ? "0x0" : "0x") + Integer.toHexString(rule.tos());
            report.value("tos", "tos ", session.services.has(rule.tos()) ? session.services.of(rule.tos()) : tos, " ");
        }
        if (rule.markMask() != 0) {
            mark(rule);
        }
        if (rule.input() != null) {
            link(rule.input(), "iif", "iif_detached");
        }
        if (rule.output() != null) {
            link(rule.output(), "oif", "oif_detached");
        }
        action(rule);
        boolean ofSomebody = rule.protocol() != KERNEL && rule.protocol() != UNSPECIFIED;
        if (ofSomebody || session.display().details()) {
            report.value("protocol", " proto ", session.protocols.of(rule.protocol()), "");
        }
        report.text("\n");
    }

    /** A rule stays when its link goes, and waits for another of that name. */
    private void link(String link, String name, String detached) throws IOException {
        report.value(name, name + " ", link, " ");
        for (Link each : session.links().all()) {
            if (each.name().equals(link)) {
                return;
            }
        }
        report.mark(detached, "[detached] ");
    }

    private void network(Cidr network, String name, String before, String lengthName) {
        report.value(name, before, network.address().toString(), "");
        if (network.prefix() == network.address().bits()) {
            report.text(" ");
        } else {
            report.value(lengthName, "/", network.prefix(), " ");
        }
    }

    private void mark(Rule rule) {
        boolean whole = rule.markMask() == WHOLE_MARK;
        report.value("fwmark", "fwmark ", BridgeWord.hex(rule.mark()), whole ? " " : "");
        if (!whole) {
            report.value("fwmask", "/", BridgeWord.hex(rule.markMask()), " ");
        }
    }

    private void action(Rule rule) {
        switch (rule.action()) {
            case FR_ACT_TO_TBL -> {
                report.value("table", "lookup ", session.tables.of(rule.table()), "");
                if (rule.suppressedPrefix() >= 0) {
                    report.value("suppress_prefixlen", " suppress_prefixlength ", rule.suppressedPrefix(), "");
                }
            }
            case FR_ACT_GOTO -> {
                report.value("goto", "goto ", rule.target(), "");
                if (!isThere(rule.target())) {
                    report.mark("unresolved", " [unresolved]");
                }
            }
            case FR_ACT_NOP -> report.mark("nop", "nop");
            case FR_ACT_BLACKHOLE, FR_ACT_UNREACHABLE, FR_ACT_PROHIBIT ->
                report.value("action", "", word(rule.action()), "");
        }
    }

    private boolean isThere(long priority) {
        for (Rule each : all) {
            if (each.priority() == priority) {
                return true;
            }
        }
        return false;
    }

    private static String word(RuleAction action) {
        return action.name().substring("FR_ACT_".length()).toLowerCase(Locale.ROOT);
    }
}
