package dev.jocker.runtime.doctor;

import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.Clause;
import dev.jocker.runtime.nftables.Expression;
import dev.jocker.runtime.nftables.Hook;
import dev.jocker.runtime.nftables.NftFamily;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.nftables.RuleText;
import dev.jocker.runtime.nftables.Table;
import dev.jocker.runtime.nftables.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Firewalls of others that drop what is passed on. In nf_tables a packet has to get through every chain at its hook: that Jocker's lets it
 * pass does not help where another drops it.
 */
record ForwardChainsCheck(HostFiles files) implements Check {
    private static final String BRIDGE = "jocker0";
    private static final List<String> BRIDGES = List.of("\"jocker0\"", "\"jocker*\"");
    private static final String LEGACY_TABLES = "proc/net/ip_tables_names";

    @Override
    public String name() {
        return "firewall";
    }

    @Override
    public List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (Nftables nftables = Nftables.open()) {
            List<Chain> chains = nftables.chains();
            for (Chain chain : chains) {
                if (isForward(chain) && !isJockers(chain)) {
                    String how = refusal(chain, nftables.rules(chain));
                    if (how != null) {
                        findings.add(finding(chain, how, chains, nftables));
                    }
                }
            }
        } catch (IOException e) {
            return List.of(Finding.warn(name(), "it cannot be looked at: " + e.getMessage(), "See nf_tables above"));
        }
        String legacy = files.text(LEGACY_TABLES);
        if (legacy != null && ("\n" + legacy + "\n").contains("\nfilter\n")) {
            findings.add(Finding.warn(
                    name(),
                    "the old iptables have a table filter, which nf_tables does not show",
                    "See what iptables-legacy -S FORWARD says: -P FORWARD DROP keeps containers from the outside"));
        }
        return findings.isEmpty() ? List.of(Finding.ok(name(), "nobody drops what is passed on")) : findings;
    }

    /** What concerns IPv6 alone leaves the other family its network. */
    private Finding finding(Chain chain, String how, List<Chain> chains, Nftables nftables) throws IOException {
        String text = describe(chain, how);
        if (lets(chain.table(), "iifname", chains, nftables) && lets(chain.table(), "oifname", chains, nftables)) {
            return Finding.ok(name(), text + ", but it lets " + BRIDGE + " pass");
        }
        String remedy = remedy(chain, chains);
        return chain.table().family() == NftFamily.NFPROTO_IPV6
                ? Finding.warn(name(), text, remedy)
                : Finding.bad(name(), text, remedy);
    }

    /** Whether a rule of the table accepts what comes from the bridge, or goes to it, and nothing else is asked of that. */
    private static boolean lets(Table table, String direction, List<Chain> chains, Nftables nftables)
            throws IOException {
        for (Chain chain : chains) {
            if (chain.table().equals(table)) {
                for (Rule rule : nftables.rules(chain)) {
                    if (lets(RuleText.clauses(rule), direction)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean lets(List<Clause> clauses, String direction) {
        boolean bridge = false;
        boolean accepts = false;
        for (Clause clause : clauses) {
            switch (clause) {
                case Clause.Condition(var left, var operator, var right) -> {
                    if (!left.equals(direction) || !operator.isEmpty() || !BRIDGES.contains(right)) {
                        return false;
                    }
                    bridge = true;
                }
                // firewalld sends what it trusts to a chain of its zone
                case Clause.Statement(var text) -> accepts |= text.equals("accept") || text.contains("trusted");
            }
        }
        return bridge && accepts;
    }

    private static boolean isForward(Chain chain) {
        boolean internet = switch (chain.table().family()) {
            case NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_INET -> true;
            case NFPROTO_ARP, NFPROTO_BRIDGE, NFPROTO_NETDEV -> false;
        };
        return internet && chain.base() != null && chain.base().hook() == Hook.NF_INET_FORWARD.number();
    }

    private static boolean isJockers(Chain chain) {
        String table = chain.table().name();
        return table.equals("jocker") || table.equals("jocker-nat");
    }

    /** How it refuses what it was not told to accept, or null. */
    private static String refusal(Chain chain, List<Rule> rules) {
        if (Verdict.DROP.equals(chain.base().policy())) {
            return "policy drop";
        }
        if (rules.isEmpty()) {
            return null;
        }
        boolean refuses = false;
        for (Expression expression : rules.getLast().expressions()) {
            switch (expression) {
                case Expression.Decide(var verdict) when verdict.equals(Verdict.DROP) -> refuses = true;
                case Expression.Reject _ -> refuses = true;
                case Expression.Counter _ -> {} // it matches everything
                case Expression.Unknown(var name, var _) when name.equals("log") -> {}
                default -> {
                    return null; // a condition: it does not end all
                }
            }
        }
        return refuses ? "its last rule refuses all" : null;
    }

    private static String describe(Chain chain, String how) {
        return "table " + chain.table() + ", chain " + chain.name() + ", priority "
                + chain.base().priority() + ": " + how;
    }

    private static String remedy(Chain chain, List<Chain> all) {
        String why = "Containers do not reach the outside, nor it their ports. ";
        if (chain.table().name().equals("firewalld")) {
            return why
                    + "Tell firewalld of the bridge: firewall-cmd --permanent --zone=trusted --add-interface=jocker0";
        }
        String program = chain.table().family() == NftFamily.NFPROTO_IPV6 ? "ip6tables" : "iptables";
        for (Chain each : all) {
            if (each.table().equals(chain.table()) && each.name().equals("DOCKER-USER")) {
                return why + "Docker keeps a chain for others: " + program + " -I DOCKER-USER -i jocker0 -j ACCEPT; "
                        + program + " -I DOCKER-USER -o jocker0 -j ACCEPT";
            }
        }
        String insert = "nft insert rule " + chain.table() + " " + chain.name();
        return why + insert + " iifname \"jocker0\" accept; " + insert + " oifname \"jocker0\" accept";
    }
}
