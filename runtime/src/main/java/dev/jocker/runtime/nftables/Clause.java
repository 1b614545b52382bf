package dev.jocker.runtime.nftables;

/** A piece of a rule as {@code nft(8)} writes it; {@link RuleText} makes them of a rule's expressions. */
public sealed interface Clause {
    /**
     * What a packet has to be like.
     *
     * @param left a field: {@code ip saddr}, {@code tcp dport}, {@code oifname}
     * @param operator empty for equality; else {@code !=}, {@code <} and the like
     * @param right a value as nft(8) writes it: {@code 10.0.0.0/8}, {@code "eth0"}, {@code @subnets}
     */
    record Condition(String left, String operator, String right) implements Clause {
        @Override
        public String toString() {
            return operator.isEmpty() ? left + " " + right : left + " " + operator + " " + right;
        }
    }

    /** What is done: {@code masquerade}, {@code dnat ip to 10.0.0.2:80}, {@code accept}. */
    record Statement(String text) implements Clause {
        @Override
        public String toString() {
            return text;
        }
    }
}
