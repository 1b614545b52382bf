package dev.jocker.runtime.nftables;

import dev.jocker.runtime.netlink.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule of a chain: its steps, one after the other.
 *
 * @param table in which it is
 * @param chain the chain's name
 * @param handle the kernel's number for it; 0: it is not there yet
 * @param expressions its steps
 * @param userData what whoever made it wrote with it: nft(8) keeps comments there
 */
public record Rule(Table table, String chain, long handle, List<Expression> expressions, Bytes userData) {
    public Rule {
        expressions = List.copyOf(expressions);
    }

    /** A rule of a chain, without steps so far. */
    public static Rule of(Chain chain) {
        return new Rule(chain.table(), chain.name(), 0, List.of(), Bytes.NONE);
    }

    /** With more steps. */
    public Rule with(List<Expression> more) {
        List<Expression> all = new ArrayList<>(expressions);
        all.addAll(more);
        return new Rule(table, chain, handle, all, userData);
    }

    /** With one more step. */
    public Rule with(Expression more) {
        return with(List.of(more));
    }

    /** <i>Equivalent to:</i> {@code accept}, {@code drop}, {@code jump CHAIN}. */
    public Rule decide(Verdict verdict) {
        return with(new Expression.Decide(verdict));
    }

    /** <i>Equivalent to:</i> {@code comment "TEXT"}. */
    public Rule comment(String text) {
        return new Rule(table, chain, handle, expressions, Comment.write(text));
    }
}
