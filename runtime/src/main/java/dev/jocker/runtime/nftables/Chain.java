package dev.jocker.runtime.nftables;

/**
 * A chain of rules.
 *
 * @param table in which it is
 * @param name its name there
 * @param base where packets come in; null: only from other chains
 */
public record Chain(Table table, String name, Base base) {
    /** A chain that others jump to. <i>Equivalent to:</i> {@code nft add chain inet TABLE NAME}. */
    public Chain(Table table, String name) {
        this(table, name, null);
    }

    /** That packets come in at a hook. <i>Equivalent to:</i> {@code nft add chain inet TABLE NAME '{ type nat hook prerouting priority -100; }'}. */
    public static Chain base(Table table, String name, Kind kind, Hook hook, int priority, Verdict policy) {
        return new Chain(table, name, new Base(kind, hook.number(), priority, policy));
    }

    /** What the rules of a base chain are for. */
    public enum Kind {
        FILTER("filter"),
        NAT("nat"),
        ROUTE("route");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /** The kind of this name, or null. */
        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /**
     * Where packets come in.
     *
     * @param kind null: one that this library does not know
     * @param hook the number of a {@link Hook}, where the table's family is of the internet
     * @param priority the least comes first: -100 is dstnat, 0 filter, 100 srcnat
     * @param policy what becomes of a packet for which no rule decides: accept or drop
     */
    public record Base(Kind kind, int hook, int priority, Verdict policy) {}

    @Override
    public String toString() {
        return table + " " + name;
    }
}
