package dev.jocker.cli;

import dev.jocker.cli.output.Listing;
import dev.jocker.runtime.network.Nat;
import dev.jocker.runtime.network.NatRule;
import dev.jocker.runtime.nftables.Chain;
import dev.jocker.runtime.nftables.Element;
import dev.jocker.runtime.nftables.Expression.Counter;
import dev.jocker.runtime.nftables.NftFamily;
import dev.jocker.runtime.nftables.Nftables;
import dev.jocker.runtime.nftables.Rule;
import dev.jocker.runtime.nftables.RuleText;
import dev.jocker.runtime.nftables.Set;
import dev.jocker.runtime.nftables.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code jocker nat list} prints: the rules of its own table in its own words, those of others in nft's. */
final class NatListing {
    private static final String COLUMNS = "{{.Table}}\t{{.Chain}}\t{{.Handle}}\t{{.Packets}}\t{{.Rule}}";
    private static final String[] HEADINGS = {
        "Table", "TABLE",
        "Chain", "CHAIN",
        "Handle", "HANDLE",
        "Packets", "PACKETS",
        "Bytes", "BYTES",
        "Rule", "RULE",
        "Nft", "NFT"
    };
    private static final Table OF_CONTAINERS = new Table(NftFamily.NFPROTO_INET, "jocker");

    private NatListing() {}

    static Listing of(String format) {
        return new Listing(format, COLUMNS, HEADINGS);
    }

    /** Fills it with what is in the thread's network namespace. */
    static void fill(Listing listing, Nat nat, boolean all) throws IOException {
        Map<Long, NatRule> meanings = new HashMap<>();
        Table own = null;
        for (Nat.Entry entry : nat.list()) {
            own = entry.rule().table();
            meanings.put(entry.rule().handle(), entry.meaning());
        }
        try (Nftables nftables = Nftables.open()) {
            for (Chain chain : nftables.chains()) {
                boolean isOwn = chain.table().equals(own);
                if (all || isOwn || chain.table().equals(OF_CONTAINERS)) {
                    for (Rule rule : nftables.rules(chain)) {
                        listing.row(row(rule, isOwn ? meanings.get(rule.handle()) : null));
                    }
                }
            }
            for (Set set : nftables.sets()) {
                if (set.table().equals(OF_CONTAINERS) && !set.data().isEmpty()) {
                    addElements(listing, set, nftables.elements(set));
                }
            }
        }
    }

    /** Published ports are elements of maps. */
    private static void addElements(Listing listing, Set set, List<Element> elements) {
        for (Element element : elements) {
            String text = RuleText.of(set, element);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("Table", set.table().toString());
            row.put("Chain", "map " + set.name());
            row.put("Handle", "");
            row.put("Packets", "");
            row.put("Bytes", "");
            row.put("Rule", text);
            row.put("Nft", text);
            listing.row(row);
        }
    }

    private static Map<String, Object> row(Rule rule, NatRule meaning) {
        Counter counter = null;
        for (var expression : rule.expressions()) {
            counter = expression instanceof Counter c ? c : counter;
        }
        String nft = RuleText.of(rule);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Table", rule.table().toString());
        row.put("Chain", rule.chain());
        row.put("Handle", Long.toString(rule.handle()));
        row.put("Packets", counter == null ? "" : Long.toString(counter.packets()));
        row.put("Bytes", counter == null ? "" : Long.toString(counter.bytes()));
        row.put("Rule", meaning == null ? nft : words(meaning, nft));
        row.put("Nft", nft);
        return row;
    }

    /** To pass on a connection takes two rules. */
    private static String words(NatRule meaning, String nft) {
        boolean back = meaning instanceof NatRule.Forward && !nft.contains(",new ");
        return back ? meaning + " (answers)" : meaning.toString();
    }
}
