package dev.jocker.runtime.nftables;

import dev.jocker.runtime.netlink.Bytes;
import dev.jocker.runtime.syscall.Flags;

/**
 * A step of a rule. The kernel's rule is a small program: steps load parts of the packet into registers, compare them, and leave the rule when
 * they are otherwise; the last decides. Registers are numbered as {@code nft --debug=netlink} shows them: 1 to 4 have sixteen bytes, 8 to 23
 * are the same memory in pieces of four; 0 is the verdict.
 */
public sealed interface Expression {
    /** Loads a field of a header. {@code ip saddr} is four bytes from 12 of the network header. */
    record Payload(int register, PayloadBase base, int offset, int length) implements Expression {}

    /** Loads what is known of the packet beside its bytes: {@code meta l4proto}. */
    record Meta(int register, MetaKey key) implements Expression {}

    /** Sets it: {@code meta mark set 1}. */
    record MetaSet(int register, MetaKey key) implements Expression {}

    /** Loads what is known of the packet's connection: {@code ct state}. */
    record Ct(int register, CtKey key) implements Expression {}

    /** Sets it: {@code ct mark set 1}. */
    record CtSet(int register, CtKey key) implements Expression {}

    /** Asks the routes: {@code fib daddr type}. */
    record Fib(int register, FibResult result, Flags<FibFlag> flags) implements Expression {}

    /** Goes on only if it is so. */
    record Compare(int register, Comparison comparison, Bytes data) implements Expression {}

    /** Changes bits: AND with {@code mask}, then exclusive OR with {@code xor}. */
    record Bitwise(int source, int destination, Bytes mask, Bytes xor) implements Expression {}

    /**
     * Goes on only if the key is in the set; of a map, loads what it leads to.
     *
     * @param source the first register of the key
     * @param destination -1: it is a set; 0: to a verdict
     * @param inverted goes on only if it is not in the set
     */
    record Lookup(String set, int source, int destination, boolean inverted) implements Expression {}

    /** Loads a constant. */
    record Immediate(int register, Bytes data) implements Expression {}

    /** Decides. */
    record Decide(Verdict verdict) implements Expression {}

    /** Counts. */
    record Counter(long packets, long bytes) implements Expression {
        /** From nought on. */
        public Counter() {
            this(0, 0);
        }
    }

    /**
     * Translates addresses: {@code dnat ip to …}, {@code snat ip to …}.
     *
     * @param destination true: the destination's, false: the source's
     * @param family IPv4 or IPv6
     * @param addressRegister in which the address is; 0: it stays
     * @param portRegister in which the port is; 0: it stays
     */
    record Nat(boolean destination, NftFamily family, int addressRegister, int portRegister, Flags<NatFlag> flags)
            implements Expression {}

    /** Translates the source's address to that of the link by which the packet leaves. */
    record Masquerade(Flags<NatFlag> flags) implements Expression {}

    /**
     * Translates the destination to this host.
     *
     * @param portRegister in which the port is; 0: it stays
     */
    record Redirect(int portRegister, Flags<NatFlag> flags) implements Expression {}

    /**
     * Refuses with an answer.
     *
     * @param type 0: an ICMP message, 1: TCP's RST, 2: an ICMP message of either family
     * @param code which message
     */
    record Reject(int type, int code) implements Expression {}

    /** A step that this library does not know, and its attributes. */
    record Unknown(String name, Bytes data) implements Expression {}
}
